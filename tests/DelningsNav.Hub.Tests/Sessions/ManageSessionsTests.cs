using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Sessions;

/// <summary>A person ends the own sessions, and a system owner those of the own authority's staff.</summary>
public sealed class ManageSessionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_person_sees_the_own_open_sessions_and_no_others(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var mother = new Caller.Family(hub.Mother);
        await BeginAsync(hub, mother, "Safari, iPhone");
        await BeginAsync(hub, new Caller.Family(hub.Father), "Edge, Windows");
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        await BeginAsync(hub, mother, "Firefox, Windows");

        var both = await hub.Get<ManageSessions>().ReadAsync(mother, Ct);
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = await hub.Get<ManageSessions>().ReadAsync(mother, Ct);

        Assert.Equal(["Firefox, Windows", "Safari, iPhone"], both.Select(s => s.Browser));
        Assert.Equal(["Firefox, Windows"], later.Select(s => s.Browser));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Ending_the_others_leaves_the_one_in_use_and_everybody_elses(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (sessions, mother) = (hub.Get<PersonSessions>(), new Caller.Family(hub.Mother));
        var lost = await BeginAsync(hub, mother);
        var fathers = await BeginAsync(hub, new Caller.Family(hub.Father));
        var here = await BeginAsync(hub, mother);
        var open = Assert.IsType<SessionFound.Open>(await sessions.FindAsync(here, Ct));

        var ended = await hub.Get<ManageSessions>().EndOthersAsync(open.Id, mother, Ct);

        Assert.Equal(1, ended);
        Assert.Null(await sessions.FindAsync(lost, Ct));
        Assert.NotNull(await sessions.FindAsync(here, Ct));
        Assert.NotNull(await sessions.FindAsync(fathers, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Anothers_session_is_like_one_that_does_not_exist(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (sessions, manage) = (hub.Get<PersonSessions>(), hub.Get<ManageSessions>());
        var fathers = await BeginAsync(hub, new Caller.Family(hub.Father));
        var id = Assert.IsType<SessionFound.Open>(await sessions.FindAsync(fathers, Ct)).Id;

        var others = await manage.EndAsync(id, new Caller.Family(hub.Mother), Ct);
        var unknown = await manage.EndAsync(new SessionId(Guid.Empty), new Caller.Family(hub.Mother), Ct);

        Assert.Equal(unknown, others);
        Assert.NotNull(await sessions.FindAsync(fathers, Ct));
        Assert.IsType<EndSessionOutcome.Ended>(await manage.EndAsync(id, new Caller.Family(hub.Father), Ct));
        Assert.Null(await sessions.FindAsync(fathers, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_owner_ends_the_sessions_of_staff_of_the_own_authority_only(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (sessions, end) = (hub.Get<PersonSessions>(), hub.Get<EndSessionsOf>());
        var unit = (await KnownAsync(hub, hub.Rektor)).Unit.Id;
        var owner = new Caller.Staff(await hub.Get<MaintainParties>().AddStaffAsync(
            unit, "Siv System", StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, Ct));
        var rektors = await BeginAsync(hub, new Caller.Staff(hub.Rektor));
        var others = await BeginAsync(hub, new Caller.Staff(hub.Familjebehandlare));

        var notOwner = await end.HandleAsync(hub.Rektor, new Caller.Staff(hub.Familjebehandlare), Ct);
        var notOwn = await end.HandleAsync(hub.Familjebehandlare, owner, Ct);
        var unknown = await end.HandleAsync(new StaffMemberId(Guid.Empty), owner, Ct);

        Assert.All([notOwner, notOwn, unknown], outcome => Assert.IsType<EndSessionsOutcome.NoSuchStaff>(outcome));
        Assert.Equal(1, Assert.IsType<EndSessionsOutcome.Ended>(await end.HandleAsync(hub.Rektor, owner, Ct)).Count);
        Assert.Null(await sessions.FindAsync(rektors, Ct));
        Assert.NotNull(await sessions.FindAsync(others, Ct));
    }

    private static async Task<KnownStaff> KnownAsync(TestHub hub, StaffMemberId id)
    {
        await using var db = hub.Db();
        return (await KnownStaff.FindAsync(db, id, Ct))!;
    }

    private static Task<string> BeginAsync(TestHub hub, Caller owner, string browser = "Firefox, Windows") =>
        hub.Get<PersonSessions>().BeginAsync(new NewSession(owner, "innehåll", "test", browser), before: null, Ct);
}
