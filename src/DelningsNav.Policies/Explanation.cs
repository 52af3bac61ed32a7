using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// Turns the two denials of Cedar into a verdict: what is missing for the requester, everything for the holder and
/// the log.
/// </summary>
internal sealed class Explanation(
    ReleaseFacts facts,
    Place place,
    CedarValue.Record question,
    CedarAnswer release,
    CedarAnswer assess)
{
    private readonly List<(Rule Rule, string? FirstFailed)> _permits =
        [.. place.Permits.Select(permit => (permit, place.FirstFailed(permit, question)))];

    /// <summary>The verdict. <paramref name="decide"/> answers what the verdict would be had nothing been secret.</summary>
    public Verdict ToVerdict(Func<ReleaseFacts, Verdict> decide)
    {
        List<NearestGround> nearest = [.. _permits.Where(permit => permit.FirstFailed is not null)
            .Select(permit => new NearestGround(permit.Rule.Name, permit.Rule.Law, permit.FirstFailed!))];
        var bars = Standing(assess.Permitted).Select(rule => rule.ToBar()).ToList();
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

    // The requester must not tell a secret cause apart. So the words are those of the verdict had nothing been secret, if
    // that verdict is of the same kind; else those of an ordinary bar that stands too, and else an ordinary not granted.
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
            _ when OrdinaryBars(referred) is { Count: > 0 } ordinary => ordinary,
            _ => [Missing.NotGranted],
        };
    }

    // What the bars that are no secret say, apart from those that say not granted.
    private List<Missing> OrdinaryBars(bool referred) =>
        [.. Standing(referred).Where(bar => !bar.Secret && bar.Missing.Code != Missing.NotGrantedCode).Select(bar => bar.Missing)];

    private IEnumerable<Rule> Standing(bool referred) =>
        release.Reasons.Concat(referred ? [] : assess.Reasons).Select(place.RuleOf).Distinct();

    private List<Missing> OrdinaryMissing(bool referred)
    {
        var bars = Standing(referred).ToList();

        // Someone who may not ask at all learns nothing about the child or the family.
        if (bars.Exists(bar => bar.AboutQuestion))
        {
            return [.. bars.Where(bar => bar.AboutQuestion).Select(bar => bar.Missing)];
        }

        var permits = _permits.Where(permit => referred || permit.Rule.Kind != GroundKind.Assessment).ToList();
        var opened = permits.Exists(permit => permit.FirstFailed is null);
        var failed = opened ? [] : permits.OrderBy(permit => permit.Rule.Kind).Select(permit => permit.Rule.Missing);
        List<Missing> missing = [.. failed.Concat(OrdinaryBars(referred)).DistinctBy(item => item.Code)];
        return missing.Count > 0 ? missing : [Missing.NotGranted];
    }

    private static ReleaseFacts WithoutSecrets(ReleaseFacts facts) => facts with
    {
        Marking = SecurityMarking.None,
        GuardianBlockStands = false,
        Consent = facts.Consent is { SignerBlocked: true } signed ? signed with { SignerBlocked = false } : facts.Consent,
    };
}
