using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>Who asks whom for what, without the particular authorities, people and times.</summary>
internal readonly record struct PlaceKey(
    PartyKind Recipient, BranchKind RecipientBranch, PartyKind Holder, BranchKind HolderBranch, string RecordType);

/// <summary>
/// One direction for one record type, with the policies whose scope matches it. Scopes name only entities that never
/// change, so what matches is found once; the policies left out could not have had a say.
/// </summary>
internal sealed class Place
{
    private readonly PoliciesInScope _release;
    private readonly PoliciesInScope _assess;
    private readonly IReadOnlyDictionary<CedarPolicy, Rule> _rules;

    private Place(
        RecordType type,
        Holding holding,
        PoliciesInScope release,
        PoliciesInScope assess,
        IReadOnlyDictionary<CedarPolicy, Rule> rules)
    {
        (Type, Holding, _release, _assess, _rules) = (type, holding, release, assess, rules);
        Permits = [.. release.Policies.Where(policy => policy.Effect == Effect.Permit).Select(RuleOf)];
    }

    public RecordType Type { get; }

    public Holding Holding { get; }

    /// <summary>What may open the record, in the order of the policies.</summary>
    public IReadOnlyList<Rule> Permits { get; }

    /// <summary>The place, or null when the rules know no such recipient, record type or holder.</summary>
    public static Place? Find(
        PlaceKey key,
        RecordTypeCatalogue catalogue,
        CedarPolicySet policies,
        IReadOnlyDictionary<CedarPolicy, Rule> rules,
        EntityStore entities)
    {
        if (!catalogue.TryFind(key.RecordType, out var type)
            || type.Holdings.FirstOrDefault(at => at.Party == key.Holder && at.Branch == key.HolderBranch) is not { } holding
            || !PolicyEntities.IsKnown(key.Recipient, key.RecipientBranch))
        {
            return null;
        }

        var recipient = PolicyEntities.RecipientUid(key.Recipient, key.RecipientBranch);
        var record = PolicyEntities.RecordUid(type, holding);
        return new Place(
            type,
            holding,
            policies.InScope(recipient, PolicyEntities.Release, record, entities),
            policies.InScope(recipient, PolicyEntities.Assess, record, entities),
            rules);
    }

    public CedarAnswer AskRelease(CedarValue.Record question) => _release.Authorize(question);

    public CedarAnswer AskAssess(CedarValue.Record question) => _assess.Authorize(question);

    /// <summary>The first condition of a permit that failed, or null when none did.</summary>
    public string? FirstFailed(Rule permit, CedarValue.Record question) => _release.FirstUnmet(permit.Policy, question);

    public Rule RuleOf(CedarPolicy policy) => _rules[policy];
}
