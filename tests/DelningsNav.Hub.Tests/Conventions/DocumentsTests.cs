using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// The repository can be read alone: it cites no document that is not in it, and each decision is cited where it applies (ADR 0001).
/// </summary>
public partial class DocumentsTests
{
    [Fact]
    public void No_document_outside_the_repository_is_cited()
    {
        var outside = Everything().SelectMany(file => Outside().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"));

        Assert.Empty(outside);
    }

    [Fact]
    public void Every_document_that_is_named_exists()
    {
        var gone = Everything().SelectMany(file => Named().Matches(file.Text)
            .Select(match => match.Value)
            .Where(name => !Exists(name, Path.GetDirectoryName(file.Path)!))
            .Select(name => $"{file.Path}: {name}"));

        Assert.Empty(gone);
    }

    [Fact]
    public void Every_decision_is_cited_in_the_code_that_it_explains_or_is_superseded()
    {
        var cited = Code().SelectMany(file => Citation().Matches(file.Text)).Select(match => match.Groups["number"].Value).ToHashSet();

        var idle = Sources.Files("docs/adr", "*.md")
            .Where(file => !cited.Contains(Path.GetFileName(file.Path)[..4])
                && !file.Text.Contains("\nSuperseded by ", StringComparison.Ordinal));
        Assert.Empty(idle.Select(file => file.Path));
    }

    [Fact]
    public void The_map_has_fewer_than_200_lines_of_at_most_140_characters()
    {
        var lines = File.ReadAllLines(Path.Combine(Sources.Root, "ARCHITECTURE.md"));

        Assert.InRange(lines.Length, 1, 199);
        Assert.DoesNotContain(lines, line => line.Length > 140);
    }

    [Theory]
    [InlineData("(DESIGN section 3)", true)]
    [InlineData("(DESIGN sections 2 and 8)", true)]
    [InlineData("DESIGN promise 5", true)]
    [InlineData("(LAW.md)", true)]
    [InlineData("(RFC 9421 section 2, docs/promises.md)", false)]
    public void A_citation_of_an_outside_document_is_recognised(string text, bool outside) =>
        Assert.Equal(outside, Outside().IsMatch(text));

    private static bool Exists(string name, string folder) =>
        new[]
        {
            "",
            folder,
            "docs",
            "docs/adr",
            "docs/operations",
            "docs/guides",
        }.Any(at => File.Exists(Path.Combine(Sources.Root, at, name)));

    private static IEnumerable<SourceFile> Code() =>
        Sources.CSharp("src").Concat(Sources.CSharp("tests"))
            .Concat(Sources.Files("src", "*.sql")).Concat(Sources.Files("src", "*.csproj")).Concat(Sources.Files("src", "*.cshtml"))
            .Concat(Sources.Files("eng", "*"))
            .Append(new SourceFile(".editorconfig", File.ReadAllText(Path.Combine(Sources.Root, ".editorconfig"))))
            .Where(file => !file.Path.EndsWith("/DocumentsTests.cs", StringComparison.Ordinal));

    private static IEnumerable<SourceFile> Everything() =>
        Code().Concat(Sources.Files("docs", "*.md")).Concat(Sources.Files("policies", "*.md")).Concat(Sources.Files("policies", "*.cedar"))
            .Concat(
                Directory.EnumerateFiles(Sources.Root, "*.md")
                    .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))));

    [GeneratedRegex(
        @"\b(DESIGN|STANDARDS|STYLE|LAW|PAGES) (sections?|promises?)\b|\b(DESIGN|STANDARDS|STYLE|LAW|PAGES|SST)\.md\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Outside();

    [GeneratedRegex(@"(?<![\w./*}-])(?:\.\./)*(?:[\w-]+/)*[A-Za-z0-9][\w-]*(?:\.\w+)?\.md\b", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"\bADR (?<number>\d{4})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
