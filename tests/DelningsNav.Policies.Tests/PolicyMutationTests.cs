using System.Text.RegularExpressions;

namespace DelningsNav.Policies.Tests;

/// <summary>The cases are sharp enough: whoever removes a policy, or drops or flips one part of one condition, breaks a case.</summary>
public sealed partial class PolicyMutationTests
{
    private static ReleasePolicies Whole => PolicyCases.Policies.Value;

    public static TheoryData<string> Names { get; } = [.. Whole.Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Removing_a_policy_breaks_a_case(string name)
    {
        var without = Whole.Without(name);

        var broken = Broken(without);

        Assert.NotNull(broken);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changing_any_part_of_a_condition_breaks_a_case(string name)
    {
        var text = Whole.Rules.Single(rule => rule.Name == name).Policy.Text;

        var unnoticed = Mutants(text).Where(mutant => Broken(Whole.With(mutant)) is null);

        Assert.True(!unnoticed.Any(), string.Join("\n\n", unnoticed));
    }

    private static string? Broken(ReleasePolicies changed) =>
        PolicyCases.All.Value.FirstOrDefault(item => item.Said(changed.Decide(item.Facts)) != item.Expected)?.Name;

    // Every part between && and || in the when and unless of a policy: always true, always false, and the contrary.
    private static IEnumerable<string> Mutants(string text)
    {
        foreach (var block in Block().Matches(text).Cast<Match>())
        {
            foreach (var part in Part().Matches(block.Groups["condition"].Value).Cast<Match>())
            {
                var (start, length) = Trim(part.Value);
                var at = block.Groups["condition"].Index + part.Index + start;
                var atom = text.Substring(at, length);
                foreach (var instead in new[] { "true", "false", $"!({atom})" })
                {
                    yield return text[..at] + instead + text[(at + length)..];
                }
            }
        }
    }

    // Leaves out spaces and parentheses that have no partner within the part.
    private static (int Start, int Length) Trim(string part)
    {
        var (start, end) = (0, part.Length);
        while (true)
        {
            var inner = part[start..end];
            var open = inner.Count(c => c == '(') - inner.Count(c => c == ')');
            if (char.IsWhiteSpace(inner[0]) || (inner[0] == '(' && open > 0))
            {
                start++;
            }
            else if (char.IsWhiteSpace(inner[^1]) || (inner[^1] == ')' && open < 0))
            {
                end--;
            }
            else
            {
                return (start, end - start);
            }
        }
    }

    [GeneratedRegex(@"(when|unless) \{(?<condition>[^}]*)\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<![&|])[^&|]+")]
    private static partial Regex Part();
}
