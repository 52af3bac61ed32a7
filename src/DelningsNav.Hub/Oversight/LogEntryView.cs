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

    /// <summary>The hash of the entry's leaf. The proof of the entry starts from it.</summary>
    public required MerkleHash LeafHash { get; init; }

    /// <summary>The fields as they were logged, in the order of their names.</summary>
    public required IReadOnlyList<LogField> Fields { get; init; }

    /// <summary>
    /// The names of fields that differ from the commitments in the leaf, because somebody has changed them. The list is empty when the
    /// entry is unchanged.
    /// </summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>
    /// Finds a record type by its code, as the rules of the entry name it. If those rules do not contain the code, the current rules name
    /// it. The result is null when neither contains the code.
    /// </summary>
    public required Func<RecordTypeCode, RecordType?> TypeNamed { get; init; }

    /// <summary>The case, or null.</summary>
    public LogCase? Case { get; init; }

    /// <summary>The policies that the decision names.</summary>
    public IReadOnlyList<LogRule> Rules { get; init; } = [];

    /// <summary>The obligations: actions that had to be done to the record, or information that had to be given to its recipient.</summary>
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    /// <summary>
    /// The consent on which the decision rests, or of which the entry records a step. It is null when there is no such consent.
    /// </summary>
    public LogConsent? Consent { get; init; }

    /// <summary>
    /// The assessment on which the decision rests, or which the entry records. It is null when there is no such assessment.
    /// </summary>
    public LogAssessment? Assessment { get; init; }

    /// <summary>The other entries of the same request or the same consent, oldest first.</summary>
    public IReadOnlyList<LogLine> Related { get; init; } = [];
}

/// <summary>One field of an entry.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">The logged value. It is empty when the value is withheld.</param>
/// <param name="Meaning">The name that belongs to an id in the field, or empty.</param>
/// <param name="IsWithheld">Whether only the holder's registrators may see the value.</param>
public sealed record LogField(string Name, string Value, string Meaning, bool IsWithheld);

/// <summary>A case as an entry names it.</summary>
public sealed record LogCase(CaseId Id, string CaseNumber, CaseKind Kind, CasePhase Phase, string Unit);

/// <summary>The part that a policy had in a decision.</summary>
public enum RulePart
{
    /// <summary>The policy permitted the release.</summary>
    Ground,

    /// <summary>The policy would have permitted the release if its conditions had been met.</summary>
    Missing,

    /// <summary>The policy might have permitted the release. The view states its first condition that was not met.</summary>
    Nearest,

    /// <summary>The policy is a ground that the holder's assessor may consider.</summary>
    Considered,

    /// <summary>The policy barred the release.</summary>
    Bar,
}

/// <summary>A policy that a decision names.</summary>
/// <param name="Name">The policy's own name.</param>
/// <param name="Part">The part that the policy had in the decision.</param>
/// <param name="Law">The paragraphs of law. Empty when the policy is missing in all rules that the hub can read.</param>
/// <param name="Title">The content of the policy in one sentence. Null when the policy is missing in all rules that the hub can
/// read.</param>
/// <param name="Text">The text of the policy, or empty.</param>
/// <param name="IsOfThatTime">Whether law, sentence and text come from the set that decided. If the hub does not have that set, they come
/// from the current rules.</param>
public sealed record LogRule(string Name, RulePart Part, string Law, Sentence? Title, string Text, bool IsOfThatTime)
{
    /// <summary>
    /// The first condition that was not met, as the policy states it. It is empty for every other part than <see cref="RulePart.Nearest"/>.
    /// </summary>
    public string FailedCondition { get; init; } = "";
}

/// <summary>A short description of a consent, as it is now.</summary>
/// <param name="Id">The consent.</param>
/// <param name="Discloser">The holder's name.</param>
/// <param name="Recipient">The recipient's name.</param>
/// <param name="RecordTypes">The codes of the types of records.</param>
/// <param name="DataFrom">The first day that a record may cover, included.</param>
/// <param name="DataTo">The last day that a record may cover, included.</param>
/// <param name="ActiveFrom">When all signers had signed, or null.</param>
/// <param name="ValidUntil">The first moment at which the consent is no longer valid.</param>
/// <param name="WithdrawnAt">When it was withdrawn, or null.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">Its version.</param>
/// <param name="HaveSigned">The number of signers who have signed.</param>
/// <param name="MustSign">The number of signers. The answer of each signer is not revealed.</param>
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

/// <summary>A short description of an assessment.</summary>
/// <param name="Decider">The assessor.</param>
/// <param name="Unit">The assessor's workplace.</param>
/// <param name="Outcome">The outcome of the assessment.</param>
/// <param name="Conditions">The conditions for the recipient, or empty.</param>
/// <param name="RefusalCaseNumber">The diarienummer of the appealable decision, or empty.</param>
/// <param name="Reasoning">The reasons. They are empty for a registrator of any other party than the holder.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record LogAssessment(
    string Decider, string Unit, AssessmentOutcome Outcome, string Conditions, string RefusalCaseNumber, string Reasoning,
    DateTimeOffset DecidedAt);
