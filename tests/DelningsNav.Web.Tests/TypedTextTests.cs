using System.Xml.Linq;
using DelningsNav.Web.Api.Wire;
using DelningsNav.Web.Tests.Languages;

namespace DelningsNav.Web.Tests;

/// <summary>Pages and calls read typed text by the rule of the domain, and name its faults in words.</summary>
public sealed class TypedTextTests
{
    [Theory]
    [InlineData("AdministrationTexts.sv.resx")]
    [InlineData("AdministrationTexts.en.resx")]
    [InlineData("ArbetsytaTexts.sv.resx")]
    [InlineData("ArbetsytaTexts.en.resx")]
    [InlineData("RegistraturTexts.sv.resx")]
    [InlineData("RegistraturTexts.en.resx")]
    public void A_page_with_a_text_for_identity_numbers_also_has_a_text_for_refused_characters(string file)
    {
        const string Number = "identity-number";
        var keys = XDocument.Parse(WebSources.ReadTexts(file)).Root!.Elements("data")
            .Select(text => text.Attribute("name")!.Value)
            .ToHashSet();

        var prefixes = keys.Where(key => key.EndsWith(Number, StringComparison.Ordinal)).Select(key => key[..^Number.Length]).ToList();

        Assert.NotEmpty(prefixes);
        Assert.All(prefixes, prefix => Assert.Contains(prefix + "text-characters", keys));
    }

    [Theory]
    [InlineData("a\r\nb\r\nc", null)]
    [InlineData("a\nb\ncd", "may have at most 5 characters")]
    [InlineData(" \r\n ", "must not be empty")]
    [InlineData("a\u202eb", "must not contain control characters or characters that change the direction of text")]
    public void A_call_counts_a_line_break_once_and_refuses_what_changes_the_direction_of_text(string text, string? fault) =>
        Assert.Equal(fault, WireRules.FaultOf(text, [new WordsAttribute(5)]));

    [Theory]
    [InlineData("18900101-9802")]
    [InlineData("1890 01 01 9802")]
    [InlineData("900101-9802")]
    [InlineData("１８９００１０１－９８０２")]
    public void A_call_refuses_an_identity_number_however_it_is_written(string number) =>
        Assert.Equal("must not contain a personal identity number", WireRules.FaultOf($"Elev {number}", [new WordsAttribute(100)]));
}
