using System.Text.RegularExpressions;
using System.Xml.Linq;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Replays;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;
using DelningsNav.Web.Tests.Languages;

namespace DelningsNav.Web.Tests.Administration;

/// <summary>The pages find texts by states and codes, so a new state or code needs its texts.</summary>
public sealed class AdministrationTextsTests
{
    private static readonly HashSet<string> Keys = [.. XDocument
        .Parse(WebSources.ReadTexts("AdministrationTexts.sv.resx")).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    [Fact]
    public void Every_state_check_obstacle_and_difference_has_words()
    {
        Assert.All(Enum.GetNames<PolicySetState>(), state => Assert.Contains($"State-{state}", Keys));
        Assert.All(Enum.GetNames<PolicySetState>(), state => Assert.Contains($"StateMeans-{state}", Keys));
        Assert.All(BundleChecks.All, check => Assert.Contains($"Check-{check}", Keys));
        Assert.All(Enum.GetNames<ReplayObstacle>(), obstacle => Assert.Contains($"Obstacle-{obstacle}", Keys));
        Assert.All(Enum.GetNames<SetDifference>(), difference => Assert.Contains($"Type-{difference}", Keys));
        Assert.All([SetDifference.Added, SetDifference.Removed], difference => Assert.Contains($"Line-{difference}", Keys));
    }

    [Fact]
    public void Every_alarm_that_stops_releases_has_words_for_what_it_is_and_what_to_do()
    {
        var alarms = Codes("\"policy-set-[a-z]+\"").ToList();

        Assert.Equal(["policy-set-expired", "policy-set-none", "policy-set-retired", "policy-set-unsound"], alarms.Distinct().Order());
        Assert.All(alarms, alarm => Assert.Contains($"Alarm-{alarm}", Keys));
        Assert.All(alarms, alarm => Assert.Contains($"AlarmDo-{alarm}", Keys));
    }

    [Theory]
    [InlineData(
        "no-bundle", "not-trusted", "text-unsound", "files-unsound", "set-unsound", "case-failed", "expired", "not-examined",
        "version-taken")]
    [InlineData(
        "case-number-missing", "case-number-too-long", "identity-number", "text-characters", "day-ahead", "not-held", "not-adopted")]
    [InlineData("in-force", "retired", "policy-set-retired", "policy-set-expired", "policy-set-unsound")]
    public void Every_fault_of_the_use_cases_has_words(params string[] codes)
    {
        Assert.All(codes, code => Assert.Contains($"Fault-{code}", Keys));
    }

    private static IEnumerable<string> Codes(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(WebSources.Root, "DelningsNav.Hub", "PolicySets"), "*.cs")
            .Where(file => !file.EndsWith("PolicySetEntry.cs", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), pattern))
            .Select(match => match.Value.Trim('"'));
}
