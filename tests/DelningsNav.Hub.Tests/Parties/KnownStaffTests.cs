using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Parties;

/// <summary>Who may act for a party: its staff while they are employed, and its own systems for its own staff.</summary>
public sealed class KnownStaffTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_member_of_staff_acts_until_the_day_before_leaving_and_not_on_the_day(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await LeaveAsync(hub, hub.Today.AddDays(1));

        var dayBefore = await hub.ReleaseAsync(request);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await hub.ReleaseAsync(request);

        Assert.IsType<ReleaseOutcome.Answered>(dayBefore);
        Assert.IsType<ReleaseOutcome.NoSuchRequest>(onTheDay);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_acts_for_the_staff_of_its_own_branch_only(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var own = await ClientAsync(hub, hub.Social, "key-social");
        var other = await ClientAsync(hub, hub.School, "key-school");

        var byOwn = await ReleaseAsync(hub, request, new Caller.System(own, hub.Familjebehandlare));
        var byOther = await ReleaseAsync(hub, request, new Caller.System(other, hub.Familjebehandlare));
        var forOther = await ReleaseAsync(hub, request, new Caller.System(own, hub.Rektor));

        Assert.IsType<RecordAnswer.Released>(Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(byOwn).Answers));
        Assert.IsType<ReleaseOutcome.NoSuchRequest>(byOther);
        Assert.IsType<ReleaseOutcome.NoSuchRequest>(forOther);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_family_member_releases_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        var outcome = await ReleaseAsync(hub, request, new Caller.Family(hub.Mother));

        Assert.IsType<ReleaseOutcome.NoSuchRequest>(outcome);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_revoked_key_is_refused_has_its_first_revocation_time_and_raises_the_systems_version(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var client = await ClientAsync(hub, hub.Social, "key-1");
        var before = await VersionAsync(hub, client);
        var revokedAt = hub.Clock.GetUtcNow();
        await hub.Get<MaintainParties>().RevokeKeyAsync(client, "key-1", Ct);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Get<MaintainParties>().RevokeKeyAsync(client, "key-1", Ct);

        await using var db = hub.Db();
        var key = Assert.Single((await db.Clients.AsNoTracking().SingleAsync(c => c.Id == client, Ct)).Keys);

        Assert.Equal(revokedAt, key.RevokedAt);
        Assert.True(await VersionAsync(hub, client) > before);
    }

    private static Task<ClientId> ClientAsync(TestHub hub, BranchId branch, string key) =>
        hub.Get<MaintainParties>().AddClientAsync(branch, "System", Operations.All, [ClientRole.Caseworker], key, "pem", Ct);

    private static Task<ReleaseOutcome> ReleaseAsync(TestHub hub, Foundation.RequestId request, Caller caller) =>
        hub.Get<ReleaseInformation>().HandleAsync(request, caller, Opening.Everything, Ct);

    private static async Task LeaveAsync(TestHub hub, DateOnly firstDayWithout)
    {
        await using var db = hub.Db();
        var member = await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare, Ct);
        member.Leave(firstDayWithout);
        await db.SaveChangesAsync(Ct);
        await hub.SealAsync(SubjectId.Of(hub.Familjebehandlare));
    }

    private static async Task<long> VersionAsync(TestHub hub, ClientId client)
    {
        await using var db = hub.Db();
        return await db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM subjects WHERE id = {client.Value}").SingleAsync(Ct);
    }
}
