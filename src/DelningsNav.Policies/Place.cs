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
    private readonly EntityUid _recipient;
    private readonly EntityUid _record;
    private readonly Dictionary<string, Rule> _byName;
    private readonly CedarPolicySet _releaseSet;
    private readonly CedarPolicySet _assessSet;
    private readonly List<Rule> _permits;
    private readonly CedarPolicySet _permitSet;

    private Place(
        RecordType type, Holding holding, EntityUid recipient, EntityUid record, List<Rule> release, List<Rule> assess)
    {
        (Type, Holding, _recipient, _record) = (type, holding, recipient, record);
        _byName = release.Concat(assess).Distinct().ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        _releaseSet = CedarPolicySet.Combine(release.Select(rule => rule.Alone));
        _assessSet = CedarPolicySet.Combine(assess.Select(rule => rule.Alone));
        _permits = release.FindAll(rule => rule.Permits);
        _permitSet = CedarPolicySet.Combine(_permits.Select(rule => rule.Alone));
    }

    public RecordType Type { get; }

    public Holding Holding { get; }

    /// <summary>The place, or null when the rules know no such recipient, record type or holder.</summary>
    public static Place? Find(PlaceKey key, RecordTypeCatalogue catalogue, IReadOnlyList<Rule> rules, EntityStore entities)
    {
        if (!catalogue.TryFind(key.RecordType, out var type)
            || type.Holdings.FirstOrDefault(at => at.Party == key.Holder && at.Branch == key.HolderBranch) is not { } holding
            || !PolicyEntities.IsKnown(key.Recipient, key.RecipientBranch))
        {
            return null;
        }

        var recipient = PolicyEntities.RecipientUid(key.Recipient, key.RecipientBranch);
        var record = PolicyEntities.RecordUid(type, holding);
        List<Rule> Matching(EntityUid action)
        {
            var request = new CedarRequest(recipient, action, record, CedarValue.Record.Empty);
            return [.. rules.Where(rule => rule.Policy.ScopeMatches(request, entities))];
        }

        return new Place(
            type, holding, recipient, record, Matching(PolicyEntities.Release), Matching(PolicyEntities.Assess));
    }

    public CedarAnswer AskRelease(CedarValue.Record question, EntityStore entities) =>
        _releaseSet.Authorize(ReleaseRequest(question), entities);

    public CedarAnswer AskAssess(CedarValue.Record question, EntityStore entities) =>
        _assessSet.Authorize(new CedarRequest(_recipient, PolicyEntities.Assess, _record, question), entities);

    /// <summary>What may open the record, each with the first condition that failed, or null when none did.</summary>
    public List<(Rule Rule, string? FirstFailed)> FirstFailed(CedarValue.Record question, EntityStore entities) =>
        [.. _permits.Zip(_permitSet.FirstUnmet(ReleaseRequest(question), entities), (rule, unmet) => (rule, unmet?.Text))];

    private CedarRequest ReleaseRequest(CedarValue.Record question) =>
        new(_recipient, PolicyEntities.Release, _record, question);

    public Rule RuleOf(CedarPolicy policy) => _byName[policy.Name];
}
