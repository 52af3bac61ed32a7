using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// Turns the two denials of Cedar into a verdict: what is missing for the requester, everything for the holder and
/// the log.
/// </summary>
internal readonly partial struct Explanation
{
    private readonly ReleaseFacts _facts;
    private readonly Place _place;
    private readonly CedarValue.Record _question;
    private readonly CedarAnswer _assess;

    // For each permit of the place, the first condition that failed, or null when none did.
    private readonly IReadOnlyList<string?> _failed;

    // The bars that stand, each once; where the request is referred, only those of the release.
    private readonly List<Rule> _standing;

    public Explanation(ReleaseFacts facts, Place place, CedarValue.Record question, CedarAnswer release, CedarAnswer assess)
    {
        (_facts, _place, _question, _assess) = (facts, place, question, assess);
        _failed = place.FirstFailed(question);

        // Most bars stand before both questions.
        _standing = new List<Rule>(release.Reasons.Count + 1);
        AddStanding(release);
        if (!assess.Permitted)
        {
            AddStanding(assess);
        }
    }

    private bool Referred => _assess.Permitted;

    /// <summary>The verdict, with the answers that it explains.</summary>
    public Verdict ToVerdict(CedarAnswers answers) => Referred
        ? new Verdict.Refer(Considered(), MissingForRequester())
        {
            Bars = Bars(),
            NamedAssessorOnly = _facts.Marking != SecurityMarking.None,
            NearestGrounds = Nearest(),
            Cedar = answers,
        }
        : new Verdict.Refuse(MissingForRequester(), _standing.Count > 0 ? Bars() : [NoGround()])
        {
            NearestGrounds = Nearest(),
            Cedar = answers,
        };

    private void AddStanding(CedarAnswer answer)
    {
        for (var i = 0; i < answer.Reasons.Count; i++)
        {
            var bar = _place.RuleOf(answer.Reasons[i]);
            if (!_standing.Contains(bar))
            {
                _standing.Add(bar);
            }
        }
    }

    private Bar[] Bars()
    {
        var bars = new Bar[_standing.Count];
        for (var i = 0; i < bars.Length; i++)
        {
            bars[i] = _standing[i].Bar;
        }

        return bars;
    }

    private Bar NoGround() => new("no-ground", _place.Holding.Provision, new Sentence(
        "Ingen grund är uppfylld, och ingen finns att pröva.", "No ground is met, and there is none to assess."));

    private NearestGround[] Nearest()
    {
        var nearest = new NearestGround[_failed.Count(failed => failed is not null)];
        for (int i = 0, at = 0; at < nearest.Length; i++)
        {
            if (_failed[i] is { } failed)
            {
                nearest[at++] = new NearestGround(_place.Permits[i].Name, _place.Permits[i].Law, failed);
            }
        }

        return nearest;
    }

    // The claimed ground comes first, the others by their kind; those of one kind keep the order of the policies.
    private Ground[] Considered()
    {
        var grounds = new Ground[_assess.Reasons.Count];
        for (var i = 0; i < grounds.Length; i++)
        {
            var ground = _place.RuleOf(_assess.Reasons[i]).ToGround(_facts);
            var at = i;
            for (; at > 0 && Rank(ground) < Rank(grounds[at - 1]); at--)
            {
                grounds[at] = grounds[at - 1];
            }

            grounds[at] = ground;
        }

        return grounds;
    }

    private int Rank(Ground ground) => ground.PolicyName == _facts.ClaimedGround ? -1 : (int)ground.Kind;
}
