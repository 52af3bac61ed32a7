using DelningsNav.Hub.People;
using DelningsNav.Demo.City;

namespace DelningsNav.Demo.Tests;

public sealed class FictitiousNumbersTests
{
    [Fact]
    public void The_city_has_its_own_number_for_each_month_of_the_pupils_years_and_each_quarter_of_the_guardians()
    {
        var (pupils, adults) = (FictitiousNumbers.Pupils, FictitiousNumbers.Adults);

        Assert.Equal((173, 48), (pupils.Distinct().Count(), adults.Distinct().Count()));
        Assert.Equal(173 + 48, pupils.Concat(adults).DistinctBy(n => n[..6]).Count());
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-11-22")]
    [InlineData("2028-02-29")]
    [InlineData("2029-12-31")]
    public void A_pupil_has_the_age_asked_for_the_whole_story_long(string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var numbers = new FictitiousNumbers();

        var ages = Enumerable.Range(8, 9).SelectMany(age => new[] { age, age }).ToList();
        var born = ages.Select(age => numbers.PupilOf(age, today).BirthDate).ToList();

        Assert.Equal(ages, born.Select(b => Ages.WholeYears(b, today)));
        Assert.Equal(ages, born.Select(b => Ages.WholeYears(b, today.AddDays(-85))));
    }

    [Theory]
    [InlineData("2026-01-01")]
    [InlineData("2026-11-22")]
    [InlineData("2028-02-29")]
    [InlineData("2029-12-31")]
    public void One_who_is_about_to_turn_eighteen_is_seventeen_for_a_little_while(string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        var born = new FictitiousNumbers().PupilAboutToBe(18, today).BirthDate;

        Assert.Equal(17, Ages.WholeYears(born, today));
        Assert.Equal(18, Ages.WholeYears(born, today.AddDays(62)));
    }
}
