using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The answer of the secrecy rules for one record.</summary>
/// <remarks>There are three kinds of answers. The private constructor prevents other code from adding a fourth.</remarks>
public abstract record Verdict
{
    private Verdict() { }

    /// <summary>
    /// The faults that were found when the rules were evaluated. An operator must examine each of them. They are never shown to the
    /// requester.
    /// </summary>
    public IReadOnlyList<Alarm> Alarms { get; init; } = [];

    /// <summary>
    /// The grounds that came nearest to a release, and the condition that failed in each, for the holder and the log. They are never
    /// shown to the requester. Empty for a release.
    /// </summary>
    public IReadOnlyList<NearestGround> NearestGrounds { get; init; } = [];

    /// <summary>Cedar's own answers, before the hub refuses answers with a fault; null when Cedar was not called.</summary>
    public CedarAnswers? Cedar { get; init; }

    /// <summary>The record may be released now.</summary>
    /// <param name="Ground">What lifts the secrecy.</param>
    /// <param name="Obligations">Codes of what must be done to the record, or said to the recipient, before it is
    /// handed over. Each code is described in <c>policies/obligations.json</c>.</param>
    public sealed record Release(Ground Ground, IReadOnlyList<string> Obligations) : Verdict;

    /// <summary>No rule opens the record automatically, but the holder's assessor decides.</summary>
    /// <param name="AssessorMayConsider">A ground that the requester claimed comes first. The list is empty when, because of a secret
    /// bar, the assessor can only refuse. The requester must not be able to distinguish that from an open question (ADR 0019).</param>
    /// <param name="Missing">Never empty: what is missing, in words that reveal nothing secret.</param>
    public sealed record Refer(IReadOnlyList<Ground> AssessorMayConsider, IReadOnlyList<Missing> Missing) : Verdict
    {
        /// <summary>Whether the assessor can only refuse. Never shown to the requester.</summary>
        public bool OnlyRefusal => AssessorMayConsider.Count == 0;

        /// <summary>The bars that prevented a release, for the holder and the log. They are never shown to the requester.</summary>
        public IReadOnlyList<Bar> Bars { get; init; } = [];

        /// <summary>
        /// Whether only an assessor who is named for protected identities may answer the question, following the holder's
        /// written routine. Never shown to the requester.
        /// </summary>
        public bool NamedAssessorOnly { get; init; }
    }

    /// <summary>The record is not released.</summary>
    /// <param name="Missing">Never empty: what is missing, in words that reveal nothing secret.</param>
    /// <param name="Bars">The bars that prevented a release, for the holder and the log. They are never shown to the requester.</param>
    public sealed record Refuse(IReadOnlyList<Missing> Missing, IReadOnlyList<Bar> Bars) : Verdict;
}

/// <summary>
/// What lifts the secrecy, or what an assessor may consider: the policy, the law, and the consent, assessment or emergency access behind
/// it.
/// </summary>
/// <param name="PolicyName">The policy's own name, its <c>@id</c>.</param>
/// <param name="Law">The paragraphs of the law, for example <c>OSL 10:1, 12:2, 23:2 st. 1</c>.</param>
/// <param name="Kind">The kind of ground.</param>
/// <param name="ConsentId">The consent that the ground rests on, for <see cref="GroundKind.Consent"/>; otherwise null.</param>
/// <param name="ConsentVersion">The version of that consent.</param>
/// <param name="AssessmentId">The assessment that the ground rests on, for <see cref="GroundKind.Assessment"/>; otherwise null.</param>
/// <param name="Sentence">The ground in one plain sentence.</param>
public sealed record Ground(
    string PolicyName, string Law, GroundKind Kind, Guid? ConsentId, int? ConsentVersion, Guid? AssessmentId, Sentence Sentence)
{
    /// <summary>The emergency access that the ground rests on, for <see cref="GroundKind.Emergency"/>; otherwise null.</summary>
    public Guid? EmergencyId { get; init; }
}

/// <summary>The kinds of ground on which a record may be released or considered.</summary>
public enum GroundKind
{
    /// <summary>The record is a decision and is not secret. Only the purpose and the masking matter.</summary>
    Decision,

    /// <summary>Consent. Swedish: <b>samtycke</b> (OSL 10 kap. 1 §, 12 kap. 2 §).</summary>
    Consent,

    /// <summary>The holder's assessor has decided the release (OSL 6 kap. 3 §).</summary>
    Assessment,

    /// <summary>The damage test of the provision itself. Swedish: <b>menprövning</b>.</summary>
    Harm,

    /// <summary>
    /// The holder needs to disclose the record for its own work. Swedish: <b>nödvändigt utlämnande</b> (OSL 10 kap. 2 §).
    /// </summary>
    Necessity,

    /// <summary>The interest of the release obviously prevails. Swedish: <b>generalklausulen</b> (OSL 10 kap. 27 §).</summary>
    Balance,

    /// <summary>A duty to disclose in law. Swedish: <b>uppgiftsskyldighet</b> (OSL 10 kap. 28 §).</summary>
    Duty,

    /// <summary>
    /// A child needs care or support for which the chapter's own provision allows a release (OSL 25 kap. 12 §, 25 kap. 13
    /// a §, 26 kap. 9 §).
    /// </summary>
    ChildSupport,

    /// <summary>Feedback to the person who reported a concern (OSL 26 kap. 9 a §, SoL 19 kap. 6 §).</summary>
    Feedback,

    /// <summary>An emergency that the requester has declared, and that is reviewed afterwards. Swedish: <b>nödöppning</b>.</summary>
    Emergency,
}

/// <summary>One plain sentence in both languages.</summary>
public sealed record Sentence(string Swedish, string English);

/// <summary>What is missing for a release, in words that may be shown to the requester.</summary>
/// <param name="Code">A stable code: <c>consent</c>, <c>assignment</c>, <c>open-case</c>, <c>purpose</c>,
/// <c>assessment</c>, <c>not-granted</c> or another.</param>
/// <param name="Law">The paragraphs of the law; empty when they would reveal something secret.</param>
/// <param name="Swedish">The sentence in Swedish.</param>
/// <param name="English">The sentence in English.</param>
/// <param name="PolicyName">The policy whose condition failed; empty when its name would reveal something secret.</param>
public sealed record Missing(MissingCode Code, string Law, string Swedish, string English, string PolicyName)
{
    /// <summary>The words of every secret cause, the same as those of an ordinary "not granted".</summary>
    public static readonly Missing NotGranted = new(
        MissingCode.NotGranted,
        "",
        "Utlämnandet är inte beviljat. Den som har uppgifterna avgör om de kan lämnas ut.",
        "The release is not granted. The holder of the information decides whether it can be released.",
        "");
}

/// <summary>A bar that applied. Only the holder and the log may see it.</summary>
/// <param name="PolicyName">The policy's own name, or the check of the hub that barred.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Sentence">The full reason.</param>
public sealed record Bar(string PolicyName, string Law, Sentence Sentence);

/// <summary>A fault in the rules or the facts that an operator must examine.</summary>
/// <param name="PolicyName">The policy that failed, or the check that found the fault.</param>
/// <param name="Detail">What happened, without personal data.</param>
public sealed record Alarm(string PolicyName, string Detail);

/// <summary>A ground that might have opened the record, and its first condition that was false.</summary>
/// <param name="PolicyName">The policy's own name.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="FailedCondition">The text of the condition in the policy.</param>
public sealed record NearestGround(string PolicyName, string Law, string FailedCondition);

/// <summary>Cedar's own answers to the two questions.</summary>
/// <param name="Release">May the hub release the record?</param>
/// <param name="Assess">May the question be put to the holder's assessor? Null when the first answer was enough.</param>
public sealed record CedarAnswers(CedarAnswer Release, CedarAnswer? Assess);
