using System.Collections.Concurrent;
using DelningsNav.Cedar;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>
/// The secrecy rules of one policy set. From the facts about one record and one request they give a verdict with its reasons.
/// </summary>
/// <remarks>
/// The same facts always give the same verdict, and one instance may be shared between threads. The answer of Cedar is used only if it
/// has no fault. The request is refused, with an alarm, after an error in any policy, for a record type, holder or recipient that is not
/// in the rules, and for a ground that the facts do not contain (ADR 0004). ADR 0017 explains why the rules are a project of their own.
/// <code>
///   1. Scope    the recipient, the record at its holder, and the policies whose scope can match them.
///   2. Release  ask whether the hub may release; a permit ends here.
///   3. Assess   ask whether the holder's assessor may consider it: refer or refuse.
///   4. Explain  what is missing, in words for the requester; the bars and nearest grounds for the holder and the log.
/// </code>
/// </remarks>
public sealed class ReleasePolicies
{
    private readonly PolicySetContents _contents;
    private readonly EntityStore _entities;
    private readonly Dictionary<CedarPolicy, Rule> _rules;
    private readonly ConcurrentDictionary<DirectionKey, Direction> _directions = new();

    private ReleasePolicies(PolicySetContents contents, EntityStore entities)
    {
        _contents = contents;
        _entities = entities;
        CedarPolicies = CedarPolicySet.Combine(contents.Rules.Select(rule => rule.OwnSet));
        _rules = CedarPolicies.Policies.Zip(contents.Rules).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The version of the policy set, from its manifest.</summary>
    public string Version => _contents.Version;

    /// <summary>The day up to which changes of law are considered.</summary>
    public DateOnly LawAsOf => _contents.LawAsOf;

    /// <summary>SHA-256 over the set's files, in lower-case hexadecimal.</summary>
    public string Hash => _contents.Hash;

    /// <summary>The record types that the set was written for.</summary>
    public RecordTypeCatalogue RecordTypes => _contents.RecordTypes;

    /// <summary>Every obligation that a release can carry, by its code.</summary>
    public IReadOnlyDictionary<string, Obligation> Obligations => _contents.Obligations;

    /// <summary>The rules on asking for consent; null in a set that is older than these rules.</summary>
    public ConsentRules? ConsentRules => _contents.ConsentRules;

    /// <summary>The texts that families sign; null in a set that is older than these texts (ADR 0021).</summary>
    public ConsentWordings? ConsentWordings => _contents.ConsentWordings;

    /// <summary>
    /// The codes of the record types that a survey usually gathers, in the order in which pages show them; null in a set that is older
    /// than the list.
    /// </summary>
    public IReadOnlyList<RecordTypeCode>? UsuallyGathered => _contents.UsuallyGathered;

    /// <summary>The documented forms of structured records; none in a set that is older than forms (ADR 0035).</summary>
    public RecordForms RecordForms => _contents.RecordForms;

    /// <summary>The set as Cedar policies, for our own engine (ADR 0015).</summary>
    public CedarPolicySet CedarPolicies { get; }

    /// <summary>Every policy of the set, in the order of its files.</summary>
    public IReadOnlyList<Rule> Rules => _contents.Rules;

    /// <summary>Reads the policy set in a folder.</summary>
    /// <exception cref="PolicySetException">Something in the folder is wrong; every fault is named.</exception>
    public static ReleasePolicies Load(string folder) => Load(PolicyFolder.Open(folder));

    /// <summary>Reads the policy set from the contents of files, from a folder or a bundle.</summary>
    /// <exception cref="PolicySetException">Something in the files is wrong; every fault is named.</exception>
    internal static ReleasePolicies Load(PolicyFolder files)
    {
        var contents = BarsOfEverySet.AddTo(PolicySetContents.Read(files));
        return new ReleasePolicies(contents, EntityStore.Of(PolicyEntities.Of(contents.RecordTypes)));
    }

    /// <summary>
    /// The same rules. The possessive names and <see cref="UsuallyGathered"/> are taken from another set if this set is too old to have
    /// them.
    /// </summary>
    internal ReleasePolicies WithNamesOf(ReleasePolicies other) => new(
        _contents with
        {
            RecordTypes = RecordTypes.WithPossessivesOf(other.RecordTypes),
            UsuallyGathered = UsuallyGathered ?? other.UsuallyGathered,
        },
        _entities);

    /// <summary>Decides whether one record may be released, referred to the holder's assessor, or refused.</summary>
    public Verdict Decide(ReleaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Decide(facts, Question.Of(facts));
    }

    /// <summary>
    /// Whether an emergency access can ever open such a record. The answer depends only on the requester, the holder, the record type
    /// and the child's age. It is therefore the same whether or not something is secret.
    /// </summary>
    public bool MayOpenInEmergency(PartyFacts recipient, PartyFacts holder, RecordTypeCode recordType, int childAge, DateTimeOffset now) =>
        Decide(ReleaseFacts.Open(now, recipient, holder, recordType) with
        {
            ChildAge = childAge,
            Emergency = new EmergencyFacts(Guid.Empty, now.AddMilliseconds(1)),
        }) is Verdict.Release { Ground.Kind: GroundKind.Emergency };

    /// <summary>Decides with a given context, so that tests can leave facts out of the context.</summary>
    internal Verdict Decide(ReleaseFacts facts, CedarValue.Record question)
    {
        // Step 1: Scope.
        if (DirectionOf(facts) is not { } direction)
        {
            return RefuseUnknownDirection(facts);
        }

        // Steps 2 and 3: Release, Assess. The request is refused when the answers have a fault.
        var answers = direction.Ask(question);
        if (direction.FaultsIn(answers, facts) is { Count: > 0 } alarms)
        {
            return RefuseOnFaults(answers, alarms);
        }

        if (answers.Assess is not { } assess)
        {
            return Released(facts, direction, answers);
        }

        // Step 4: Explain.
        return new Explanation(facts, direction, question, answers.Release, assess).ToVerdict(answers);
    }

    /// <summary>The same set without one policy, so that tests can show what each policy is for.</summary>
    internal ReleasePolicies Without(string policyName) =>
        new(_contents with { Rules = [.. Rules.Where(rule => rule.Name != policyName)] }, _entities);

    /// <summary>The same set with one more policy, or with another text for the policy of the same name.</summary>
    internal ReleasePolicies With(string policyText)
    {
        var faults = new List<string>();
        var added = Rule.Read(CedarPolicySet.Parse(policyText, "added").Policies[0], Obligations, faults.Add)
            ?? throw new PolicySetException(faults);
        IEnumerable<Rule> rules = Rules.Any(rule => rule.Name == added.Name)
            ? Rules.Select(rule => rule.Name == added.Name ? added : rule)
            : Rules.Append(added);
        return new ReleasePolicies(_contents with { Rules = [.. rules] }, _entities);
    }

    /// <summary>A policy of <see cref="CedarPolicies"/> with the content of its annotations.</summary>
    internal Rule RuleOf(CedarPolicy policy) => _rules[policy];

    private Direction? DirectionOf(ReleaseFacts facts)
    {
        var key = new DirectionKey(
            facts.Recipient.Kind, facts.Recipient.Branch, facts.Holder.Kind, facts.Holder.Branch, facts.RecordType);
        if (_directions.TryGetValue(key, out var known))
        {
            return known;
        }

        return Direction.Find(key, this, _entities) is { } direction ? _directions.GetOrAdd(key, direction) : null;
    }

    private static Verdict.Release Released(ReleaseFacts facts, Direction direction, CedarAnswers answers)
    {
        var rule = GroundRule(facts, direction, answers.Release);
        var obligations = new List<string>(rule.Obligations.Count + direction.DefaultRedactions.Length);
        AddApplying(rule.Obligations, facts, obligations);
        if (rule.Kind != GroundKind.Assessment)
        {
            AddApplying(direction.DefaultRedactions, facts, obligations);
        }

        return new Verdict.Release(rule.ToGround(facts), obligations) { Cedar = answers };
    }

    private static void AddApplying(IReadOnlyList<Obligation> from, ReleaseFacts facts, List<string> codes)
    {
        for (var i = 0; i < from.Count; i++)
        {
            if (from[i].AppliesTo(facts) && !codes.Contains(from[i].Code))
            {
                codes.Add(from[i].Code);
            }
        }
    }

    // A decision needs no consent, and a consent needs no assessment. The least demanding ground is therefore named. But when only the
    // assessment lifted a bar, the assessment is the ground, and the assessor's conditions must follow.
    private static Rule GroundRule(ReleaseFacts facts, Direction direction, CedarAnswer release)
    {
        var least = direction.RuleOf(release.Reasons[0]);
        Rule? assessed = null;
        for (var i = 0; i < release.Reasons.Count; i++)
        {
            var rule = direction.RuleOf(release.Reasons[i]);
            least = rule.Kind < least.Kind ? rule : least;
            assessed ??= rule.Kind == GroundKind.Assessment ? rule : null;
        }

        if (least.Kind == GroundKind.Assessment || facts.Assessment is not { Permits: true })
        {
            return least;
        }

        var without = direction.AskRelease(Question.Of(facts with { Assessment = null }));
        return without.Permitted && without.Errors.Count == 0 ? least : assessed ?? least;
    }

    private static Verdict.Refuse RefuseOnFaults(CedarAnswers answers, IReadOnlyList<Alarm> alarms) =>
        new(
            [Missing.NotGranted],
            [new Bar("policy-error", "", new Sentence("En regel kunde inte tillämpas.", "A rule could not be applied."))])
        {
            Alarms = alarms,
            Cedar = answers,
        };

    private Verdict.Refuse RefuseUnknownDirection(ReleaseFacts facts)
    {
        var (name, sentence) = !RecordTypes.TryFind(facts.RecordType, out _)
            ? ("known-record-type", new Sentence("Uppgiftstypen är okänd.", "The record type is unknown."))
            : PolicyEntities.IsKnown(facts.Recipient.Kind, facts.Recipient.Branch)
                ? ("known-holder", new Sentence(
                    "Den här sortens part ska inte ha den här uppgiftstypen.", "This kind of party should not hold this record type."))
                : ("known-recipient", new Sentence("Mottagarens verksamhet är okänd.", "The recipient's branch is unknown."));
        return new Verdict.Refuse([Missing.NotGranted], [new Bar(name, "", sentence)])
        {
            Alarms = [new Alarm(name, sentence.English)],
        };
    }
}
