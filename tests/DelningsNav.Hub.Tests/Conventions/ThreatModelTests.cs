using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The threat model names the tests of each promise; those tests must exist.</summary>
public partial class ThreatModelTests
{
    private static readonly string Model = File.ReadAllText(Path.Combine(Sources.Root, "docs", "threat-model.md"));

    [Fact]
    public void Every_test_that_the_threat_model_names_exists()
    {
        var tests = Sources.CSharp("tests").ToList();

        var gone = Named().Matches(Model).Where(named => !tests.Exists(file =>
            Path.GetFileNameWithoutExtension(file.Path) == named.Groups["class"].Value
            && (!named.Groups["method"].Success || file.Text.Contains($" {named.Groups["method"].Value}(", StringComparison.Ordinal))));

        Assert.Empty(gone.Select(named => named.Value));
    }

    [Fact]
    public void Each_of_the_ten_promises_has_a_test()
    {
        var held = Promise().Matches(Model).Where(row => Named().IsMatch(row.Value)).Select(row => row.Groups["number"].Value);

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], held);
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| (?<number>\d+) \|.*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Promise();
}
