using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// The rules as a table for people. For each record type, holder and recipient, it shows the grounds that open the record, the grounds
/// that can be considered, and the bars.
/// </summary>
/// <remarks>
/// The table is made from the scopes of the rules alone, which name only what never changes.
/// <see cref="ReleasePolicies.Decide(ReleaseFacts)"/> decides whether a rule's conditions are true in a question. The table has no side
/// effects and is never used in a decision.
/// </remarks>
public sealed class RuleTable
{
    // The grounds of OSL that lift secrecy in general. Readers expect these grounds. A cell therefore states when one of them does not
    // apply.
    private static readonly GroundKind[] General =
        [GroundKind.Consent, GroundKind.Harm, GroundKind.Necessity, GroundKind.Balance, GroundKind.Duty];

    private readonly Dictionary<(Side Holder, Side Recipient, RecordTypeCode RecordType), RuleCell> _cells;
    private readonly EntityStore _entities;
    private readonly CedarPolicySet _whole;

    /// <summary>The table of a policy set.</summary>
    public RuleTable(ReleasePolicies policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _entities = EntityStore.Of(PolicyEntities.Of(policies.RecordTypes));
        _whole = policies.CedarPolicies;
        Cells =
        [
            .. from side in Sides
               from type in policies.RecordTypes.All
               from holding in type.Holdings
               where new Side(holding.Party, holding.Branch) == side
               from recipient in Sides
               select CellOf(type, holding, recipient, policies.Rules),
        ];
        _cells = Cells.ToDictionary(cell => (cell.Holder, cell.Recipient, cell.Type.Code));
    }

    /// <summary>Every side that can hold or receive records.</summary>
    public static IReadOnlyList<Side> Sides { get; } = [.. PolicyEntities.Parties.Select(party => new Side(party.Party, party.Branch))];

    /// <summary>The cells of every record type, holder and recipient, ordered by holder and then in the order of the catalogue.</summary>
    public IReadOnlyList<RuleCell> Cells { get; }

    /// <summary>Whether the policy is the project's own reading of the law, which a lawyer has yet to confirm.</summary>
    public static bool AwaitsLawyer(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Policy.Annotations.ContainsKey("lawyer");
    }

    /// <summary>One cell, or null when the holder does not hold this record type or when a side is unknown.</summary>
    public RuleCell? Find(Side holder, Side recipient, RecordTypeCode recordType) =>
        _cells.GetValueOrDefault((holder, recipient, recordType));

    /// <summary>The parts of a rule's conditions as they are written, in their order.</summary>
    public IReadOnlyList<string> ConditionsOf(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);

        // The texts do not depend on the question. Any question can therefore be used.
        var (side, nothing) = (Sides[0], new EntityUid("HeldRecord", ""));
        var request = new CedarRequest(
            PolicyEntities.RecipientUid(side.Party, side.Branch), PolicyEntities.Release, nothing, CedarValue.Record.Empty);
        return [.. rule.Policy.Conditions(request, _entities).Select(condition => condition.Text)];
    }

    /// <summary>The kinds of ground that never open this cell, although they open records in general or for another recipient.</summary>
    public IReadOnlyList<GroundKind> NeverOpens(RuleCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var here = KindsOf(cell).ToHashSet();
        var elsewhere = Cells.Where(other => other.Holder == cell.Holder && other.Type == cell.Type).SelectMany(KindsOf);

        // A decision that is not secret needs no consent. A remark that consent does not open such a decision would mislead.
        return [.. General.Concat(elsewhere).Distinct().Order()
            .Where(kind => !here.Contains(kind) && !(kind == GroundKind.Consent && here.Contains(GroundKind.Decision)))];
    }

    private static IEnumerable<GroundKind> KindsOf(RuleCell cell) =>
        cell.Opens.Concat(cell.CanBeConsidered).Select(rule => rule.Kind!.Value);

    private RuleCell CellOf(RecordType type, Holding holding, Side recipient, IReadOnlyList<Rule> rules)
    {
        var to = PolicyEntities.RecipientUid(recipient.Party, recipient.Branch);
        var record = PolicyEntities.RecordUid(type, holding);
        HashSet<Rule> Matching(EntityUid action)
        {
            var names = _whole.InScope(to, action, record, _entities).Policies.Select(policy => policy.Name)
                .ToHashSet(StringComparer.Ordinal);
            return [.. rules.Where(rule => names.Contains(rule.Name))];
        }

        var (release, assess) = (Matching(PolicyEntities.Release), Matching(PolicyEntities.Assess));
        var grounds = rules.Where(rule => rule.Permits && release.Contains(rule)).OrderBy(rule => rule.Kind).ToList();
        return new RuleCell(
            type,
            holding,
            recipient,
            grounds.FindAll(rule => rule.Kind != GroundKind.Assessment),
            [.. rules.Where(rule => rule.Permits && assess.Contains(rule)).OrderBy(rule => rule.Kind)],
            grounds.FindAll(rule => rule.Kind == GroundKind.Assessment),
            [.. rules.Where(rule => !rule.Permits && (release.Contains(rule) || assess.Contains(rule)))
                .Select(rule => new CellBar(rule, release.Contains(rule), assess.Contains(rule)))]);
    }
}
