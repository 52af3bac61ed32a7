using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The kind of requester, the kind of holder and the record type, without particular authorities, people or times.</summary>
internal readonly record struct DirectionKey(
    PartyKind Recipient, BranchKind RecipientBranch, PartyKind Holder, BranchKind HolderBranch, RecordTypeCode RecordType);

/// <summary>
/// One direction (from a kind of holder to a kind of requester) for one record type, with the policies whose scope matches it. Scopes
/// name only entities that never change. The matching policies are therefore found once, and the other policies can never apply.
/// </summary>
internal sealed class Direction
{
    private readonly ReleasePolicies _policies;
    private readonly PoliciesInScope _release;
    private readonly PoliciesInScope _assess;
    private readonly CedarPolicy[] _permits;

    private Direction(
        ReleasePolicies policies, RecordType type, Holding holding, PoliciesInScope release, PoliciesInScope assess)
    {
        (_policies, _release, _assess, Holding) = (policies, release, assess, holding);
        DefaultRedactions = [.. type.DefaultRedactions.Select(code => policies.Obligations[code])];
        _permits = [.. release.Policies.Where(policy => policy.Effect == Effect.Permit)];
        Permits = Array.ConvertAll(_permits, RuleOf);
        PermitsByKind = [.. Permits.OrderBy(permit => permit.Kind)];
    }

    public Holding Holding { get; }

    /// <summary>What is masked unless an assessor decides otherwise.</summary>
    public Obligation[] DefaultRedactions { get; }

    /// <summary>The rules that may open the record, in the order of the policies.</summary>
    public Rule[] Permits { get; }

    /// <summary>The same rules, in the order in which they are shown to the requester.</summary>
    public Rule[] PermitsByKind { get; }

    /// <summary>The direction, or null when the recipient, the record type or the holder is not in the rules.</summary>
    public static Direction? Find(DirectionKey key, ReleasePolicies policies, EntityStore entities)
    {
        if (!policies.RecordTypes.TryFind(key.RecordType, out var type)
            || type.Holdings.FirstOrDefault(at => at.Party == key.Holder && at.Branch == key.HolderBranch) is not { } holding
            || !PolicyEntities.IsKnown(key.Recipient, key.RecipientBranch))
        {
            return null;
        }

        var recipient = PolicyEntities.RecipientUid(key.Recipient, key.RecipientBranch);
        var record = PolicyEntities.RecordUid(type, holding);
        PoliciesInScope Of(EntityUid action) => policies.CedarPolicies.InScope(recipient, action, record, entities);
        return new Direction(policies, type, holding, Of(PolicyEntities.Release), Of(PolicyEntities.Assess));
    }

    /// <summary>Asks whether the hub may release, and, when it may not, whether the holder's assessor may consider it.</summary>
    public CedarAnswers Ask(CedarValue.Record question)
    {
        var release = AskRelease(question);
        return new CedarAnswers(release, release.Permitted || release.Errors.Count > 0 ? null : _assess.Authorize(question));
    }

    public CedarAnswer AskRelease(CedarValue.Record question) => _release.Authorize(question);

    /// <summary>
    /// The faults that make the answers unusable: a policy that could not be evaluated, or a permit whose ground is missing in the
    /// facts.
    /// </summary>
    public IReadOnlyList<Alarm> FaultsIn(CedarAnswers answers, ReleaseFacts facts)
    {
        var (release, last) = (answers.Release, answers.Assess ?? answers.Release);
        if (last.Errors.Count > 0)
        {
            return [.. last.Errors.Select(error => new Alarm(error.Policy.Name, error.Message))];
        }

        for (var i = 0; release.Permitted && i < release.Reasons.Count; i++)
        {
            if (!StandsOnSomething(RuleOf(release.Reasons[i]), facts))
            {
                return [new Alarm(release.Reasons[i].Name, "the policy permits on a ground that the facts do not contain")];
            }
        }

        return [];
    }

    /// <summary>For each rule of <see cref="Permits"/>, the first condition that was not met, or null when all were met.</summary>
    public IReadOnlyList<string?> FirstFailed(CedarValue.Record question) => _release.FirstUnmet(_permits, question);

    public Rule RuleOf(CedarPolicy policy) => _policies.RuleOf(policy);

    // The hub never releases on a judgement that the law leaves to a person, even if a policy permits it.
    private static bool StandsOnSomething(Rule rule, ReleaseFacts facts) => rule.Kind switch
    {
        GroundKind.Decision => true,
        GroundKind.Consent => facts.Consent is not null,
        GroundKind.Assessment => facts.Assessment is { Permits: true },
        GroundKind.Emergency => facts.Emergency is not null,
        GroundKind.Harm or GroundKind.Necessity or GroundKind.Balance
            or GroundKind.Duty or GroundKind.ChildSupport or GroundKind.Feedback => false,
        null => false,
    };
}
