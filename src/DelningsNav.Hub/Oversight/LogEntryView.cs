using DelningsNav.AuditLog;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Oversight;

/// <summary>One entry with everything that the decision was based on.</summary>
public sealed record LogEntryView
{
    /// <summary>The time, kind, actor and person.</summary>
    public required LogLine Line { get; init; }

    /// <summary>The version of the policy set that was in force.</summary>
    public required string PolicySet { get; init; }

    /// <summary>The leaf's hash, from which its proof starts.</summary>
    public required MerkleHash LeafHash { get; init; }

    /// <summary>The fields as they were logged, in the order of their names.</summary>
    public required IReadOnlyList<LogField> Fields { get; init; }

    /// <summary>
    /// The names of fields that differ from what the leaf binds: somebody has changed them. Empty when the entry is unchanged.
    /// </summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>
    /// A record type by its code, as the entry's own rules name it; if they do not contain it, by its current name; or null.
    /// </summary>
    public required Func<RecordTypeCode, RecordType?> TypeNamed { get; init; }

    /// <summary>The case, or null.</summary>
    public LogCase? Case { get; init; }

    /// <summary>The policies that the decision names.</summary>
    public IReadOnlyList<LogRule> Rules { get; init; } = [];

    /// <summary>Obligations: what had to be done to the record, or said to its recipient.</summary>
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    /// <summary>The consent that it rests on or is a step of, or null.</summary>
    public LogConsent? Consent { get; init; }

    /// <summary>The assessment that it rests on or is, or null.</summary>
    public LogAssessment? Assessment { get; init; }

    /// <summary>The other entries of the same request or the same consent, oldest first.</summary>
    public IReadOnlyList<LogLine> Related { get; init; } = [];
}

/// <summary>One field of an entry.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">What was logged; empty when withheld.</param>
/// <param name="Meaning">The name for an id, or empty.</param>
/// <param name="IsWithheld">Whether only the holder's registrators may see the value.</param>
public sealed record LogField(string Name, string Value, string Meaning, bool IsWithheld);

/// <summary>A case as an entry names it.</summary>
public sealed record LogCase(CaseId Id, string CaseNumber, CaseKind Kind, CasePhase Phase, string Unit);

/// <summary>The part of a policy in a decision.</summary>
public enum RulePart
{
    /// <summary>It permitted the release.</summary>
    Ground,

    /// <summary>It would have permitted the release if its conditions had been met.</summary>
    Missing,

    /// <summary>It might have permitted the release; the view states the first of its conditions that was not met.</summary>
    Nearest,

    /// <summary>It is a ground that the holder's assessor may consider.</summary>
    Considered,

    /// <summary>It barred the release.</summary>
    Bar,
}

/// <summary>A policy that a decision names.</summary>
/// <param name="Name">The policy's own name.</param>
/// <param name="Part">The part it played.</param>
/// <param name="Law">The paragraphs, or empty when no rules that the hub can read have such a policy.</param>
/// <param name="Title">Its content in one sentence, or null when no rules that the hub can read have such a policy.</param>
/// <param name="Text">The text of the policy, or empty.</param>
/// <param name="IsOfThatTime">Whether law, sentence and text are those of the set that decided. The hub does not have every set that its
/// log names: when it does not, they are today's.</param>
public sealed record LogRule(string Name, RulePart Part, string Law, Sentence? Title, string Text, bool IsOfThatTime)
{
    /// <summary>
    /// The first condition that was not met, as the policy states it, of <see cref="RulePart.Nearest"/>; otherwise empty.
    /// </summary>
    public string FailedCondition { get; init; } = "";
}

/// <summary>A consent in short, as it is now.</summary>
/// <param name="Id">The consent.</param>
/// <param name="Discloser">The holder, in words.</param>
/// <param name="Recipient">The recipient, in words.</param>
/// <param name="RecordTypes">Codes of the types of records.</param>
/// <param name="DataFrom">The first day that a record may cover.</param>
/// <param name="DataTo">The last day, included.</param>
/// <param name="ActiveFrom">When all signers had signed, or null.</param>
/// <param name="ValidUntil">The first moment it is no longer valid.</param>
/// <param name="WithdrawnAt">When it was withdrawn, or null.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">Its version.</param>
/// <param name="HaveSigned">The number of signers who have signed.</param>
/// <param name="MustSign">The number of signers. Who has answered what is not revealed.</param>
public sealed record LogConsent(
    ConsentId Id,
    string Discloser,
    string Recipient,
    IReadOnlyList<RecordTypeCode> RecordTypes,
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
/// <param name="Decider">The assessor.</param>
/// <param name="Unit">The assessor's workplace.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Conditions">The conditions for the recipient, or empty.</param>
/// <param name="RefusalCaseNumber">The diarienummer of the appealable decision, or empty.</param>
/// <param name="Reasoning">The reasons, or empty for a registrator of another party than the holder.</param>
/// <param name="DecidedAt">When.</param>
public sealed record LogAssessment(
    string Decider, string Unit, AssessmentOutcome Outcome, string Conditions, string RefusalCaseNumber, string Reasoning,
    DateTimeOffset DecidedAt);
