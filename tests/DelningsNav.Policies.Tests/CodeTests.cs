namespace DelningsNav.Policies.Tests;

/// <summary>Codes are types of their own: what is not a code is never a value of one.</summary>
public sealed class CodeTests
{
    [Theory]
    [InlineData("consent")]
    [InlineData("refused-by-holder")]
    [InlineData("child-under-18")]
    public void A_code_is_read_and_written_as_it_is(string text)
    {
        Assert.True(MissingCode.TryParse(text, out var missing));

        Assert.Equal((text, text), (missing.Code, $"{missing}"));
        Assert.Equal(MissingCode.Parse(text), missing);
    }

    [Theory]
    [InlineData("iup")]
    [InlineData("orosanmalan-kopia")]
    public void A_record_type_is_read_and_written_as_it_is(string text)
    {
        Assert.True(RecordTypeCode.TryParse(text, out var type));

        Assert.Equal((text, text), (type.Code, $"{type}"));
        Assert.Equal(RecordTypeCode.Parse(text), type);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Consent")]
    [InlineData("consent ")]
    [InlineData("consent\n")]
    [InlineData("consent--no")]
    [InlineData("consent-")]
    [InlineData("samtycke-är")]
    [InlineData("18-and-over")]
    public void What_is_not_a_code_is_never_a_value(string? text)
    {
        Assert.False(MissingCode.TryParse(text, out var missing));
        Assert.False(RecordTypeCode.TryParse(text, out var type));

        Assert.Equal(("", ""), (missing.Code, type.Code));
        Assert.Throws<FormatException>(() => RecordTypeCode.Parse(text ?? ""));
        Assert.Throws<FormatException>(() => MissingCode.Parse(text ?? ""));
    }

    [Fact]
    public void A_code_has_at_most_a_hundred_characters()
    {
        Assert.True(MissingCode.TryParse(new string('a', 100), out _));
        Assert.False(MissingCode.TryParse(new string('a', 101), out _));
        Assert.True(RecordTypeCode.TryParse(new string('a', 100), out _));
        Assert.False(RecordTypeCode.TryParse(new string('a', 101), out _));
    }
}
