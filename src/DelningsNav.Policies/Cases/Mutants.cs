using System.Text.RegularExpressions;

namespace DelningsNav.Policies.Cases;

/// <summary>
/// Checks that the cases are thorough: removing a policy, widening its scope, or dropping or negating one part of a condition must make a
/// case fail.
/// </summary>
public static partial class Mutants
{
    /// <summary>
    /// Every such change of one rule. The rule is removed. Its scope is widened to every recipient or every record, or narrowed to one
    /// action. Each part of its conditions is made always true, always false, and negated.
    /// </summary>
    public static IEnumerable<Mutant> Of(ReleasePolicies policies, Rule rule)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(rule);
        yield return new Mutant(rule.Name, "the policy is removed", policies.Without(rule.Name));
        foreach (var (what, text) in OfScope(rule.Policy.Text).Concat(OfConditions(rule.Policy.Text)))
        {
            yield return new Mutant(rule.Name, what, policies.With(text));
        }
    }

    /// <summary>The first case that fails after a change, or null when no case notices it.</summary>
    public static PolicyCase? NoticedBy(Mutant mutant, IEnumerable<PolicyCase> cases)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        return cases.FirstOrDefault(item => !item.Run(mutant.Policies).Passed);
    }

    private static IEnumerable<(string What, string Text)> OfScope(string text)
    {
        foreach (var match in Scope().Matches(text).Cast<Match>())
        {
            // `principal in X` becomes `principal`; `action in [A, B]` becomes `action == A` and `action == B`.
            var instead = match.Groups["action"] is { Success: true } actions
                ? actions.Captures.Select(action => $"action == {action.Value}")
                : [match.Groups["variable"].Value];
            foreach (var change in instead)
            {
                yield return ($"`{match.Value}` becomes `{change}`", text[..match.Index] + change + text[(match.Index + match.Length)..]);
            }
        }
    }

    // Every part between && and || in the when and unless of a policy.
    private static IEnumerable<(string What, string Text)> OfConditions(string text)
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
                    yield return (
                        $"`{Spaces().Replace(atom, " ")}` becomes `{Spaces().Replace(instead, " ")}`",
                        text[..at] + instead + text[(at + length)..]);
                }
            }
        }
    }

    // Removes spaces, and parentheses without a partner within the part.
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

    // The scope is the text between the parentheses after the effect.
    [GeneratedRegex(
        @"(?<=(permit|forbid)\s*\([^)]*)(?:\b(?<variable>principal|resource) in \w+::""[^""]*"""
        + @"|\baction in \[(?<action>\w+::""[^""]*"")(?:, (?<action>\w+::""[^""]*""))+\])")]
    private static partial Regex Scope();

    [GeneratedRegex(@"(when|unless) \{(?<condition>[^}]*)\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<![&|])[^&|]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>A policy set with one change that a case must notice.</summary>
/// <param name="Rule">The rule that was changed.</param>
/// <param name="What">What was changed, in words.</param>
/// <param name="Policies">The set with the change.</param>
public sealed record Mutant(string Rule, string What, ReleasePolicies Policies);
