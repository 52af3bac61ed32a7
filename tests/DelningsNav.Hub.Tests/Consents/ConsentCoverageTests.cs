using DelningsNav.Hub.Consents;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// How long a consent that all signers have signed opens a record: until its last moment, or until something changes around the family.
/// </summary>
public sealed class ConsentCoverageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_consent_opens_a_record_until_its_last_moment_and_not_after(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var ask = family.Ask() with { ValidUntil = hub.Clock.GetUtcNow().AddDays(30) };
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await family.AskAsync(ask)).Consents);
        await hub.AnswerAsync(consent, family.Guardians[0]);
        await hub.AnswerAsync(consent, family.Guardians[1]);

        hub.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        await hub.ReadRegisterAgainAsync();
        var lastMoment = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await family.IsReleasedAsync();

        Assert.True(lastMoment);
        Assert.False(after);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)] // The guardians' part has lapsed (docs/consent-life.md).
    public async Task A_birthday_that_changes_the_signers_ends_an_earlier_consent(int years)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years).AddDays(1));
        await family.GivenAsync();

        var dayBefore = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.IsReleasedAsync();
        await family.GivenAsync();
        var asked = await family.IsReleasedAsync();

        Assert.Equal((true, false, true), (dayBefore, onTheDay, asked));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_guardian_who_is_added_after_the_signing_has_not_consented(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        await family.GivenAsync();
        var newcomer = await hub.PersonAsync(36, name: "Nils");
        await hub.Get<MaintainRegister>()
            .RecordCustodyAsync(family.Child, newcomer, CustodyKind.SpeciallyAppointed, hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.IsReleasedAsync();
        await family.GivenAsync();
        var asked = await family.IsReleasedAsync();

        Assert.Equal((true, false, true), (dayBefore, onTheDay, asked));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_consent_that_a_now_blocked_guardian_signed_opens_nothing_until_the_other_guardian_is_asked_alone(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await family.GivenAsync();
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.IsReleasedAsync();
        var anew = await family.AskedAsync();
        await hub.AnswerAsync(anew, family.Guardians[1]);

        Assert.Equal((true, false), (dayBefore, onTheDay));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(anew)).State);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task When_custody_has_ended_the_family_is_asked_anew_although_a_consent_is_active(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await family.GivenAsync();
        var before = await family.AskAsync(family.Ask());
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, Ct);

        var after = await family.SignersAsync(await family.AskedAsync());

        Assert.IsType<AskOutcome.ConsentedAlready>(before);
        Assert.Equal([family.Guardians[1]], after.Select(s => s.Person));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Custody_that_ends_after_the_signing_ends_the_consent_on_the_first_day_without_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await family.GivenAsync();
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.IsReleasedAsync();
        await family.GivenAsync();
        var asked = await family.IsReleasedAsync();

        Assert.Equal((true, false, true), (dayBefore, onTheDay, asked));
    }

    [Theory]
    [InlineData(18, false)]
    [InlineData(17, true)]
    public async Task Outdated_custody_closes_a_childs_records_and_an_adults_wait_only_for_the_marking(int years, bool refused)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years));
        await family.GivenAsync();
        hub.Clock.Advance(RegisterFreshness.Usual.Custody);

        var answer = Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(await family.RequestAndReleaseAsync()).Answers);
        Assert.Equal(refused, answer is RecordAnswer.Refused);
        Assert.Equal(!refused, answer is RecordAnswer.Referred);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task When_the_last_custody_has_ended_nothing_opens(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        await family.GivenAsync();
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.True(dayBefore);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_consent_in_one_case_opens_nothing_in_another()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await family.GivenAsync();
        var other = await family.InAnotherCaseAsync();

        Assert.True(await family.IsReleasedAsync());
        Assert.False(await other.IsReleasedAsync());
    }

    [Theory]
    [InlineData(-100, 0, true)] // The record is about the days from 100 days ago to 1 day ago.
    [InlineData(-99, 0, false)]
    [InlineData(-100, -1, true)]
    [InlineData(-100, -2, false)]
    public async Task A_record_is_covered_only_when_its_whole_period_is_covered(int from, int to, bool covered)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        var ask = family.Ask() with { DataFrom = hub.Today.AddDays(from), DataTo = hub.Today.AddDays(to) };
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await family.AskAsync(ask)).Consents);
        await hub.AnswerAsync(consent, family.Guardians[0]);

        Assert.Equal(covered, await family.IsReleasedAsync());
    }
}
