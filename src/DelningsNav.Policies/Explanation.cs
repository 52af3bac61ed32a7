using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// Turns the two denials of Cedar into a verdict. The requester learns what is missing; the holder and the log get every reason.
/// </summary>
internal readonly partial struct Explanation
{
    private readonly ReleaseFacts _facts;
    private readonly Direction _direction;
    private readonly CedarAnswer _assess;

    // For each permit of the direction, the first condition that was not met, or null when all were met.
    private readonly IReadOnlyList<string?> _failed;

    // The bars that apply, each once. For a referred request, only the bars of the release.
    private readonly List<Rule> _standing;

    // The question as if nothing were secret, with its answers; null when nothing is secret.
    private readonly (CedarValue.Record Question, CedarAnswers Answers)? _plain;

    private readonly bool _onlyRefusal;

    public Explanation(ReleaseFacts facts, Direction direction, CedarValue.Record question, CedarAnswer release, CedarAnswer assess)
        : this(facts, direction, question, release, assess, Question.HasSecrets(facts) ? Question.WithoutSecrets(question) : null) { }

    private Explanation(
        ReleaseFacts facts, Direction direction, CedarValue.Record question, CedarAnswer release, CedarAnswer assess,
        CedarValue.Record? plain)
    {
        (_facts, _direction, _assess) = (facts, direction, assess);
        _plain = plain is null ? null : (plain, direction.Ask(plain));
        _failed = direction.FirstFailed(question);

        // Most bars apply to both questions.
        _standing = new List<Rule>(release.Reasons.Count + 1);
        AddStanding(release);
        if (!assess.Permitted)
        {
            AddStanding(assess);
        }

        _onlyRefusal = IsOnlyRefusal();
    }

    /// <summary>
    /// Whether the request is referred: an assessor has a ground to consider, or can only refuse, and the requester must not
    /// notice the difference (ADR 0019).
    /// </summary>
    private bool Referred => _assess.Permitted || _onlyRefusal;

    // Without the secret the request would not be refused, and a refusal would therefore reveal the secret. When an ordinary bar also
    // applies, the refusal uses that bar's words.
    private bool IsOnlyRefusal() =>
        !_assess.Permitted && _plain is { Answers: var answers } && !_standing.Exists(IsOrdinary)
        && (answers.Release.Permitted || answers.Assess is { Permitted: true }) && _direction.FaultsIn(answers, _facts).Count == 0;

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
            var bar = _direction.RuleOf(answer.Reasons[i]);
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

    // An assessor who can only refuse must be told why.
    private Bar[] BarsOrNoGround() => _standing.Count > 0 || _assess.Permitted ? Bars() : [NoGround()];

    private Bar NoGround() => new("no-ground", _direction.Holding.Provision, new Sentence(
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
                nearest[at++] = new NearestGround(_direction.Permits[i].Name, _direction.Permits[i].Law, _failed[i]!);
            }
        }

        return nearest;
    }

    // An emergency that is not declared does not count as a near ground.
    private bool IsNear(int permit) =>
        _failed[permit] is not null && (_facts.Emergency is not null || _direction.Permits[permit].Kind != GroundKind.Emergency);

    // The claimed ground comes first, and then the others by their kind. Grounds of one kind are in the order of the policies.
    private Ground[] Considered()
    {
        var grounds = new Ground[_assess.Reasons.Count];
        for (var i = 0; i < grounds.Length; i++)
        {
            var ground = _direction.RuleOf(_assess.Reasons[i]).ToGround(_facts);
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
