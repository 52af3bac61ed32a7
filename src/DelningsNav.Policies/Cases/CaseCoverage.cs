using System.Diagnostics;
using DelningsNav.Cedar;

namespace DelningsNav.Policies.Cases;

/// <summary>
/// The coverage of a policy set by its cases: which rules applied and which did not, and whether each condition was true or false.
/// </summary>
public static class CaseCoverage
{
    /// <summary>The coverage of each rule, in the order of the set.</summary>
    /// <remarks>A case counts for a rule when its question is within the rule's scope.</remarks>
    public static IReadOnlyList<RuleSeen> Of(ReleasePolicies policies, IEnumerable<CaseResult> results)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(results);
        var entities = EntityStore.Of(PolicyEntities.Of(policies.RecordTypes));
        var seen = policies.Rules.Select(rule => new Tally(rule)).ToList();
        foreach (var result in results)
        {
            // A rule is evaluated with the first of the two questions within its scope.
            var asked = new Dictionary<string, CedarRequest>(StringComparer.Ordinal);
            foreach (var request in RequestsOf(policies, result.Case.Facts))
            {
                var inScope = policies.CedarPolicies.InScope(request.Principal, request.Action, request.Resource, entities);
                foreach (var policy in inScope.Policies)
                {
                    asked.TryAdd(policy.Name, request);
                }
            }

            seen.ForEach(tally => tally.Count(result, asked, entities));
        }

        return seen.ConvertAll(tally => tally.ToSeen());
    }

    /// <summary>The paragraphs that the rules cite, in ordinal order. Each has the coverage of the rules that cite it.</summary>
    public static IReadOnlyList<LawSeen> ByLaw(IEnumerable<RuleSeen> seen) =>
        [.. seen.SelectMany(rule => Citations(rule.Rule.Law).Select(law => (Law: law, Seen: rule)))
            .GroupBy(cited => cited.Law)
            .OrderBy(law => law.Key, StringComparer.Ordinal)
            .Select(law => new LawSeen(
                law.Key,
                [.. law.Select(cited => cited.Seen.Rule.Name)],
                law.Sum(cited => cited.Seen.Opened),
                law.Sum(cited => cited.Seen.Refused)))];

    /// <summary>
    /// The single paragraphs of an <c>@law</c>: <c>OSL 10:1, 12:2; SoL 19:1</c> cites <c>OSL 10:1</c>,
    /// <c>OSL 12:2</c> and <c>SoL 19:1</c>.
    /// </summary>
    internal static IEnumerable<string> Citations(string law)
    {
        foreach (var statute in law.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = statute.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var name = string.Join(' ', parts[0].Split(' ').TakeWhile(word => !char.IsAsciiDigit(word[0])));
            var last = "";
            foreach (var part in parts)
            {
                // A single letter is another point of the paragraph before it.
                last = part.StartsWith(name, StringComparison.Ordinal) ? part
                    : part.Any(char.IsAsciiDigit) ? $"{name} {part}"
                    : $"{last[..last.LastIndexOf(' ')]} {part}";
                yield return last;
            }
        }
    }

    internal static IReadOnlyList<CedarRequest> RequestsOf(ReleasePolicies policies, ReleaseFacts facts)
    {
        if (!policies.RecordTypes.TryFind(facts.RecordType, out var type)
            || type.Holdings.FirstOrDefault(at => at.Party == facts.Holder.Kind && at.Branch == facts.Holder.Branch) is not { } holding
            || !PolicyEntities.IsKnown(facts.Recipient.Kind, facts.Recipient.Branch))
        {
            return [];
        }

        var recipient = PolicyEntities.RecipientUid(facts.Recipient.Kind, facts.Recipient.Branch);
        var record = PolicyEntities.RecordUid(type, holding);
        var question = Question.Of(facts);
        return [new(recipient, PolicyEntities.Release, record, question), new(recipient, PolicyEntities.Assess, record, question)];
    }

    private sealed class Tally(Rule rule)
    {
        private readonly Dictionary<string, (int True, int False)> _conditions = [];
        private int _opened;
        private int _refused;

        public void Count(CaseResult result, Dictionary<string, CedarRequest> asked, EntityStore entities)
        {
            if (!asked.TryGetValue(rule.Name, out var request))
            {
                return;
            }

            foreach (var condition in rule.Policy.Conditions(request, entities))
            {
                // A part that cannot be evaluated counts as neither true nor false, because a decision would not have evaluated it.
                var (yes, no) = _conditions.GetValueOrDefault(condition.Text);
                _conditions[condition.Text] = (yes + (condition.Holds == true ? 1 : 0), no + (condition.Holds == false ? 1 : 0));
            }

            // When the hub releases, the second question is not asked.
            if (Named(result.Verdict))
            {
                (_opened, _refused) = rule.Permits ? (_opened + 1, _refused) : (_opened, _refused + 1);
            }
            else if (rule.Permits ? result.Verdict is not Verdict.Release : result.Verdict is not Verdict.Refuse)
            {
                (_opened, _refused) = rule.Permits ? (_opened, _refused + 1) : (_opened + 1, _refused);
            }
        }

        public RuleSeen ToSeen() => new(
            rule, _opened, _refused, [.. _conditions.Select(c => new ConditionSeen(c.Key, c.Value.True, c.Value.False))]);

        private bool Named(Verdict verdict) => verdict switch
        {
            Verdict.Release release => release.Ground.PolicyName == rule.Name,
            Verdict.Refer refer =>
                refer.AssessorMayConsider.Any(ground => ground.PolicyName == rule.Name)
                || refer.Bars.Any(bar => bar.PolicyName == rule.Name),
            Verdict.Refuse refuse => refuse.Bars.Any(bar => bar.PolicyName == rule.Name),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>The coverage of one rule by the cases.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Opened">The number of cases in which the rule permitted what was asked for, a release or an assessment: it was a ground
/// of the answer, or a bar that did not apply.</param>
/// <param name="Refused">The number of cases in which the question was within the rule's scope and the rule did not permit what was
/// asked for.</param>
/// <param name="Conditions">How often each of the rule's conditions was true and false.</param>
public sealed record RuleSeen(Rule Rule, int Opened, int Refused, IReadOnlyList<ConditionSeen> Conditions)
{
    /// <summary>
    /// Whether the rule permitted in some case and not in another, and each of its conditions was true in some case and false in another.
    /// </summary>
    public bool IsWhole => Opened > 0 && Refused > 0 && Conditions.All(condition => condition.IsWhole);
}

/// <summary>
/// How often one condition of a rule was true in the cases. An <c>unless</c> counts as true when it did not
/// prevent the rule from applying.
/// </summary>
/// <param name="Text">The condition as the policy writes it.</param>
/// <param name="True">How often the condition was true, so that the rule could still apply.</param>
/// <param name="False">How often the condition was false.</param>
public sealed record ConditionSeen(string Text, int True, int False)
{
    /// <summary>Whether the condition was true in some case and false in another.</summary>
    public bool IsWhole => True > 0 && False > 0;
}

/// <summary>The coverage of the rules that cite one paragraph.</summary>
/// <param name="Law">The paragraph, for example <c>OSL 10:1</c>.</param>
/// <param name="Rules">The rules that cite it, by name.</param>
/// <param name="Opened">How often one of these rules permitted what was asked for.</param>
/// <param name="Refused">How often one of these rules did not permit what was asked for.</param>
public sealed record LawSeen(string Law, IReadOnlyList<string> Rules, int Opened, int Refused)
{
    /// <summary>Whether the rules permitted what was asked for in some case and did not in another.</summary>
    public bool IsWhole => Opened > 0 && Refused > 0;
}
