namespace DelningsNav.Policies.Tests;

/// <summary>The cases of the shipped policies, and what they must cover together.</summary>
public sealed class PolicyCaseTests
{
    public static TheoryData<string> Cases { get; } = [.. PolicyCases.All.Value.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_policies_give_every_case_its_required_answer(string name)
    {
        var written = PolicyCases.All.Value.Single(item => item.Name == name);

        var verdict = PolicyCases.Policies.Value.Decide(written.Facts);

        Assert.Equal(written.Expected, written.Said(verdict));
    }

    [Fact]
    public void Every_policy_is_in_the_readme_with_its_law()
    {
        var readme = File.ReadAllLines(Path.Combine(PolicyCases.Folder, "README.md"));

        var absent = PolicyCases.Policies.Value.Rules.Where(rule => !readme.Any(line =>
            line.Contains($"| `{rule.Name}` |", StringComparison.Ordinal) && line.Contains($"| {rule.Law} |", StringComparison.Ordinal)));

        Assert.Empty(absent.Select(rule => rule.Name));
    }
}
