using System.Text.RegularExpressions;

namespace DelningsNav.Policies.Cases;

/// <summary>
/// Whether the cases are sharp enough: whoever removes a policy, widens its scope, or drops or flips one part of one condition, must break a case.
/// </summary>
public static partial class Mutants
{
    /// <summary>
    /// Every such change of one rule: its removal; its scope open for every recipient, every record, or only one of its actions; each part of its
    /// conditions always true, always false, and the contrary.
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

    /// <summary>The first case that a change breaks, or null when no case notices it.</summary>
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
                    yield return ($"`{Spaces().Replace(atom, " ")}` becomes `{Spaces().Replace(instead, " ")}`", text[..at] + instead + text[(at + length)..]);
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

    // The scope's own lines: what stands between the parenthesis of the effect and its end.
    [GeneratedRegex(@"(?<=(permit|forbid)\s*\([^)]*)(?:\b(?<variable>principal|resource) in \w+::""[^""]*""|\baction in \[(?<action>\w+::""[^""]*"")(?:, (?<action>\w+::""[^""]*""))+\])")]
    private static partial Regex Scope();

    [GeneratedRegex(@"(when|unless) \{(?<condition>[^}]*)\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<![&|])[^&|]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>A policy set with one change that must not go unnoticed.</summary>
/// <param name="Rule">The rule that was changed.</param>
/// <param name="What">What was changed, in words.</param>
/// <param name="Policies">The set with the change.</param>
public sealed record Mutant(string Rule, string What, ReleasePolicies Policies);
