using System.Globalization;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Tests.People;

public sealed class IdentityNumberTests
{
    [Fact]
    public void Every_published_test_number_is_read_and_states_its_birth_date_and_the_numbers_of_the_repository_are_among_them()
    {
        var numbers = File.ReadAllLines(Vectors()).Where(line => line.Length > 0).ToList();

        AssertRead(numbers);

        Assert.Equal(41_493, numbers.Count);
        Assert.Empty(FictitiousNumbers().Except(numbers));
    }

    [Fact]
    public void Every_number_of_the_repository_is_read_and_states_its_birth_date()
    {
        var numbers = FictitiousNumbers();

        AssertRead(numbers);

        Assert.Equal(1_486, numbers.DistinctBy(n => n[..6]).Count());
        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
    }

    [Fact]
    public void A_hyphen_before_the_last_four_changes_nothing()
    {
        Assert.True(IdentityNumber.TryParse("18900101-9802", out var hyphenated));
        Assert.True(IdentityNumber.TryParse("189001019802", out var plain));

        Assert.Equal(plain, hyphenated);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("9001019802")] // Ten digits say no century.
    [InlineData("900101-9802")]
    [InlineData("189001019803")] // Another check digit.
    [InlineData("1890010198020")]
    [InlineData("1890-01019802")]
    [InlineData("18900101--9802")]
    [InlineData("18900101 9802")]
    [InlineData(" 189001019802")]
    [InlineData("18900101980a")]
    [InlineData("１８９００１０１９８０２")] // Digits, but not ASCII ones.
    public void A_text_that_is_not_a_number_is_not_read(string? text) => Assert.False(IdentityNumber.TryParse(text, out _));

    [Theory]
    [InlineData("20240229", true)]
    [InlineData("20230229", false)]
    [InlineData("20230228", true)]
    [InlineData("20230431", false)]
    [InlineData("20230430", true)]
    [InlineData("20231301", false)]
    [InlineData("20231201", true)]
    [InlineData("20230100", false)]
    [InlineData("20230161", true)] // 1 January, as a coordination number.
    [InlineData("20230160", false)]
    [InlineData("20230191", true)]
    [InlineData("20230192", false)]
    [InlineData("20230289", false)]
    [InlineData("20230288", true)]
    [InlineData("20230132", false)]
    public void The_date_must_be_valid(string day, bool read) =>
        Assert.Equal(read, IdentityNumber.TryParse(WithCheckDigit(day + "238"), out _));

    [Fact]
    public void A_personal_number_is_no_coordination_number_and_the_other_way_round()
    {
        var (personal, coordination) = (WithCheckDigit("20230101238"), WithCheckDigit("20230161238"));

        Assert.True(Personnummer.TryParse(personal, out _));
        Assert.False(Samordningsnummer.TryParse(personal, out _));
        Assert.True(Samordningsnummer.TryParse(coordination, out _));
        Assert.False(Personnummer.TryParse(coordination, out _));
    }

    [Fact]
    public void Neither_text_nor_interpolation_nor_an_exception_shows_a_digit()
    {
        Assert.True(Personnummer.TryParse("189001019802", out var number));

        var texts = new[]
        {
            number.ToString(),
            $"{number}",
            string.Concat("x ", number),
            new InvalidOperationException($"failed for {number}").ToString(),
        };

        Assert.All(texts, text => Assert.DoesNotContain(text, char.IsAsciiDigit));
    }

    [Theory]
    [InlineData("Frånvaro för 20121212-2383", "20121212238")]
    [InlineData("(20121212-2383)", "20121212238")]
    [InlineData("pnr20121212-2383x", "20121212238")]
    [InlineData("a 201212122383.", "20121212238")]
    [InlineData("20121212 2383", "20121212238")]
    [InlineData("121212-2383", "20121212238")]
    [InlineData("ring om 121212+2383 idag", "20121212238")]
    public void A_number_is_found_in_each_way_of_writing_it(string pattern, string eleven)
    {
        var check = WithCheckDigit(eleven)[^1];

        var text = pattern.Replace("2383", $"238{check}", StringComparison.Ordinal);

        Assert.True(IdentityNumber.StandsIn(text));
    }

    [Theory]
    [InlineData("franvaro-2026-09")]
    [InlineData("SST 2026/12345")]
    [InlineData("070-123 45 67")]
    [InlineData("20121312-2383")]
    [InlineData("0197a2c4-5d6e-7f80-9123-456789abcdef")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_text_is_not_mistaken_for_a_number(string? text) => Assert.False(IdentityNumber.StandsIn(text));

    private static string WithCheckDigit(string eleven)
    {
        var sum = eleven[2..]
            .Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 2 : 1))
            .Sum(product => product > 9 ? product - 9 : product);
        return $"{eleven}{(10 - (sum % 10)) % 10}";
    }

    private static void AssertRead(IReadOnlyList<string> numbers)
    {
        var read = numbers.Select(text => IdentityNumber.TryParse(text, out var number) ? number : null).ToList();

        Assert.DoesNotContain(null, read);
        Assert.All(numbers.Zip(read), pair =>
        {
            var day = int.Parse(pair.First.AsSpan(6, 2), CultureInfo.InvariantCulture);
            Assert.Equal(
                $"{pair.First[..6]}{(day > 60 ? day - 60 : day):00}",
                pair.Second!.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Assert.Equal(day > 60, pair.Second is Samordningsnummer);
            Assert.Equal(pair.First, pair.Second.Reveal());
        });
    }

    private static string[] FictitiousNumbers() => File.ReadAllLines(Path.Combine(TestHub.Root, "fictitious", "identity-numbers.txt"));

    private static string Vectors()
    {
        var folder = Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") ?? Path.Combine(TestHub.Root, "../shared/vectors");
        var file = Path.Combine(folder, "personnummer/test-identities.txt");
        Assert.SkipUnless(File.Exists(file), "the test identities of ../shared/vectors/personnummer are missing");
        return file;
    }
}
