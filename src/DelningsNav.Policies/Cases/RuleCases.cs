using System.Diagnostics;

namespace DelningsNav.Policies.Cases;

/// <summary>The answers of the rules to their cases, looked up by direction or by rule.</summary>
public sealed class RuleCases
{
    private readonly ILookup<(Side Holder, Side Recipient, RecordTypeCode RecordType), CaseResult> _byDirection;
    private readonly ILookup<string, CaseResult> _byRule;

    private RuleCases(IReadOnlyList<CaseResult> results)
    {
        All = results;
        _byDirection = results.ToLookup(result => DirectionOf(result.Case.Facts));
        _byRule = results.SelectMany(result => RulesOf(result.Verdict).Distinct().Select(name => (name, result)))
            .ToLookup(named => named.name, named => named.result, StringComparer.Ordinal);
    }

    /// <summary>Every case, in the order of the files.</summary>
    public IReadOnlyList<CaseResult> All { get; }

    /// <summary>Asks the rules each of the cases.</summary>
    public static RuleCases Of(IEnumerable<PolicyCase> cases, ReleasePolicies policies)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return new RuleCases([.. cases.Select(item => item.Run(policies))]);
    }

    /// <summary>The cases whose facts name this holder, recipient and record type.</summary>
    public IReadOnlyList<CaseResult> Of(RuleCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return [.. _byDirection[(cell.Holder, cell.Recipient, cell.Type.Code)]];
    }

    /// <summary>The cases in which the rule opens the record, may be considered by an assessor, or bars.</summary>
    public IReadOnlyList<CaseResult> Of(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return [.. _byRule[rule.Name]];
    }

    private static (Side Holder, Side Recipient, RecordTypeCode RecordType) DirectionOf(ReleaseFacts facts) =>
        (new Side(facts.Holder.Kind, facts.Holder.Branch), new Side(facts.Recipient.Kind, facts.Recipient.Branch), facts.RecordType);

    private static IEnumerable<string> RulesOf(Verdict verdict) => verdict switch
    {
        Verdict.Release release => [release.Ground.PolicyName],
        Verdict.Refer refer =>
            [.. refer.AssessorMayConsider.Select(ground => ground.PolicyName), .. refer.Bars.Select(bar => bar.PolicyName)],
        Verdict.Refuse refuse => refuse.Bars.Select(bar => bar.PolicyName),
        _ => throw new UnreachableException(),
    };
}
