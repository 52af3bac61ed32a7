using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The glossary joins the law's Swedish and the code's English, one name for each term (ADR 0010).</summary>
public partial class GlossaryTests
{
    private const BindingFlags Anything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly IReadOnlyList<Term> Terms = ReadTerms();

    [Fact]
    public void Every_code_name_in_the_glossary_exists()
    {
        var gone = Terms.SelectMany(term => term.CodeNames).Where(name => !Exists(name));

        Assert.Empty(gone);
    }

    [Fact]
    public void Every_code_name_is_explained_once()
    {
        var twice = Terms.SelectMany(term => term.CodeNames).GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1);

        Assert.NotEmpty(Terms);
        Assert.Empty(twice.Select(same => same.Key));
    }

    [Fact]
    public void Every_Swedish_term_is_in_one_row()
    {
        var twice = Terms.GroupBy(term => term.Swedish, StringComparer.Ordinal).Where(same => same.Count() > 1);

        Assert.Empty(twice.Select(same => same.Key));
    }

    [Fact]
    public void Every_row_says_what_the_term_means_here() =>
        Assert.Empty(Terms.Where(term => term.Meaning.Length < 10 || term.CodeNames.Count == 0).Select(term => term.Swedish));

    [Fact]
    public void Every_legal_term_that_the_code_names_is_in_the_glossary()
    {
        var known = Terms.SelectMany(term => term.SwedishWords).ToHashSet(StringComparer.Ordinal);

        var missing = TermsInDocComments().Where(named => !known.IsSupersetOf(WordsOf(named.Swedish)));

        Assert.Empty(missing);
    }

    [Fact]
    public void A_type_and_its_row_have_the_same_Swedish_word()
    {
        var rows = Terms.SelectMany(term => term.CodeNames.Select(name => (name, term)))
            .ToDictionary(row => row.name, row => row.term.SwedishWords, StringComparer.Ordinal);

        var different = TermsInDocComments()
            .Where(named => named.Member.StartsWith("T:", StringComparison.Ordinal))
            .Where(named => rows.TryGetValue(named.Member.Split('.')[^1], out var words) && !words.IsSupersetOf(WordsOf(named.Swedish)));

        Assert.Empty(different);
    }

    // Bold words in the doc comments of the hub are Swedish terms, and nothing else is bold there.
    private static IEnumerable<(string Member, string Swedish)> TermsInDocComments() =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, "DelningsNav.Hub.xml")).Descendants("member")
            .SelectMany(
                member => member.Descendants("b").Select(bold => (member.Attribute("name")!.Value, Whitespace().Replace(bold.Value, " "))));

    private static bool Exists(string codeName)
    {
        var (typeName, memberName) = codeName.Split('.') is [var type, var member] ? (type, member) : (codeName, null);
        var types = Sources.Assemblies.SelectMany(Sources.TypesOf).Where(type => type.Name == typeName).ToList();
        return memberName is null
            ? types.Count > 0 || Sources.CSharp("src").SelectMany(Sources.TypesDeclaredIn).Contains(typeName)
            : types.Exists(type => type.GetMember(memberName, Anything).Length > 0);
    }

    private static List<Term> ReadTerms()
    {
        var rows = File.ReadLines(Path.Combine(Sources.Root, "docs", "glossary.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells[0] is not "Swedish" && !cells[0].StartsWith("---", StringComparison.Ordinal))
            .ToList();
        Assert.All(rows, cells => Assert.Equal(4, cells.Length));
        return rows.ConvertAll(cells => new Term(
            cells[0],
            WordsOf(cells[0]),
            [.. CodeName().Matches(cells[1]).Select(match => match.Groups["name"].Value)],
            cells[2]));
    }

    private static HashSet<string> WordsOf(string swedish) => swedish.Split(", ").ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"`(?<name>[\w.]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex CodeName();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Whitespace();

    private sealed record Term(string Swedish, IReadOnlySet<string> SwedishWords, IReadOnlyList<string> CodeNames, string Meaning);
}
