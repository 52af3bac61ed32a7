using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Signing;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Parties;

/// <summary>Who may see children with protected identity, and who says so (ADR 0044).</summary>
public sealed class ClearForProtectedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_assigned_member_sees_a_protected_child_only_while_cleared(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var head = await hub.ColleagueAsync(StaffRole.Enhetschef);
        await ProtectAsync(hub);

        var uncleared = await SeenAsync(hub);
        await hub.Get<ClearForProtected>().GiveAsync(hub.Familjebehandlare, new Caller.Staff(head), Ct);
        var cleared = await SeenAsync(hub);
        await hub.Get<ClearForProtected>().EndAsync(hub.Familjebehandlare, new Caller.Staff(head), Ct);
        var ended = await SeenAsync(hub);

        Assert.Equal([(0, false), (1, true), (0, false)], new[] { uncleared, cleared, ended });
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Only_the_head_of_the_unit_and_a_system_owner_clear_and_it_is_logged(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (head, colleague) = (await hub.ColleagueAsync(StaffRole.Enhetschef), await hub.ColleagueAsync());
        var clear = hub.Get<ClearForProtected>();
        var before = (await hub.LogAsync()).Count;

        var byColleague = await clear.GiveAsync(hub.Familjebehandlare, new Caller.Staff(colleague), Ct);
        var elsewhere = await clear.GiveAsync(hub.Familjebehandlare, new Caller.Staff(hub.Rektor), Ct);
        var byHead = await clear.GiveAsync(hub.Familjebehandlare, new Caller.Staff(head), Ct);
        var again = await clear.GiveAsync(hub.Familjebehandlare, new Caller.Staff(head), Ct);
        var ended = await clear.EndAsync(hub.Familjebehandlare, new Caller.Staff(head), Ct);

        Assert.Equal([ClearanceOutcome.NotYours, ClearanceOutcome.NotYours], new[] { byColleague, elsewhere });
        Assert.Equal([ClearanceOutcome.Done, ClearanceOutcome.Done, ClearanceOutcome.Done], new[] { byHead, again, ended });
        Assert.Equal([EntryKinds.ClearanceGiven, EntryKinds.ClearanceEnded], (await hub.LogAsync(before)).Select(e => e.Kind));
        Assert.Null(await clear.ReadAsync(new Caller.Staff(colleague), Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Nobody_clears_themselves_and_the_database_refuses_it_too(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (head, other) = (await hub.ColleagueAsync(StaffRole.Enhetschef), await hub.ColleagueAsync(StaffRole.Enhetschef));

        var own = await hub.Get<ClearForProtected>().GiveAsync(head, new Caller.Staff(head), Ct);
        await hub.Get<ClearForProtected>().GiveAsync(head, new Caller.Staff(other), Ct);

        Assert.Equal(ClearanceOutcome.NotYours, own);
        await using var db = hub.Db();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => db.Database.ExecuteSqlRawAsync("UPDATE protected_clearances SET given_by = staff_id", Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_that_is_not_cleared_is_told_nothing_of_a_protected_child_and_told_when_it_is(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        using var key = SigningKey.Create();
        var client = await hub.Get<MaintainParties>().AddClientAsync(
            hub.Social, "Social", Operations.All, Enum.GetValues<ClientRole>(), key.KeyId, key.PublicKey.ToPem(), Ct);
        await hub.GiveConsentAsync();
        await ProtectAsync(hub);
        var system = new Caller.System(client, null);

        var untold = await hub.Get<ReadNotices>().ReadAsync(0, 10, system, Ct);
        await hub.Get<MaintainParties>().ClearSystemAsync(client, isCleared: true, Ct);
        var told = await hub.Get<ReadNotices>().ReadAsync(0, 10, system, Ct);

        Assert.Empty(untold!.Notices);
        Assert.Single(told!.Notices);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_look_up_of_a_protected_person_is_answered_as_unknown_and_logged_about_the_person(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await ProtectAsync(hub);
        var number = TestIdentities.BornOn(hub.Today.AddYears(-10).AddDays(-30));
        var lookUp = hub.Get<LookUpPerson>();

        var uncleared = await lookUp.HandleAsync(number, new Caller.Staff(hub.Familjebehandlare), LookUpPerson.Purpose.Read("prov"), Ct);
        var logged = (await hub.LogAsync())[^1];
        await hub.ClearAsync();
        var cleared = await lookUp.HandleAsync(number, new Caller.Staff(hub.Familjebehandlare), LookUpPerson.Purpose.Read("prov"), Ct);

        Assert.IsType<LookUpOutcome.Unknown>(uncleared);
        Assert.Equal((EntryKinds.PersonLookedUp, "unknown"), (logged.Kind, logged.Verdict));
        await using var db = hub.Db();
        Assert.NotNull((await db.Log.AsNoTracking().SingleAsync(e => e.Index == logged.Index, Ct)).ChildToken);
        Assert.IsType<LookUpOutcome.Found>(cleared);
    }

    private static Task ProtectAsync(TestHub hub) =>
        hub.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing, name: "Nora");

    private static async Task<(int Cases, bool Board)> SeenAsync(TestHub hub) => (
        (await hub.Get<MyCases>().ReadAsync(hub.Familjebehandlare, Ct)).Count,
        await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct) is not null);
}
