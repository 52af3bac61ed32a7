using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// The changes around a family that end a consent, the moment at which they do, and that only a new ask opens records again.
/// </summary>
public sealed class LapsedConsentsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_guardian_who_is_added_removed_or_blocked_ends_the_consent_in_the_same_step(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var register = hub.Get<MaintainRegister>();
        var newcomer = await hub.PersonAsync(40, name: "Nils");
        var changes = new (string What, Func<TestFamily, Task> Change)[]
        {
            ("is added", f => register.RecordCustodyAsync(f.Child, newcomer, CustodyKind.Guardian, hub.Today, Actor.Hub, Ct)),
            ("is removed", f => register.EndCustodyAsync(f.Child, f.Custodies[0], hub.Today, Actor.Hub, Ct)),
            ("is blocked", f => register.BlockGuardianAsync(f.Child, f.Guardians[1], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct)),
        };

        foreach (var ((what, change), years) in changes.Zip([8, 9, 10]))
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years));
            var (given, asked) = (await family.GivenAsync(), await family.AskedAsync(TestTypes.Of("betyg")));

            await change(family);

            Assert.Equal((what, ConsentState.Lapsed), (what, (await hub.ConsentAsync(given)).State));
            Assert.Equal((what, ConsentState.Lapsed), (what, (await hub.ConsentAsync(asked)).State));
            Assert.Equal(
                [EntryKinds.RelationsRegistered, EntryKinds.ConsentLapsed, EntryKinds.ConsentLapsed],
                (await hub.LogAsync()).TakeLast(3).Select(e => e.Kind));
            Assert.IsType<AnswerOutcome.NoLongerAsked>(await hub.AnswerAsync(asked, family.Guardians[what == "is removed" ? 1 : 0]));
            Assert.False(await family.IsReleasedAsync());
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_protected_identity_ends_the_consent_in_the_same_step_and_it_stays_ended_after_the_protection_ends(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();

        await MarkAsync(hub, 9, SecurityMarking.Sekretessmarkering);
        var marked = (await hub.ConsentAsync(given)).State;
        await MarkAsync(hub, 9, SecurityMarking.None);

        Assert.Equal(ConsentState.Lapsed, marked);
        Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(given)).State);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_lapsed_consent_does_not_become_active_again_when_the_old_signers_return()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, Ct);
        await hub.Get<MaintainRegister>()
            .RecordCustodyAsync(family.Child, family.Guardians[0], CustodyKind.Guardian, hub.Today, Actor.Hub, Ct);

        Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(given)).State);
        Assert.False(await family.IsReleasedAsync());
        await family.GivenAsync();
        Assert.True(await family.IsReleasedAsync());
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 15, true)] // From 15 the child signs too.
    [InlineData(StorageEngine.PostgreSql, 15, true)]
    [InlineData(StorageEngine.Sqlite, 18, true)] // From 18 the person signs alone.
    [InlineData(StorageEngine.PostgreSql, 18, true)]
    [InlineData(StorageEngine.Sqlite, 12, false)] // From 12 the child is heard: the same people sign.
    public async Task A_birthday_lapses_a_consent_on_the_day_and_not_the_day_before(StorageEngine engine, int years, bool lapses)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years).AddDays(2));
        var given = await family.GivenAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.ReadRegisterAgainAsync();

        var dayBefore = await hub.Get<LapseConsents>().RunAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.ReadRegisterAgainAsync();
        var onTheDay = await hub.Get<LapseConsents>().RunAsync(Ct);
        var again = await hub.Get<LapseConsents>().RunAsync(Ct);

        Assert.Equal((0, lapses ? 1 : 0, 0), (dayBefore, onTheDay, again));
        Assert.Equal(lapses ? ConsentState.Lapsed : ConsentState.Active, (await hub.ConsentAsync(given)).State);
        Assert.Equal(!lapses, await family.IsReleasedAsync());
    }

    [Theory]
    [InlineData("2027-03-28T21:59:59Z", "2027-03-28T22:00:00Z", "2012-03-29")] // Summer time began in the night: midnight is now at 22 UTC.
    [InlineData("2027-10-31T22:59:59Z", "2027-10-31T23:00:00Z", "2012-11-01")] // Summer time has ended: midnight is at 23 UTC again.
    [InlineData("2027-02-28T22:59:59Z", "2027-02-28T23:00:00Z", "2012-02-29")] // Born on a leap day: 15 on 1 March.
    [InlineData("2028-02-28T22:59:59Z", "2028-02-28T23:00:00Z", "2013-02-28", 1)] // Born before a leap day: 15 on the 28th, not the 29th.
    public async Task Midnight_is_Swedish_midnight_through_the_year(string before, string after, string born, int alreadyLapsed = 0)
    {
        await using var hub = await TestHub.StartAsync();
        hub.Clock.Advance(Moment(before).AddDays(-60) - hub.Clock.GetUtcNow());
        var family = await TestFamily.SettleAsync(hub, DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture));
        await family.GivenAsync();

        hub.Clock.Advance(Moment(before) - hub.Clock.GetUtcNow());
        var last = await hub.Get<LapseConsents>().RunAsync(Ct);
        hub.Clock.Advance(Moment(after) - hub.Clock.GetUtcNow());
        var first = await hub.Get<LapseConsents>().RunAsync(Ct);

        Assert.Equal((alreadyLapsed, 1 - alreadyLapsed), (last, first));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_custody_and_a_block_that_begin_or_end_later_lapse_the_consent_on_that_day(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var register = hub.Get<MaintainRegister>();
        var newcomer = await hub.PersonAsync(40, name: "Nils");
        var (ends, blocked, begins) = (
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-8)),
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9)),
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-10)));
        var given = new[] { await ends.GivenAsync(), await blocked.GivenAsync(), await begins.GivenAsync() };
        await register.EndCustodyAsync(ends.Child, ends.Custodies[0], hub.Today.AddDays(2), Actor.Hub, Ct);
        await register.BlockGuardianAsync(blocked.Child, blocked.Guardians[0], "Beslut", "SN 2026/9", hub.Today.AddDays(2), Actor.Hub, Ct);
        await register.RecordCustodyAsync(begins.Child, newcomer, CustodyKind.Guardian, hub.Today.AddDays(2), Actor.Hub, Ct);

        hub.Clock.Advance(TimeSpan.FromDays(1));
        var dayBefore = await hub.Get<LapseConsents>().RunAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await hub.Get<LapseConsents>().RunAsync(Ct);

        Assert.Equal((0, 3), (dayBefore, onTheDay));
        foreach (var consent in given)
        {
            Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(consent)).State);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_expired_or_ended_consent_is_not_reviewed_any_more(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-15).AddDays(40));
        var runOut = await family.GivenAsync(family.Ask() with { ValidUntil = hub.Clock.GetUtcNow().AddDays(20) });
        var over = await family.GivenAsync(TestTypes.Of("betyg"));
        await hub.Get<WithdrawConsent>().HandleAsync(over, new Caller.Family(family.Guardians[0]), Ct);
        hub.Clock.Advance(TimeSpan.FromDays(40));

        var lapsed = await hub.Get<LapseConsents>().RunAsync(Ct);

        Assert.Equal(0, lapsed);
        Assert.Equal((ConsentState.Active, null), ((await hub.ConsentAsync(runOut)).State, (await hub.ConsentAsync(runOut)).ReviewOn));
        Assert.Null((await hub.ConsentAsync(over)).ReviewOn);
    }

    [Fact]
    public async Task The_nightly_run_ends_although_an_ended_consent_has_a_day_of_review()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE consents SET review_on = '2000-01-01'", Ct);
        }

        Assert.Equal(0, await Task.Run(() => hub.Get<LapseConsents>().RunAsync(Ct), Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct));
    }

    [Fact]
    public async Task Due_children_are_found_without_going_through_all_consents()
    {
        await using var hub = await TestHub.StartAsync(StorageEngine.Sqlite);
        await using var db = hub.Db();
        await using var command = LapseConsents.Due(db, hub.Today).CreateDbCommand();
#pragma warning disable CA2100 // The text is the program's own.
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
        await db.Database.OpenConnectionAsync(Ct);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var plan = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains("SEARCH c USING COVERING INDEX consents_to_review (review_on<?)", plan);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_nodes_that_run_the_same_night_lapse_each_consent_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        for (var i = 0; i < 5; i++)
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9).AddDays(-i));
            await family.GivenAsync();
            await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today.AddDays(1), Actor.Hub, Ct);
        }

        hub.Clock.Advance(TimeSpan.FromDays(1));
        var lapsed = await Task.WhenAll(hub.Get<LapseConsents>().RunAsync(Ct), hub.Get<LapseConsents>().RunAsync(Ct));

        Assert.Equal(5, lapsed.Sum());
        Assert.Equal(5, (await hub.LogAsync()).Count(e => e.Kind == EntryKinds.ConsentLapsed));
    }

    [Fact]
    public async Task At_18_the_guardians_see_nothing_more_and_the_young_adult_is_asked_alone()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-18).AddDays(1));
        var given = await family.GivenAsync();
        var before = (await hub.Get<FamilyConsents>().ReadAsync(family.Guardians[0], Ct)).Children.Count;

        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.Get<LapseConsents>().RunAsync(Ct);

        Assert.Equal(1, before);
        Assert.Empty((await hub.Get<FamilyConsents>().ReadAsync(family.Guardians[0], Ct)).Children);
        Assert.Null(await hub.Get<FamilyConsentDetails>().ReadAsync(given, family.Guardians[0], "sv", Ct));
        Assert.Equal([(family.Child, SignerCapacity.Self)], await family.SignersAsync(await family.AskedAsync()));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_closed_case_ends_its_own_consents_and_no_others(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var other = await family.InAnotherCaseAsync();
        var (given, asked, elsewhere) = (
            await family.GivenAsync(), await family.AskedAsync(TestTypes.Of("betyg")), await other.GivenAsync());

        await hub.Get<MaintainCases>().MoveAsync(family.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);

        Assert.Equal(ConsentState.Ended, (await hub.ConsentAsync(given)).State);
        Assert.Equal(ConsentState.Ended, (await hub.ConsentAsync(asked)).State);
        Assert.Equal(hub.Clock.GetUtcNow(), (await hub.ConsentAsync(given)).EndedAt);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(elsewhere)).State);
        Assert.Equal(
            [EntryKinds.CaseChanged, EntryKinds.ConsentEnded, EntryKinds.ConsentEnded],
            (await hub.LogAsync()).TakeLast(3).Select(e => e.Kind));
    }

    [Fact]
    public async Task The_staff_of_the_case_see_that_they_must_ask_anew_and_not_what_has_changed()
    {
        await using var hub = await TestHub.StartAsync();
        var (blocked, born) = (
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9)),
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-15).AddDays(1)));
        await blocked.GivenAsync();
        await born.GivenAsync();
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(blocked.Child, blocked.Guardians[0], "Beslut", "SN 2026/9", hub.Today.AddDays(1), Actor.Hub, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.Get<LapseConsents>().RunAsync(Ct);

        var (one, other) = (await SeenAsync(hub, blocked), await SeenAsync(hub, born));

        Assert.Equal(SeenConsentState.Lapsed, one.Standing);
        Assert.Equal(
            one with
            {
                Id = other.Id,
                Since = other.Since,
                ValidUntil = other.ValidUntil,
                RecordTypes = other.RecordTypes,
                Released = other.Released,
                Notice = other.Notice,
            },
            other);
        Assert.Equal(
            (one.Released.Count, one.Notice!.Kind, one.Notice.EndedAt), (other.Released.Count, other.Notice!.Kind, other.Notice.EndedAt));
    }

    private static async Task<CaseConsent> SeenAsync(TestHub hub, TestFamily family) =>
        Assert.Single((await hub.Get<CaseConsents>().ReadAsync(family.Case, hub.Familjebehandlare, Ct))!.Consents);

    private static async Task MarkAsync(TestHub hub, int years, SecurityMarking marking) => await hub.Get<MaintainRegister>()
        .RegisterAsync(TestIdentities.BornOn(hub.Today.AddYears(-years)), "Alex", "Testsson", marking, Actor.Hub, Ct);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
