using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A request with the hub's latest answer about each type, for the requester's branch.</summary>
/// <param name="Id">The request.</param>
/// <param name="Case">The case.</param>
/// <param name="Holder">The branch that was asked.</param>
/// <param name="HolderName">The name of that branch, with the name of its authority.</param>
/// <param name="PeriodFrom">The first day asked about.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Purpose">The purpose, as a code.</param>
/// <param name="Reason">Why the records were asked for.</param>
/// <param name="AskedBy">The requester.</param>
/// <param name="AskedAt">When the records were asked for.</param>
/// <param name="Types">The answer about each type, in the order of the request.</param>
public sealed record RequestAnswer(
    RequestId Id,
    CaseSummary Case,
    BranchId Holder,
    string HolderName,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    PurposeCode Purpose,
    string Reason,
    string AskedBy,
    DateTimeOffset AskedAt,
    IReadOnlyList<TypeAnswer> Types);

/// <summary>The latest answer about one type of record.</summary>
/// <param name="RecordType">The type, as a code of the catalogue.</param>
/// <param name="State">Its state.</param>
/// <param name="Documents">What may be read.</param>
/// <param name="Missing">What is missing for the records that may not be read, in words that reveal nothing secret.</param>
/// <param name="RestWaits">Whether some records may be read and an assessor is to judge others.</param>
/// <param name="Refusal">The assessor's refusal, or null.</param>
/// <param name="Consent">The state of the family's consent.</param>
/// <param name="LogIndex">The log entry of the latest decision, or null when nothing is decided.</param>
/// <param name="DecidedAt">When it was decided, or null.</param>
public sealed record TypeAnswer(
    RecordTypeCode RecordType,
    SurveyState State,
    IReadOnlyList<AnsweredDocument> Documents,
    IReadOnlyList<Missing> Missing,
    bool RestWaits,
    HolderRefusal? Refusal,
    ConsentStanding Consent,
    long? LogIndex,
    DateTimeOffset? DecidedAt)
{
    /// <summary>
    /// The ways to open the records that are refused or referred. Empty when nothing is refused or referred. Also empty when what was
    /// missing has been given, so that the answer can be fetched.
    /// </summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];
}

/// <summary>A document that may be read, with the ground for the reading.</summary>
/// <param name="Release">The decision.</param>
/// <param name="Record">The record.</param>
/// <param name="Title">Its title.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="PeriodFrom">The first day that it covers.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Ground">The ground that lifts the secrecy, in a plain sentence. Null when the rule is no longer in the policy set.</param>
/// <param name="Policy">The name of the rule that lifts the secrecy.</param>
/// <param name="Law">The paragraphs of law.</param>
/// <param name="Obligations">The obligations that bind the reader.</param>
/// <param name="Conditions">The assessor's own conditions, or empty.</param>
/// <param name="LogIndex">The decision's log entry.</param>
/// <param name="ReadAt">When it was last read, or null.</param>
public sealed record AnsweredDocument(
    DecisionId Release,
    RecordId Record,
    string Title,
    string MediaType,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    Sentence? Ground,
    string Policy,
    string Law,
    IReadOnlyList<Obligation> Obligations,
    string Conditions,
    long LogIndex,
    DateTimeOffset? ReadAt);

/// <summary>The holder's refusal, which can be appealed (OSL 6 kap. 7 §).</summary>
/// <param name="CaseNumber">The decision's diarienummer.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record HolderRefusal(string CaseNumber, DateTimeOffset DecidedAt);
