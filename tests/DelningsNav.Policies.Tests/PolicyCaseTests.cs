namespace DelningsNav.Policies.Tests;

/// <summary>The cases beside the policies, and what they must cover together.</summary>
public sealed class PolicyCaseTests
{
    public static TheoryData<string> Cases { get; } = [.. PolicyCases.All.Value.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_policies_decide_every_case_as_it_is_written(string name)
    {
        var written = PolicyCases.All.Value.Single(item => item.Name == name);

        var verdict = PolicyCases.Policies.Value.Decide(written.Facts);

        Assert.Equal(written.Expected, written.Said(verdict));
    }

    [Fact]
    public void Every_permit_is_seen_to_open_and_every_policy_is_seen_not_to()
    {
        var opened = new HashSet<string>();
        var closed = new HashSet<string>();
        foreach (var item in PolicyCases.All.Value)
        {
            var verdict = PolicyCases.Policies.Value.Decide(item.Facts);
            var grounds = verdict switch
            {
                Verdict.Release release => [release.Ground.PolicyName],
                Verdict.Refer refer => refer.AssessorMayConsider.Select(ground => ground.PolicyName),
                Verdict.Refuse refuse => refuse.Bars.Select(bar => bar.PolicyName),
                _ => [],
            };
            var seen = grounds.Concat((verdict as Verdict.Refer)?.Bars.Select(bar => bar.PolicyName) ?? []).ToHashSet();
            opened.UnionWith(seen);
            closed.UnionWith(PolicyCases.Policies.Value.Rules.Select(rule => rule.Name).Where(name => !seen.Contains(name)));
        }

        var names = PolicyCases.Policies.Value.Rules.Select(rule => rule.Name).ToList();

        Assert.Empty(names.Except(opened));
        Assert.Empty(names.Except(closed));
    }

    [Fact]
    public void Every_case_has_a_sentence_of_its_own()
    {
        var twice = PolicyCases.All.Value.GroupBy(item => item.Name).Where(same => same.Count() > 1).Select(same => same.Key);

        Assert.Empty(twice);
    }

    [Fact]
    public void Every_policy_stands_in_the_readme_with_its_law()
    {
        var readme = File.ReadAllLines(Path.Combine(PolicyCases.Folder, "README.md"));

        var absent = PolicyCases.Policies.Value.Rules.Where(rule => !readme.Any(line =>
            line.Contains($"| `{rule.Name}` |", StringComparison.Ordinal) && line.Contains($"| {rule.Law} |", StringComparison.Ordinal)));

        Assert.Empty(absent.Select(rule => rule.Name));
    }
}
