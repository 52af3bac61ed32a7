using DelningsNav.AuditLog;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Oversight;

/// <summary>One entry with everything that decided it.</summary>
public sealed record LogEntryView
{
    /// <summary>When, what, who and whom.</summary>
    public required LogLine Line { get; init; }

    /// <summary>The version of the policy set that was in force.</summary>
    public required string PolicySet { get; init; }

    /// <summary>The leaf's hash, from which its proof starts.</summary>
    public required MerkleHash LeafHash { get; init; }

    /// <summary>The fields as they were logged, in the order of their names.</summary>
    public required IReadOnlyList<LogField> Fields { get; init; }

    /// <summary>The names of fields that are not those that the leaf binds: somebody has changed them. Empty when all is well.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>A record type by its code, as the entry's own rules name it; where they do not know it, as it is called now, or null.</summary>
    public required Func<string, RecordType?> TypeNamed { get; init; }

    /// <summary>The case, or null.</summary>
    public LogCase? Case { get; init; }

    /// <summary>The policies that the decision names.</summary>
    public IReadOnlyList<LogRule> Rules { get; init; } = [];

    /// <summary>What had to be done to the record, or said to its receiver.</summary>
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    /// <summary>The consent that it stands on or is a step of, or null.</summary>
    public LogConsent? Consent { get; init; }

    /// <summary>The assessment that it stands on or is, or null.</summary>
    public LogAssessment? Assessment { get; init; }

    /// <summary>The other entries of the same request or the same consent, the oldest first.</summary>
    public IReadOnlyList<LogLine> Beside { get; init; } = [];
}

/// <summary>One field of an entry.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">What was logged; empty when withheld.</param>
/// <param name="Meaning">What an id stands for, or empty.</param>
/// <param name="IsWithheld">Whether only the holder's registrators may see the value.</param>
public sealed record LogField(string Name, string Value, string Meaning, bool IsWithheld);

/// <summary>A case as an entry names it.</summary>
public sealed record LogCase(CaseId Id, string CaseNumber, CaseKind Kind, CasePhase Phase, string Unit);

/// <summary>What part a policy played in a decision.</summary>
public enum RulePart
{
    /// <summary>It permitted the release.</summary>
    Ground,

    /// <summary>It would have permitted the release if its conditions had held.</summary>
    Missing,

    /// <summary>It might have permitted the release; the first of its conditions that did not hold is told beside it.</summary>
    Nearest,

    /// <summary>It is a ground that the holder's assessor may consider.</summary>
    Considered,

    /// <summary>It barred the release.</summary>
    Bar,
}

/// <summary>A policy that a decision names.</summary>
/// <param name="Name">The policy's own name.</param>
/// <param name="Part">The part it played.</param>
/// <param name="Law">The paragraphs, or empty when no rules that the hub can look in have such a policy.</param>
/// <param name="Title">What it says in one sentence, or null when no rules that the hub can look in have such a policy.</param>
/// <param name="Text">The policy as it is written, or empty.</param>
/// <param name="IsOfThatTime">Whether law, sentence and text are those of the set that decided. The hub does not hold every set that its log names: then they are today's.</param>
public sealed record LogRule(string Name, RulePart Part, string Law, Sentence? Title, string Text, bool IsOfThatTime)
{
    /// <summary>The first condition that did not hold, as the policy writes it, of <see cref="RulePart.Nearest"/>; else empty.</summary>
    public string FailedCondition { get; init; } = "";
}

/// <summary>A consent in short, as it is now.</summary>
/// <param name="Id">The consent.</param>
/// <param name="Discloser">Who may show, in words.</param>
/// <param name="Recipient">Who may see, in words.</param>
/// <param name="RecordTypes">Codes of the types of records.</param>
/// <param name="DataFrom">The first day a record may speak of.</param>
/// <param name="DataTo">The last day, included.</param>
/// <param name="ActiveFrom">When all had signed, or null.</param>
/// <param name="ValidUntil">The first moment it no longer holds.</param>
/// <param name="WithdrawnAt">When it was taken back, or null.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Version">Its version.</param>
/// <param name="HaveSigned">How many have signed.</param>
/// <param name="MustSign">How many must sign. Who has answered what is not told.</param>
public sealed record LogConsent(
    ConsentId Id,
    string Discloser,
    string Recipient,
    IReadOnlyList<string> RecordTypes,
    DateOnly DataFrom,
    DateOnly DataTo,
    DateTimeOffset? ActiveFrom,
    DateTimeOffset ValidUntil,
    DateTimeOffset? WithdrawnAt,
    ConsentState State,
    int Version,
    int HaveSigned,
    int MustSign);

/// <summary>An assessment in short.</summary>
/// <param name="Decider">Who judged.</param>
/// <param name="Unit">The judge's workplace.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Conditions">The conditions for the receiver, or empty.</param>
/// <param name="RefusalCaseNumber">The diarienummer of the appealable decision, or empty.</param>
/// <param name="Reasoning">The reasons, or empty for a registrator of another party than the holder.</param>
/// <param name="DecidedAt">When.</param>
public sealed record LogAssessment(
    string Decider, string Unit, AssessmentOutcome Outcome, string Conditions, string RefusalCaseNumber, string Reasoning, DateTimeOffset DecidedAt);
