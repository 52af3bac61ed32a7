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
    private readonly CedarAnswer _assess;

    // For each permit of the place, the first condition that failed, or null when none did.
    private readonly IReadOnlyList<string?> _failed;

    // The bars that stand, each once; where the request is referred, only those of the release.
    private readonly List<Rule> _standing;

    // The question had nothing been secret, with its answers; null when nothing is.
    private readonly (CedarValue.Record Question, CedarAnswers Answers)? _plain;

    private readonly bool _onlyRefusal;

    public Explanation(ReleaseFacts facts, Place place, CedarValue.Record question, CedarAnswer release, CedarAnswer assess)
        : this(facts, place, question, release, assess, HoldSecrets(facts) ? Question.WithoutSecrets(question) : null) { }

    private Explanation(
        ReleaseFacts facts, Place place, CedarValue.Record question, CedarAnswer release, CedarAnswer assess, CedarValue.Record? plain)
    {
        (_facts, _place, _assess) = (facts, place, assess);
        _plain = plain is null ? null : (plain, place.Ask(plain));
        _failed = place.FirstFailed(question);

        // Most bars stand before both questions.
        _standing = new List<Rule>(release.Reasons.Count + 1);
        AddStanding(release);
        if (!assess.Permitted)
        {
            AddStanding(assess);
        }

        _onlyRefusal = IsOnlyRefusal();
    }

    /// <summary>Whether the holder answers: an assessor has something to consider, or can only refuse what must look as if there were (ADR 0019).</summary>
    private bool Referred => _assess.Permitted || _onlyRefusal;

    // Without the secret the question would not be refused, so a refusal would tell of it. An ordinary bar that stands too refuses in its own words.
    private bool IsOnlyRefusal() =>
        !_assess.Permitted && _plain is { Answers: var answers } && !_standing.Exists(IsOrdinary)
        && (answers.Release.Permitted || answers.Assess is { Permitted: true }) && _place.FaultsIn(answers, _facts).Count == 0;

    /// <summary>The verdict, with the answers that it explains.</summary>
    public Verdict ToVerdict(CedarAnswers answers) => Referred
        ? new Verdict.Refer(_onlyRefusal ? [] : Considered(), MissingForRequester())
        {
            Bars = BarsOrNoGround(),
            NamedAssessorOnly = _facts.Marking != SecurityMarking.None,
            NearestGrounds = Nearest(),
            Cedar = answers,
        }
        : new Verdict.Refuse(MissingForRequester(), BarsOrNoGround())
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

    // Whoever can only refuse must be told why.
    private Bar[] BarsOrNoGround() => _standing.Count > 0 || _assess.Permitted ? Bars() : [NoGround()];

    private Bar NoGround() => new("no-ground", _place.Holding.Provision, new Sentence(
        "Ingen grund är uppfylld, och ingen finns att pröva.", "No ground is met, and there is none to assess."));

    private NearestGround[] Nearest()
    {
        var count = 0;
        for (var i = 0; i < _failed.Count; i++)
        {
            count += IsNear(i) ? 1 : 0;
        }

        var nearest = new NearestGround[count];
        for (int i = 0, at = 0; at < nearest.Length; i++)
        {
            if (IsNear(i))
            {
                nearest[at++] = new NearestGround(_place.Permits[i].Name, _place.Permits[i].Law, _failed[i]!);
            }
        }

        return nearest;
    }

    // An emergency that nobody has declared was never near.
    private bool IsNear(int permit) =>
        _failed[permit] is not null && (_facts.Emergency is not null || _place.Permits[permit].Kind != GroundKind.Emergency);

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
