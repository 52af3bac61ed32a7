using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A request as those who asked may see it, with the hub's latest answer about each type.</summary>
/// <param name="Id">The request.</param>
/// <param name="Case">The case.</param>
/// <param name="Holder">The branch that was asked.</param>
/// <param name="HolderName">Its name, with its authority's.</param>
/// <param name="PeriodFrom">The first day asked about.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Purpose">The purpose, a code.</param>
/// <param name="Reason">Why it was asked for.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Types">The answer about each type, in the order asked.</param>
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
/// <param name="RecordType">The type, a code of the catalogue.</param>
/// <param name="State">How it stands.</param>
/// <param name="Documents">What may be read.</param>
/// <param name="Missing">What is missing for the rest, in words that reveal nothing secret.</param>
/// <param name="RestWaits">Whether an assessor is to judge some of it beside what may be read.</param>
/// <param name="Refusal">The assessor's refusal, or null.</param>
/// <param name="Consent">How the family's consent stands.</param>
/// <param name="LogIndex">The log entry of the latest decision, or null when nothing is decided.</param>
/// <param name="DecidedAt">When it was decided, or null.</param>
public sealed record TypeAnswer(
    string RecordType,
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
    /// What would open what stays closed. Empty when nothing stays closed, or what would open it has come since
    /// and the answer can be fetched.
    /// </summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];
}

/// <summary>A document that may be read, and on what ground.</summary>
/// <param name="Release">The decision.</param>
/// <param name="Record">The record.</param>
/// <param name="Title">Its title.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="PeriodFrom">The first day it speaks of.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Ground">What lifts the secrecy, in a plain sentence; null when the rule is no longer in the set.</param>
/// <param name="Policy">The name of the rule that lifts it.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Obligations">What the reader must keep to.</param>
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

/// <summary>The holder's no, which can be appealed (OSL 6 kap. 7 §).</summary>
/// <param name="CaseNumber">The decision's diarienummer.</param>
/// <param name="DecidedAt">When.</param>
public sealed record HolderRefusal(string CaseNumber, DateTimeOffset DecidedAt);
