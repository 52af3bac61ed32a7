using System.Globalization;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Tests.Consents;

namespace DelningsNav.Hub.Tests;

public sealed class SwedishTimeTests
{
    [Theory]
    [InlineData("2026-11-22T22:59:59Z", "2026-11-22")]
    [InlineData("2026-11-22T23:00:00Z", "2026-11-23")] // Winter: midnight is 23 UTC.
    [InlineData("2026-06-30T21:59:59Z", "2026-06-30")]
    [InlineData("2026-06-30T22:00:00Z", "2026-07-01")] // Summer: 22 UTC.
    public void A_day_is_the_day_in_Sweden(string moment, string day) => Assert.Equal(Day(day), SwedishTime.DayOf(Moment(moment)));

    [Theory]
    [InlineData("2026-11-23", "2026-11-22T23:00:00Z")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData("2026-10-25", "2026-10-24T22:00:00Z")] // The day that summer time ends begins in it.
    [InlineData("2026-03-29", "2026-03-28T23:00:00Z")] // The day that summer time begins begins before it.
    public void A_day_begins_at_its_midnight(string day, string moment) => Assert.Equal(Moment(moment), SwedishTime.StartOf(Day(day)));

    [Theory]
    [InlineData("2026-12-01 08:00", "2026-12-01T07:00:00Z")]
    [InlineData("2026-07-01 08:00", "2026-07-01T06:00:00Z")]
    [InlineData("2026-03-29 01:59", "2026-03-29T00:59:00Z")] // The last minute before the clocks go forward,
    [InlineData("2026-03-29 02:00")] // the hour that no clock shows,
    [InlineData("2026-03-29 02:59")]
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00:00Z")] // and the first minute after.
    [InlineData("2026-10-25 01:59", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25 02:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z")] // The hour that comes twice.
    [InlineData("2026-10-25 02:59", "2026-10-25T00:59:00Z", "2026-10-25T01:59:00Z")]
    [InlineData("2026-10-25 03:00", "2026-10-25T02:00:00Z")]
    public void A_Swedish_clock_shows_a_time_once_twice_or_never(string shown, params string[] moments)
    {
        var at = DateTime.Parse(shown, CultureInfo.InvariantCulture);

        Assert.Equal(moments.Select(Moment), SwedishTime.MomentsOf(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at)));
    }

    [Theory]
    [InlineData("2026-12-31T23:00:00Z", "2026-12-31")] // Until the New Year: New Year's Eve is the last day.
    [InlineData("2026-12-31T23:00:01Z", "2027-01-01")]
    [InlineData("2026-12-31T22:59:59Z", "2026-12-31")]
    public void A_period_that_ends_at_midnight_has_the_day_before_as_its_last(string end, string last) =>
        Assert.Equal(Day(last), SwedishTime.LastDayBefore(Moment(end)));

    [Fact]
    public async Task An_age_changes_at_Swedish_midnight_though_it_is_still_the_day_before_in_UTC()
    {
        await using var hub = await TestHub.StartAsync();
        var birthday = hub.Today.AddDays(1);
        var (asked, askedLater) = (
            await TestFamily.SettleAsync(hub, birthday.AddYears(-15)), await TestFamily.SettleAsync(hub, birthday.AddYears(-15)));

        hub.Clock.Advance(SwedishTime.StartOf(birthday).AddTicks(-1) - hub.Clock.GetUtcNow());
        var before = await asked.SignersAsync(await asked.AskedAsync());
        hub.Clock.Advance(TimeSpan.FromTicks(1));
        var after = await askedLater.SignersAsync(await askedLater.AskedAsync());

        Assert.NotEqual(birthday, DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime));
        Assert.DoesNotContain(before, s => s.Capacity == SignerCapacity.Self);
        Assert.Contains(after, s => s.Capacity == SignerCapacity.Self);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
