using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>How often a record may be opened under a consent with a use limit.</summary>
public sealed class UseLimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("any", true)]
    [InlineData("once", true)]
    [InlineData("1-per-day", true)]
    [InlineData("100-per-month", true)]
    [InlineData("0-per-day", false)]
    [InlineData("101-per-week", false)]
    [InlineData("03-per-week", false)]
    [InlineData("3-per-year", false)]
    [InlineData("3-per-2", false)]
    [InlineData("twice", false)]
    [InlineData("", false)]
    public void A_limit_is_read_in_exactly_the_spelling_in_which_it_is_written(string word, bool isOne)
    {
        Assert.Equal(isOne, UseLimit.TryParse(word, out var limit));
        Assert.Equal(isOne ? word : "once", limit.ToString());
    }

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(2, null, false)]
    [InlineData(0, null, false)]
    [InlineData(0, UsePeriod.Day, false)]
    [InlineData(1, UsePeriod.Day, true)]
    [InlineData(100, UsePeriod.Month, true)]
    [InlineData(101, UsePeriod.Month, false)]
    [InlineData(null, UsePeriod.Week, false)]
    public void A_limit_that_does_not_exist_cannot_be_made(int? atMost, UsePeriod? per, bool exists)
    {
        var made = Record.Exception(() => new UseLimit(atMost, per));

        Assert.Equal(exists, made is not ArgumentOutOfRangeException);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Once_opens_each_record_once_and_a_decision_is_not_a_use(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (family, request) = await SettledAsync(hub, UseLimit.Once);
        await family.DepositAsync(reference: "en-till");

        var decided = Released(await hub.ReleaseAsync(request, Opening.Nothing));
        var opened = Released(await hub.ReleaseAsync(request));
        var again = Released(await hub.ReleaseAsync(request));
        var onlyDecided = Released(await hub.ReleaseAsync(request, Opening.Nothing));

        Assert.Equal((2, 2, 0, 0), (decided, opened, again, onlyDecided));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Many_readers_who_open_the_same_record_at_once_get_it_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (_, request) = await SettledAsync(hub, UseLimit.Once);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => hub.ReleaseAsync(request)));

        Assert.Equal(1, outcomes.Sum(Released));
    }

    [Theory]
    [InlineData(UsePeriod.Day, "2026-11-02T22:59:59Z", "2026-11-02T23:00:00Z")] // Midnight in Sweden.
    [InlineData(UsePeriod.Week, "2026-11-08T22:59:59Z", "2026-11-08T23:00:00Z")] // From Sunday to Monday.
    [InlineData(UsePeriod.Month, "2026-11-30T22:59:59Z", "2026-11-30T23:00:00Z")]
    public async Task A_new_span_lets_the_record_be_opened_as_often_again(UsePeriod span, string last, string first)
    {
        await using var hub = await TestHub.StartAsync();
        var (_, request) = await SettledAsync(hub, UseLimit.Times(2, span));

        var (one, two, three) = (
            Released(await hub.ReleaseAsync(request)), Released(await hub.ReleaseAsync(request)),
            Released(await hub.ReleaseAsync(request)));
        hub.Clock.Advance(Moment(last) - hub.Clock.GetUtcNow());
        await hub.ReadRegisterAgainAsync();
        var atTheEnd = Released(await hub.ReleaseAsync(request));
        hub.Clock.Advance(Moment(first) - hub.Clock.GetUtcNow());
        await hub.ReadRegisterAgainAsync();
        var inTheNext = Released(await hub.ReleaseAsync(request));

        Assert.Equal((1, 1, 0, 0, 1), (one, two, three, atTheEnd, inTheNext));
    }

    [Fact]
    public async Task A_used_up_consent_and_a_wider_consent_are_asked_for_anew()
    {
        await using var hub = await TestHub.StartAsync();
        var (family, request) = await SettledAsync(hub, UseLimit.Once);

        var before = await family.AskAsync(family.Ask() with { Uses = UseLimit.Once });
        await hub.ReleaseAsync(request);
        var usedUp = await family.AskAsync(family.Ask() with { Uses = UseLimit.Once });
        var wider = await family.AskAsync(family.Ask());

        Assert.IsType<AskOutcome.ConsentedAlready>(before);
        Assert.IsType<AskOutcome.Asked>(usedUp);
        Assert.IsType<AskOutcome.Asked>(wider);
    }

    [Fact]
    public async Task A_wider_consent_supersedes_a_narrower_one_and_a_narrower_consent_supersedes_none()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        var narrow = await family.GivenAsync(family.Ask() with { Uses = UseLimit.Times(3, UsePeriod.Week) });
        var wide = await family.GivenAsync(family.Ask());
        var onceMore = await family.GivenAsync(family.Ask() with { DataFrom = hub.Today.AddDays(-500), Uses = UseLimit.Once });

        Assert.Equal(ConsentState.Superseded, (await hub.ConsentAsync(narrow)).State);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(wide)).State);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(onceMore)).State);
    }

    private static async Task<(TestFamily Family, RequestId Request)> SettledAsync(TestHub hub, UseLimit uses)
    {
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        await family.GivenAsync(family.Ask() with { Uses = uses });
        return (family, await family.RequestAsync());
    }

    private static int Released(ReleaseOutcome outcome) =>
        outcome is ReleaseOutcome.Answered answered ? answered.Answers.OfType<RecordAnswer.Released>().Count() : 0;

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
