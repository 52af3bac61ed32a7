using System.Collections.Concurrent;
using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The secrecy rules in force: facts about one record and one request in, a verdict with its reasons out.</summary>
/// <remarks>
/// Pure: the same facts always give the same verdict, and one instance may be shared between threads. Round the plain
/// Cedar answer lies a wrapper that fails closed: an error in any policy, a record type, holder or recipient that the
/// rules do not know, or a ground without what it stands on, all refuse and raise an alarm (DESIGN section 6).
/// <code>
///   1. Place    the recipient, the record at its holder, and the policies whose scope can match them.
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
    private readonly ConcurrentDictionary<PlaceKey, Place> _places = new();

    private ReleasePolicies(PolicySetContents contents, EntityStore entities)
    {
        _contents = contents;
        _entities = entities;
        Whole = CedarPolicySet.Combine(contents.Rules.Select(rule => rule.Alone));
        _rules = Whole.Policies.Zip(contents.Rules).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The version of the policy set, as its manifest says.</summary>
    public string Version => _contents.Version;

    /// <summary>The day up to which changes of law are considered.</summary>
    public DateOnly LawAsOf => _contents.LawAsOf;

    /// <summary>SHA-256 over the set's files, in lower-case hexadecimal.</summary>
    public string Hash => _contents.Hash;

    /// <summary>The record types that the set was written for.</summary>
    public RecordTypeCatalogue RecordTypes => _contents.RecordTypes;

    /// <summary>Every obligation that a release can carry, by its code.</summary>
    public IReadOnlyDictionary<string, Obligation> Obligations => _contents.Obligations;

    /// <summary>The whole set as Cedar sees it.</summary>
    public CedarPolicySet Whole { get; }

    /// <summary>Every policy of the set, in the order of its files.</summary>
    public IReadOnlyList<Rule> Rules => _contents.Rules;

    /// <summary>Reads the policy set in a folder.</summary>
    /// <exception cref="PolicySetException">Something in the folder is wrong; every fault is named.</exception>
    public static ReleasePolicies Load(string folder)
    {
        var contents = PolicySetContents.Read(folder);
        return new ReleasePolicies(contents, EntityStore.Of(PolicyEntities.Of(contents.RecordTypes)));
    }

    /// <summary>Decides whether one record may be released, referred to the holder's assessor, or refused.</summary>
    public Verdict Decide(ReleaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Decide(facts, Question.Of(facts));
    }

    /// <summary>Decides with a context of one's own, so that tests can leave facts out of it.</summary>
    internal Verdict Decide(ReleaseFacts facts, CedarValue.Record question)
    {
        // Step 1: Place.
        if (PlaceOf(facts) is not { } place)
        {
            return Unplaced(facts);
        }

        // Step 2: Release.
        var release = place.AskRelease(question);
        if (release.Errors.Count > 0)
        {
            return Failed(release, null);
        }

        if (release.Permitted)
        {
            return Released(facts, place, release);
        }

        // Step 3: Assess.
        var assess = place.AskAssess(question);
        if (assess.Errors.Count > 0)
        {
            return Failed(release, assess);
        }

        // Step 4: Explain.
        return new Explanation(facts, place, question, release, assess).ToVerdict(Decide);
    }

    /// <summary>The same set without one policy, so that tests can show what each policy is for.</summary>
    internal ReleasePolicies Without(string policyName) =>
        new(_contents with { Rules = [.. Rules.Where(rule => rule.Name != policyName)] }, _entities);

    /// <summary>The same set with one more policy, or with another text for the one of that name.</summary>
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

    private Place? PlaceOf(ReleaseFacts facts)
    {
        var key = new PlaceKey(
            facts.Recipient.Kind, facts.Recipient.Branch, facts.Holder.Kind, facts.Holder.Branch, facts.RecordType);
        if (_places.TryGetValue(key, out var known))
        {
            return known;
        }

        return Place.Find(key, RecordTypes, Whole, _rules, _entities) is { } place ? _places.GetOrAdd(key, place) : null;
    }

    private Verdict Released(ReleaseFacts facts, Place place, CedarAnswer release)
    {
        if (release.Reasons.FirstOrDefault(policy => !StandsOnSomething(place.RuleOf(policy), facts)) is { } baseless)
        {
            return Refused(release, null, [new Alarm(baseless.Name, "the policy permits without what its ground stands on")]);
        }

        var rule = GroundRule(facts, place, release);
        IEnumerable<Obligation> obligations = rule.Obligations;
        if (rule.Kind != GroundKind.Assessment)
        {
            obligations = obligations.Concat(place.Type.DefaultRedactions.Select(code => Obligations[code]));
        }

        return new Verdict.Release(
            rule.ToGround(facts),
            [.. obligations.Where(obligation => obligation.AppliesTo(facts)).Select(obligation => obligation.Code).Distinct()])
        {
            Cedar = new CedarAnswers(release, null),
        };
    }

    // A decision needs no consent and a consent no assessment, so the least that opens is named. But when a bar gave way
    // to the assessment alone, the assessment is the ground, and what the assessor demanded must follow.
    private static Rule GroundRule(ReleaseFacts facts, Place place, CedarAnswer release)
    {
        var rules = release.Reasons.Select(place.RuleOf).OrderBy(rule => rule.Kind).ToList();
        var least = rules[0];
        if (least.Kind == GroundKind.Assessment || facts.Assessment is not { Permits: true })
        {
            return least;
        }

        var without = place.AskRelease(Question.Of(facts with { Assessment = null }));
        return without.Permitted && without.Errors.Count == 0
            ? least
            : rules.FirstOrDefault(rule => rule.Kind == GroundKind.Assessment) ?? least;
    }

    // A judgement that the law leaves to a person is never a ground on which the hub releases, whatever a policy says.
    private static bool StandsOnSomething(Rule rule, ReleaseFacts facts) => rule.Kind switch
    {
        GroundKind.Decision => true,
        GroundKind.Consent => facts.Consent is not null,
        GroundKind.Assessment => facts.Assessment is { Permits: true },
        _ => false,
    };

    private static Verdict.Refuse Failed(CedarAnswer release, CedarAnswer? assess) =>
        Refused(release, assess, [.. (assess ?? release).Errors.Select(error => new Alarm(error.Policy.Name, error.Message))]);

    private static Verdict.Refuse Refused(CedarAnswer release, CedarAnswer? assess, IReadOnlyList<Alarm> alarms) =>
        new(
            [Missing.NotGranted],
            [new Bar("policy-error", "", new Sentence("En regel kunde inte tillämpas.", "A rule could not be applied."))])
        {
            Alarms = alarms,
            Cedar = new CedarAnswers(release, assess),
        };

    private Verdict.Refuse Unplaced(ReleaseFacts facts)
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
