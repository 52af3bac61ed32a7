using DelningsNav.Hub.People;
using DelningsNav.Demo.City;

namespace DelningsNav.Demo.Tests;

public sealed class FictitiousNumbersTests
{
    [Fact]
    public void Every_number_is_one_that_Skatteverket_has_set_aside_for_tests()
    {
        var official = OfficialNumbers.Read();

        var embedded = FictitiousNumbers.Pupils.Concat(FictitiousNumbers.Adults).ToList();

        Assert.Empty(embedded.Where(n => !official.Contains(n)).Select(n => n[..8]));
        Assert.Equal(embedded.Count, embedded.Distinct().Count());
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
