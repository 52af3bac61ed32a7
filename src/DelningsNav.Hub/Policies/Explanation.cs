using DelningsNav.Cedar;
using DelningsNav.Hub.People;

namespace DelningsNav.Hub.Policies;

/// <summary>Turns the two denials of Cedar into a verdict: what is missing for the requester, everything for the holder and the log.</summary>
internal sealed class Explanation(
    ReleaseFacts facts,
    Place place,
    CedarValue.Record question,
    CedarAnswer release,
    CedarAnswer assess,
    EntityStore entities)
{
    /// <summary>The verdict. <paramref name="decide"/> answers what the verdict would be had nothing been secret.</summary>
    public Verdict ToVerdict(Func<ReleaseFacts, Verdict> decide)
    {
        var nearest = NearestGrounds();
        var bars = release.Reasons.Concat(assess.Permitted ? [] : assess.Reasons)
            .Select(place.RuleOf).Distinct().Select(rule => rule.ToBar()).ToList();
        var answers = new CedarAnswers(release, assess);
        if (!assess.Permitted)
        {
            if (bars.Count == 0)
            {
                bars.Add(new Bar("no-ground", place.Holding.Provision, new Sentence(
                    "Ingen grund är uppfylld, och ingen finns att pröva.", "No ground is met, and there is none to assess.")));
            }

            return new Verdict.Refuse(MissingFor(decide, referred: false), bars) { NearestGrounds = nearest, Cedar = answers };
        }

        var grounds = assess.Reasons.Select(policy => place.RuleOf(policy).ToGround(facts))
            .OrderBy(ground => ground.PolicyName == facts.ClaimedGround ? 0 : 1).ThenBy(ground => ground.Kind)
            .ToList();
        return new Verdict.Refer(grounds, MissingFor(decide, referred: true))
        {
            Bars = bars,
            NamedAssessorOnly = facts.Marking != SecurityMarking.None,
            NearestGrounds = nearest,
            Cedar = answers,
        };
    }

    // The requester must not tell a secret cause apart. So the words are those of the verdict had nothing been secret,
    // if that verdict is of the same kind, and else those of an ordinary not granted.
    private IReadOnlyList<Missing> MissingFor(Func<ReleaseFacts, Verdict> decide, bool referred)
    {
        var plain = WithoutSecrets(facts);
        if (plain == facts)
        {
            return OrdinaryMissing(referred);
        }

        return (decide(plain), referred) switch
        {
            (Verdict.Refer same, true) => same.Missing,
            (Verdict.Refuse same, false) => same.Missing,
            _ => [Missing.NotGranted],
        };
    }

    private List<Missing> OrdinaryMissing(bool referred)
    {
        var bars = (referred ? release.Reasons : release.Reasons.Concat(assess.Reasons)).Select(place.RuleOf).Distinct().ToList();

        // Someone who may not ask at all learns nothing about the child or the family.
        if (bars.Exists(bar => bar.AboutQuestion))
        {
            return [.. bars.Where(bar => bar.AboutQuestion).Select(bar => bar.Missing)];
        }

        var named = bars.Where(bar => bar.Missing.Code != Missing.NotGrantedCode).Select(bar => bar.Missing);
        var request = place.ReleaseRequest(question);
        var permits = place.ReleaseRules.Where(rule => rule.Permits && (referred || rule.Kind != GroundKind.Assessment)).ToList();
        var opened = permits.Exists(rule => FirstFailed(rule, request) is null);
        var failed = opened ? [] : permits.OrderBy(rule => rule.Kind).Select(rule => rule.Missing);
        List<Missing> missing = [.. failed.Concat(named).DistinctBy(item => item.Code)];
        return missing.Count > 0 ? missing : [Missing.NotGranted];
    }

    private List<NearestGround> NearestGrounds()
    {
        var request = place.ReleaseRequest(question);
        List<NearestGround> nearest = [];
        foreach (var rule in place.ReleaseRules)
        {
            if (rule.Permits && FirstFailed(rule, request) is { } condition)
            {
                nearest.Add(new NearestGround(rule.Name, rule.Law, condition));
            }
        }

        return nearest;
    }

    private string? FirstFailed(Rule rule, CedarRequest request) =>
        rule.Policy.Conditions(request, entities).FirstOrDefault(condition => condition.Holds != true)?.Text;

    private static ReleaseFacts WithoutSecrets(ReleaseFacts facts) => facts with
    {
        Marking = SecurityMarking.None,
        GuardianBlockStands = false,
        Consent = facts.Consent is { SignerBlocked: true } signed ? signed with { SignerBlocked = false } : facts.Consent,
    };
}
