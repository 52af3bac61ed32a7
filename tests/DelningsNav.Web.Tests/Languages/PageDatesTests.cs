using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Languages;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>Dates as the pages write them.</summary>
public sealed class PageDatesTests
{
    private static readonly DateTimeOffset Autumn = new(2026, 11, 22, 13, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sv-SE", "22 november 2026 kl. 14.05", "22 november 2026", "14.05", "november 2026")]
    [InlineData("en-GB", "22 November 2026 at 14:05", "22 November 2026", "14:05", "November 2026")]
    [InlineData("sv-SE-simple", "22 november 2026 kl. 14.05", "22 november 2026", "14.05", "november 2026")]
    [InlineData("fi-FI", "22. marraskuuta 2026 klo 14.05", "22. marraskuuta 2026", "14.05", "marraskuu 2026")]
    [InlineData("ar-AE", "22 نوفمبر 2026، الساعة 14:05", "22 نوفمبر 2026", "14:05", "نوفمبر 2026")]
    public void A_moment_is_written_in_the_readers_language(string culture, string moment, string day, string time, string month)
    {
        Speak(culture);

        Assert.Equal(moment, PageDates.Moment(Autumn));
        Assert.Equal(day, PageDates.Day(Autumn));
        Assert.Equal(day, PageDates.Day(new DateOnly(2026, 11, 22)));
        Assert.Equal(time, PageDates.Time(Autumn));
        Assert.Equal(month, PageDates.Month(new DateOnly(2026, 11, 22)));
    }

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", "29 mars 2026 kl. 01.59")]
    [InlineData("2026-03-29T01:00:00Z", "29 mars 2026 kl. 03.00")]
    [InlineData("2026-06-30T21:59:59Z", "30 juni 2026 kl. 23.59")]
    [InlineData("2026-06-30T22:00:00Z", "1 juli 2026 kl. 00.00")]
    public void A_moment_is_written_in_Swedish_time_through_summer_and_midnight(string at, string moment)
    {
        Speak("sv-SE");

        Assert.Equal(moment, PageDates.Moment(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_day_is_the_day_it_was_in_Sweden()
    {
        var lateInLondon = new DateTimeOffset(2026, 6, 30, 23, 30, 0, TimeSpan.FromHours(1));

        Assert.Equal(new DateOnly(2026, 7, 1), SwedishTime.DayOf(lateInLondon));
        Assert.Equal("2026-07-01T00:30:00+02:00", PageDates.Machine(lateInLondon));
    }

    private static void Speak(string culture) =>
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
}
