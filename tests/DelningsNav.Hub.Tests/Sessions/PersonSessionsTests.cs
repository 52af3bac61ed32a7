using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Sessions;

/// <summary>A session is a row that only the hub can make, and that is nothing any more when it has ended (ADR 0034).</summary>
public sealed class PersonSessionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_session_is_found_by_its_secret_only(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();

        var secret = await BeginAsync(hub, new Caller.Family(hub.Mother));

        var open = Assert.IsType<SessionFound.Open>(await sessions.FindAsync(secret, Ct));
        Assert.Equal((new Caller.Family(hub.Mother), "innehåll"), (open.Owner, open.Content));
        Assert.Null(await sessions.FindAsync(secret + "A", Ct));
        Assert.Null(await sessions.FindAsync(open.Id.ToString(), Ct));
        Assert.Null(await sessions.FindAsync("", Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_use_is_written_once_a_minute_and_extends_the_session(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var start = hub.Clock.GetUtcNow();
        var secret = await BeginAsync(hub, new Caller.Family(hub.Mother));

        hub.Clock.Advance(TimeSpan.FromSeconds(59));
        var early = await UseAsync(hub, secret);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await UseAsync(hub, secret);

        Assert.Equal(start + TimeSpan.FromMinutes(30), early.EndsAt);
        Assert.Equal(start + TimeSpan.FromMinutes(31), later.EndsAt);
        await using var db = hub.Db();
        Assert.Equal(start + TimeSpan.FromMinutes(1), (await db.Set<Session>().AsNoTracking().SingleAsync(Ct)).LastSeenAt);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_expired_session_shows_for_a_day_who_typed_and_opens_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();
        var secret = await BeginAsync(hub, new Caller.Family(hub.Mother));

        hub.Clock.Advance(PersonSessions.IdleFor);
        Assert.IsType<SessionFound.Lapsed>(await sessions.FindAsync(secret, Ct));
        hub.Clock.Advance(PersonSessions.LapsedFor - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await sessions.RemoveOldAsync(Ct));
        Assert.IsType<SessionFound.Lapsed>(await sessions.FindAsync(secret, Ct));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await sessions.FindAsync(secret, Ct));
        Assert.Equal(1, await sessions.RemoveOldAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_session_that_was_ended_shows_nothing_any_more(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();
        var secret = await BeginAsync(hub, new Caller.Family(hub.Mother));

        await sessions.EndAsync(secret, Ct);

        Assert.Null(await sessions.FindAsync(secret, Ct));
        await using var db = hub.Db();
        Assert.Empty(await db.Set<Session>().ToListAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_new_sign_in_has_another_secret_and_ends_the_session_that_the_browser_had(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();
        var first = await BeginAsync(hub, new Caller.Family(hub.Mother));

        var second = await BeginAsync(hub, new Caller.Family(hub.Father), first);

        Assert.NotEqual(first, second);
        Assert.Null(await sessions.FindAsync(first, Ct));
        Assert.Equal(new Caller.Family(hub.Father), (await UseAsync(hub, second)).Owner);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_row_that_is_given_to_another_or_made_younger_in_the_database_opens_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();
        var mothers = await BeginAsync(hub, new Caller.Family(hub.Mother));
        var fathers = await BeginAsync(hub, new Caller.Family(hub.Father));
        await using var db = hub.Db();

        await db.Set<Session>().Where(s => s.Person == hub.Mother).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.StartedAt, hub.Clock.GetUtcNow() + TimeSpan.FromHours(4)), Ct);
        await db.Set<Session>().Where(s => s.Person == hub.Father).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Person, hub.Child), Ct);

        Assert.Null(await sessions.FindAsync(mothers, Ct));
        Assert.Null(await sessions.FindAsync(fathers, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_content_of_one_session_cannot_be_put_in_anothers(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var fathers = await BeginAsync(hub, new Caller.Family(hub.Father));
        await BeginAsync(hub, new Caller.Family(hub.Mother));
        await using var db = hub.Db();
        var sealedByMother = (await db.Set<Session>().AsNoTracking().SingleAsync(s => s.Person == hub.Mother, Ct)).Sealed;

        await db.Set<Session>().Where(s => s.Person == hub.Father).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Sealed, sealedByMother), Ct);

        Assert.Null(await hub.Get<PersonSessions>().FindAsync(fathers, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_session_of_staff_opens_nothing_from_the_day_the_employment_has_ended(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var sessions = hub.Get<PersonSessions>();
        var secret = await BeginAsync(hub, new Caller.Staff(hub.Rektor));
        await using var db = hub.Db();
        var rektor = await db.Staff.SingleAsync(s => s.Id == hub.Rektor, Ct);
        rektor.Leave(hub.Today.AddDays(1));
        await db.SaveChangesAsync(Ct);
        Assert.IsType<SessionFound.Open>(await sessions.FindAsync(secret, Ct));

        await db.Set<StaffMember>().Where(s => s.Id == hub.Rektor).ExecuteUpdateAsync(set => set.SetProperty(s => s.LeftOn, hub.Today), Ct);

        Assert.Null(await sessions.FindAsync(secret, Ct));
    }

    private static Task<string> BeginAsync(TestHub hub, Caller owner, string? before = null) =>
        hub.Get<PersonSessions>().BeginAsync(new NewSession(owner, "innehåll", "test", "Firefox, Windows"), before, Ct);

    private static async Task<SessionFound.Open> UseAsync(TestHub hub, string secret) =>
        Assert.IsType<SessionFound.Open>(await hub.Get<PersonSessions>().FindAsync(secret, Ct));
}
