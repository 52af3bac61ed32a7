using System.Text.RegularExpressions;
using System.Xml.Linq;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>The text files, <c>Languages/*.resx</c>.</summary>
public sealed partial class LanguageFilesTests
{
    private const string FileName = "FileName";

    private static readonly string[] ForFamilies = ["DemoTexts", "MinSidaTexts", "ReceiptTexts", "SharedTexts"];

    public static TheoryData<string> Markers =>
        [
            .. WebSources
                .Files("Languages", "*.sv.resx")
                .Select(path => Path.GetFileName(path).Replace(".sv.resx", "", StringComparison.Ordinal))
                .Where(marker => !marker.Contains('.', StringComparison.Ordinal))
        ];

    public static TheoryData<string> FamilyMarkers => [.. ForFamilies];

    public static TheoryData<string, string> Translations =>
        [.. Markers.SelectMany(row => LanguagesOf(row.Data).Select(language => new TheoryDataRow<string, string>(row.Data, language)))];

    [Fact]
    public void Families_are_addressed_in_every_language_of_the_consent_texts_and_staff_in_two()
    {
        var files = WebSources.Files("Languages", "*.resx").Select(path => Path.GetFileName(path)).ToHashSet();

        var expected = Markers.SelectMany(row => LanguagesOf(row.Data).Append("sv").Select(language => $"{row.Data}.{language}.resx"))
            .Concat(ForFamilies.Select(marker => $"{marker}.simple.sv.resx"));

        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Equal(ConsentLanguages.All.Order(), LanguagesOf("SharedTexts").Append("sv").Append("sv-simple").Order());
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_language_has_the_same_texts(string marker, string language)
    {
        Assert.Equal(Texts(marker, "sv").Keys.Order(StringComparer.Ordinal), Texts(marker, language).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void No_text_is_empty(string marker, string language)
    {
        var empty = Texts(marker, "sv").Concat(Texts(marker, language)).Where(text => string.IsNullOrWhiteSpace(text.Value));

        Assert.Empty(empty);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_language_fills_in_the_same_things(string marker, string language)
    {
        var translated = Texts(marker, language);

        Assert.All(Texts(marker, "sv"), text => Assert.Equal(Holes(text.Value), Holes(translated[text.Key])));
    }

    [Theory]
    [MemberData(nameof(FamilyMarkers))]
    public void Easy_Swedish_has_a_text_of_its_own_only_where_it_says_the_same_in_other_words(string marker)
    {
        var swedish = Texts(marker, "sv");

        Assert.All(Texts(marker, "simple.sv"), easy =>
        {
            Assert.NotEqual(swedish[easy.Key], easy.Value);
            Assert.Equal(Holes(swedish[easy.Key]), Holes(easy.Value));
        });
    }

    [Theory]
    [MemberData(nameof(FamilyMarkers))]
    public void A_name_has_its_own_direction_in_Arabic(string marker)
    {
        Assert.All(
            Texts(marker, "ar").Where(text => text.Key != FileName),
            text => Assert.Equal(text.Value.Count(c => c == '{'), text.Value.Split("\u2068{").Length - 1));
    }

    [Theory]
    [InlineData("sv")]
    [InlineData("en")]
    [InlineData("fi")]
    [InlineData("ar")]
    [InlineData("so")]
    public void A_downloaded_file_is_named_in_letters_that_every_machine_can_write(string language)
    {
        Assert.Matches(@"^[a-z-]+-\{0\}$", Texts("ReceiptTexts", language)[FileName]);
    }

    [Theory]
    [MemberData(nameof(Markers))]
    public void Every_file_of_texts_has_a_class_that_names_it(string marker)
    {
        var named = WebSources.Find("Languages", $"{marker}.cs");

        Assert.NotNull(named);
        Assert.Contains($"public sealed class {marker};", WebSources.Read(named), StringComparison.Ordinal);
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

    private static IEnumerable<string> LanguagesOf(string marker) => ForFamilies.Contains(marker) ? ["en", "fi", "ar", "so"] : ["en"];

    private static string MarkerOf(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        var area = parts.Length > 3 ? parts[2] : parts[^1].Split('.')[0];
        var other = parts[0] == "DelningsNav.Demo" ? "DemoTexts" : "SharedTexts";
        return area == "Shared" || WebSources.Find("Languages", $"{area}Texts.cs") is null ? other : $"{area}Texts";
    }

    private static Dictionary<string, string> Texts(string marker, string language) =>
        XDocument.Parse(WebSources.ReadTexts($"{marker}.{language}.resx")).Root!.Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);

    private static IEnumerable<string> Holes(string text) =>
        Hole().Matches(text).Select(hole => hole.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w>])(?<name>Shared|T|[tT]exts)\[""(?<key>\w+)""(?=\]|,)")]
    private static partial Regex Use();

    [GeneratedRegex("^ *///.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Hole();
}
