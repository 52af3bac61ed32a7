using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>The files of texts, <c>Languages/*.resx</c>.</summary>
public sealed partial class LanguageFilesTests
{
    public static TheoryData<string> Markers =>
        [.. WebSources.Files("Languages", "*.sv.resx").Select(path => Path.GetFileName(path).Replace(".sv.resx", "", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Markers))]
    public void Both_languages_have_the_same_texts(string marker)
    {
        var swedish = Texts(marker, "sv");
        var english = Texts(marker, "en");

        Assert.Equal(swedish.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Markers))]
    public void No_text_is_empty(string marker)
    {
        var empty = Texts(marker, "sv").Concat(Texts(marker, "en")).Where(text => string.IsNullOrWhiteSpace(text.Value));

        Assert.Empty(empty);
    }

    [Theory]
    [MemberData(nameof(Markers))]
    public void Both_languages_fill_in_the_same_things(string marker)
    {
        var swedish = Texts(marker, "sv");
        var english = Texts(marker, "en");

        Assert.All(swedish, text => Assert.Equal(Holes(text.Value), Holes(english[text.Key])));
    }

    [Theory]
    [MemberData(nameof(Markers))]
    public void Every_file_of_texts_has_a_class_that_names_it(string marker)
    {
        var named = typeof(DelningsNav.Web.Languages.SharedTexts).Assembly.GetType($"DelningsNav.Web.Languages.{marker}");

        Assert.NotNull(named);
    }

    [Fact]
    public void Every_text_that_a_page_names_exists()
    {
        var shared = Texts("SharedTexts", "sv");
        var missing =
            from path in WebSources.Files("Pages", "*.cshtml").Concat(WebSources.Files("Pages", "*.cs"))
            from Match use in Use().Matches(DocComment().Replace(WebSources.Read(path), ""))
            let key = use.Groups["key"].Value
            let isShared = shared.ContainsKey(key) && use.Groups["name"].Value != "T"
            where !isShared && (use.Groups["name"].Value == "Shared" || !Texts(MarkerOf(path), "sv").ContainsKey(key))
            select $"{path}: {use.Value}";

        Assert.Empty(missing);
    }

    private static string MarkerOf(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        var area = parts.Length > 2 ? parts[1] : parts[^1].Split('.')[0];
        return File.Exists(Path.Combine(WebSources.Root, "Languages", $"{area}Texts.cs")) ? $"{area}Texts" : "SharedTexts";
    }

    private static Dictionary<string, string> Texts(string marker, string language) =>
        XDocument.Parse(WebSources.Read(Path.Combine("Languages", $"{marker}.{language}.resx"))).Root!.Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);

    private static IEnumerable<string> Holes(string text) =>
        Hole().Matches(text).Select(hole => hole.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w>])(?<name>Shared|T|texts)\[""(?<key>\w+)""(?=\]|,)")]
    private static partial Regex Use();

    [GeneratedRegex("^ *///.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Hole();
}
