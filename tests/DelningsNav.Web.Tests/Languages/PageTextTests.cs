using System.Text.RegularExpressions;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>Pages and page models have no words of their own: every text is in a text file.</summary>
/// <remarks>
/// This is a rule of thumb and not a parser of Razor: expressions, code and tags are removed, and the remaining letters are text.
/// Attributes that people read or hear are checked separately.
/// </remarks>
public sealed partial class PageTextTests
{
    public static TheoryData<string> Pages => [.. WebSources.Files("Pages", "*.cshtml")];

    public static TheoryData<string> Code => [.. WebSources.Files("Pages", "*.cs"), .. WebSources.Files("Pages", "*.cshtml")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_has_text_of_its_own(string path)
    {
        var text = PageMarkup.TextsOf(WebSources.Read(path));

        Assert.Empty(text);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_attribute_that_people_read_has_text_of_its_own(string path)
    {
        var attributes = ReadAttribute().Matches(PageMarkup.WithoutComments(WebSources.Read(path)))
            .Select(attribute => attribute.Value);

        Assert.Empty(attributes);
    }

    [Theory]
    [MemberData(nameof(Code))]
    public void No_Swedish_text_is_in_code(string path)
    {
        var code = Comment().Replace(PageMarkup.WithoutComments(WebSources.Read(path)), "");

        Assert.DoesNotMatch("[åäöÅÄÖ]", code);
    }

    [Theory]
    [InlineData("<p>Hello there</p>", "Hello there")]
    [InlineData("@if (a > b)\n{\n  <p>Hej</p>\n}", "Hej")]
    [InlineData("<p>@T[\"A\"] and more</p>", "and more")]
    public void Text_in_a_page_is_found(string page, string text)
    {
        Assert.Equal([text], PageMarkup.TextsOf(page));
    }

    [Theory]
    [InlineData("@page \"/a/{id:guid}\"\n@model APage\n@{\n  var a = \"word\";\n}\n<p class=\"b\">@T[\"A\", Model.Name(x => \"y\")]</p>")]
    [InlineData("@foreach (var a in Model.All)\n{\n  var b = a.Name;\n  <li>@b.ToString()</li>\n}\nelse if (a)\n{\n}")]
    [InlineData("@* A comment *@\n@section Side {\n  <p>@(Model.A ? T[\"B\"] : T[\"C\"])</p>\n}\n<time-at at=\"a > b\" />")]
    public void Code_and_comments_are_not_reported_as_text(string page)
    {
        Assert.Empty(PageMarkup.TextsOf(page));
    }

    [GeneratedRegex(
        @"\s(?:aria-label|alt|title|placeholder|label|hint|name-text|reason|asked|consequence|confirm|change|status)"
        + @"=""[^""@]*\p{L}[^""@]*""")]
    private static partial Regex ReadAttribute();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
