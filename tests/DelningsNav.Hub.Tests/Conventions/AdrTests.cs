using System.Globalization;
using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>Decisions are recorded in <c>docs/adr</c>, numbered, and cited by number (ADR 0001).</summary>
public partial class AdrTests
{
    private static readonly string[] Parts = ["## Context", "## Decision", "## Consequences", "## What would make us change our mind"];

    [Fact]
    public void Decisions_are_numbered_without_gaps_or_repeats()
    {
        var numbers = Decisions().Select(file => Path.GetFileName(file.Path)[..4]).ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => n.ToString("0000", CultureInfo.InvariantCulture)), numbers);
    }

    [Fact]
    public void A_decision_has_its_number_its_date_and_its_four_parts_in_order()
    {
        var wrong = Decisions().Where(file => !Head().IsMatch(file.Text)
            || file.Text[2..6] != Path.GetFileName(file.Path)[..4]
            || !HasPartsInOrder(file.Text));

        Assert.Empty(wrong.Select(file => file.Path));
    }

    [Fact]
    public void Every_decision_that_is_cited_exists()
    {
        var known = Decisions().Select(file => Path.GetFileName(file.Path)[..4]).ToHashSet(StringComparer.Ordinal);
        var unknown = Everything()
            .SelectMany(file => Citation().Matches(file.Text).Select(match => (file.Path, Number: match.Groups["number"].Value)))
            .Where(citation => !known.Contains(citation.Number));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_link_between_the_documents_leads_somewhere()
    {
        var broken = Documents().SelectMany(file => Link().Matches(file.Text)
                .Select(match => match.Groups["target"].Value.Split('#')[0])
                .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
                .Select(target => (file.Path, target)))
            .Where(link => !Path.Exists(Path.Combine(Sources.Root, Path.GetDirectoryName(link.Path)!, link.target)));

        Assert.Empty(broken);
    }

    private static bool HasPartsInOrder(string text)
    {
        var places = Parts.Select(part => text.IndexOf(part + "\n", StringComparison.Ordinal)).ToList();
        return !places.Contains(-1) && places.SequenceEqual(places.Order());
    }

    private static IEnumerable<SourceFile> Decisions() =>
        Sources.Files("docs/adr", "*.md").Where(file => char.IsAsciiDigit(Path.GetFileName(file.Path)[0]));

    private static IEnumerable<SourceFile> Documents() =>
        Sources.Files("docs", "*.md").Concat(Sources.Files("policies", "*.md"))
            .Concat(
                Directory.EnumerateFiles(Sources.Root, "*.md")
                    .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))));

    private static IEnumerable<SourceFile> Everything() =>
        Documents().Concat(Sources.CSharp("src")).Concat(Sources.CSharp("tests")).Concat(Sources.Files("src", "*.sql"))
            .Concat(Sources.Files("policies", "*.cedar"))
            .Append(new SourceFile(".editorconfig", File.ReadAllText(Path.Combine(Sources.Root, ".editorconfig"))));

    [GeneratedRegex(@"\A# (?<number>\d{4}) [^\n]+\n\n\d{4}-\d{2}-\d{2}\n", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\bADR (?<number>\d{4})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
