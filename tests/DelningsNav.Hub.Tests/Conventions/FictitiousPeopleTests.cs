using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>No real person's identity number is in the repository, not even by chance in an example.</summary>
public sealed partial class FictitiousPeopleTests
{
    private static readonly string[] Texts =
        [".cs", ".cshtml", ".md", ".json", ".jsonl", ".csv", ".txt", ".sql", ".resx", ".cedar", ".sh", ".mjs", ".xml"];

    [Fact]
    public void Every_identity_number_in_the_repository_is_one_of_the_fictitious_ones()
    {
        var fictitious = File.ReadAllLines(Path.Combine(Sources.Root, "fictitious", "identity-numbers.txt")).ToHashSet();
        var files = new[] { "docs", "eng", "fictitious", "policies", "src", "tests" }.SelectMany(folder => Sources.Files(folder, "*"))
            .Where(file => Texts.Contains(Path.GetExtension(file.Path)))
            .Where(file => !file.Path.EndsWith("packages.lock.json", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Sources.Root, "*.md")
                .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))))
            .ToList();

        var found = files
            .SelectMany(file => TwelveDigits().Matches(file.Text).Select(match => (file.Path, Number: match.Result("$1$2"))))
            .Where(place => IdentityNumber.TryParse(place.Number, out _))
            .ToList();

        Assert.True(found.Count > fictitious.Count);
        Assert.Empty(found.Where(place => !fictitious.Contains(place.Number)).Select(place => $"{place.Path}: born {place.Number[..8]}"));
    }

    // Not a part of a longer number or of an id.
    [GeneratedRegex(@"(?<![0-9a-fA-F-])([0-9]{8})[-+ ]?([0-9]{4})(?![0-9a-fA-F])")]
    private static partial Regex TwelveDigits();
}
