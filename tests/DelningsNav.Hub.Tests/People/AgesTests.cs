using DelningsNav.Hub.People;

namespace DelningsNav.Hub.Tests.People;

public sealed class AgesTests
{
    [Theory]
    [InlineData("2012-06-15", "2027-06-14", 14)]
    [InlineData("2012-06-15", "2027-06-15", 15)]
    [InlineData("2012-02-29", "2027-02-28", 14)]
    [InlineData("2012-02-29", "2027-03-01", 15)]
    [InlineData("2012-02-29", "2028-02-28", 15)]
    [InlineData("2012-02-29", "2028-02-29", 16)]
    [InlineData("2012-12-31", "2027-12-30", 14)]
    [InlineData("2012-12-31", "2027-12-31", 15)]
    [InlineData("2012-01-01", "2026-12-31", 14)]
    [InlineData("2012-01-01", "2027-01-01", 15)]
    [InlineData("2012-06-15", "2012-06-15", 0)]
    [InlineData("2012-06-15", "2012-06-14", 0)] // The day before birth, no minus one.
    [InlineData("2012-06-15", "2011-01-01", 0)]
    public void A_year_is_added_on_the_birthday_and_not_the_day_before(string born, string day, int years) =>
        Assert.Equal(years, Ages.WholeYears(Day(born), Day(day)));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
