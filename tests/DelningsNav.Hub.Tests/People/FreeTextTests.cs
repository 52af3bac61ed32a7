using System.Globalization;
using DelningsNav.Hub.Foundation;
using FsCheck;
using FsCheck.Fluent;

namespace DelningsNav.Hub.Tests.People;

/// <summary>Text that people type, as it enters the domain: read once, by one rule.</summary>
public sealed class FreeTextTests
{
    private const int Longest = 20;

    private static readonly TextField Field = new("words", Longest);

    private static readonly string[] LineBreaks = ["\r\n", "\r", "\n", "\u2028", "\u2029"];

    private static readonly string[] Words =
        ["Frånvaro", "a", "åäö", "١٢", "😀", "två ord", "tab\tb", "سامي", "3–4", "\"'<>&", "12-15", "e\u0301"];

    [Fact]
    public void A_typed_text_gets_line_feeds_and_no_blanks_around_it_and_reading_it_again_changes_nothing()
    {
        var parts = Gen.Zip(Gen.Elements(Words), Gen.Elements(LineBreaks)).ArrayOf(5).Sample(500, new Rnd(20261130), 5);

        foreach (var typed in parts)
        {
            var field = new TextField("words", 1000);
            var text = field.Read($" \r\n{string.Concat(typed.Select(part => part.Item1 + part.Item2))}\t ");

            Assert.Equal(string.Join('\n', typed.Select(part => part.Item1)), text.Value);
            Assert.Equal(text.Value, field.Read(text.Value).Value);
        }
    }

    [Fact]
    public void A_line_break_counts_as_one_character_however_it_is_sent()
    {
        foreach (var lineBreak in LineBreaks)
        {
            var lines = string.Concat(Enumerable.Repeat("a" + lineBreak, (Longest - 2) / 2));

            var whole = Field.Read(lines + "ab");
            var tooLong = Field.Read(lines + "abc");

            Assert.Equal(Longest, whole.Value.Length);
            Assert.Equal(["text-too-long"], tooLong.Faults.Select(fault => fault.Code));
        }
    }

    [Fact]
    public void The_longest_text_is_read_and_one_character_more_is_a_fault_with_the_fields_own_code()
    {
        var field = new TextField("title", Longest) { TooLongCode = "title-length" };

        var longest = field.Read(new string('x', Longest));
        var longer = field.Read(new string('x', Longest + 1));

        Assert.Empty(longest.Faults);
        Assert.Equal([("title", "title-length")], longer.Faults.Select(fault => (fault.Field, fault.Code)));
    }

    [Fact]
    public void Blanks_around_a_text_count_towards_its_length_but_are_not_part_of_it()
    {
        var inside = Field.Read($" {new string('x', Longest - 2)} ");
        var outside = Field.Read($" {new string('x', Longest - 1)} ");

        Assert.Equal(new string('x', Longest - 2), inside.Value);
        Assert.Equal(["text-too-long"], outside.Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Every_control_character_but_tab_and_line_break_is_refused()
    {
        var controls = Enumerable.Range(0, 0x10000)
            .Where(code => char.IsControl((char)code) && (char)code is not ('\t' or '\n' or '\r'))
            .ToList();

        Assert.Equal(62, controls.Count);
        Assert.All(controls, code => Assert.Equal(["text-characters"], Field.Read($"a{(char)code}b").Faults.Select(fault => fault.Code)));
    }

    [Theory]
    [InlineData(0x061B, 0x061C, 0x061D)]
    [InlineData(0x200D, 0x200E, 0x2010)]
    [InlineData(0x200D, 0x200F, 0x2010)]
    [InlineData(0x2027, 0x202A, 0x202F)]
    [InlineData(0x2027, 0x202E, 0x202F)]
    [InlineData(0x2065, 0x2066, 0x206A)]
    [InlineData(0x2065, 0x2069, 0x206A)]
    public void Characters_that_change_the_direction_of_text_are_refused_and_their_neighbours_are_not(int before, int refused, int after)
    {
        Assert.Equal(["text-characters"], Field.Read($"a{(char)refused}b").Faults.Select(fault => fault.Code));
        Assert.True(Field.Read($"a{(char)before}b").IsSound);
        Assert.True(Field.Read($"a{(char)after}b").IsSound);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.False(Field.Read("a\ud83db").IsSound);

    [Fact]
    public void All_faults_are_named_at_once_and_a_faulty_text_has_no_value()
    {
        var text = Field.Read("Elev 18900101-9802\u202e och mycket mer");

        Assert.Equal(["text-too-long", "identity-number", "text-characters"], text.Faults.Select(fault => fault.Code));
        Assert.Throws<InvalidOperationException>(() => text.Value);
        Assert.DoesNotContain("9802", $"{text}{string.Concat(text.Faults)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_typed_is_an_empty_text()
    {
        Assert.All([null, "", " \r\n "], typed => Assert.True(Field.Read(typed) is { IsEmpty: true, IsSound: true, ValueOrNull: null }));
        Assert.True(FreeText.None.IsEmpty);
    }

    [Fact]
    public void An_identity_number_is_refused_however_it_is_written()
    {
        var numbers = File.ReadLines(Path.Combine(TestHub.Root, "fictitious", "identity-numbers.txt"))
            .Where(line => line.Length == 12)
            .ToArray();
        var writing = from number in Gen.Elements(numbers)
                      from zero in Gen.Elements('0', '\uff10', '\u0660', '\u06f0', '\u0966')
                      from century in Gen.Elements(true, false)
                      from inner in Gen.Elements("", "-", ".", " ", "\u2013", "\u2011", "\u00a0")
                      from last in Gen.Elements("-", " ", "+", " - ", "\u2013", "\u2212", "\u00a0", ".", "\uff0d", "-\u200b")
                      from around in Gen.Elements(("", ""), ("Elev ", "."), ("(", ")"), ("pnr: ", " i 4 B"))
                      select around.Item1 + Written(number, zero, century, inner, last) + around.Item2;

        foreach (var text in writing.Sample(5000, new Rnd(20261130), 5))
        {
            Assert.True(IdentityNumber.StandsIn(text), text);
        }
    }

    [Fact]
    public void Twelve_digits_are_an_identity_number_wherever_blanks_are_between_them()
    {
        const string Number = "189001019802";

        foreach (var places in Enumerable.Range(0, 1 << 11))
        {
            var text = string.Concat(Number.Select((digit, i) => i < 11 && (places & (1 << i)) != 0 ? $"{digit} " : $"{digit}"));

            Assert.True(IdentityNumber.StandsIn(text), text);
        }

        Assert.True(IdentityNumber.StandsIn(string.Join('-', Number.AsEnumerable())));
        Assert.True(IdentityNumber.StandsIn("1890-01-01-9802"));
    }

    [Theory]
    [InlineData("{0:yyyy-MM-dd} - {1:yyyy-MM-dd}")]
    [InlineData("{0:yyyy-MM-dd}–{1:yyyy-MM-dd}")]
    [InlineData("{0:yyyy-MM-dd}, {1:yyyy-MM-dd}")]
    [InlineData("{0:yyyy-MM-dd} {1:yyyy-MM-dd}")]
    [InlineData("{0:yyyy.MM.dd}-{1:yyyy.MM.dd}")]
    [InlineData("{0:yyyyMMdd}-{1:yyyyMMdd}")]
    [InlineData("{0:yyyy-MM-dd} - {1:MM-dd}")]
    [InlineData("{0:yy-MM-dd} - {1:yyyy-MM-dd}")]
    [InlineData("{0:yyyy-MM-dd} kl. {1:HH.mm}")]
    [InlineData("070-{0:ddM yy dd}")]
    [InlineData("{0:yyyy} {1:yyyy} 2020")]
    public void Days_and_other_numbers_are_never_mistaken_for_an_identity_number(string pattern)
    {
        for (var day = new DateTime(2012, 1, 1); day.Year < 2014; day = day.AddDays(1))
        {
            var text = string.Format(CultureInfo.InvariantCulture, pattern, day, day.AddDays(97));

            Assert.False(IdentityNumber.StandsIn(text), text);
        }
    }

    private static string Written(string number, char zero, bool century, string inner, string last)
    {
        var digits = string.Concat(number.Select(digit => (char)(zero + digit - '0')));
        var parts = new[] { century ? digits[..4] : digits[2..4], digits[4..6], digits[6..8] };
        return string.Join(inner, parts) + last + digits[8..];
    }
}
