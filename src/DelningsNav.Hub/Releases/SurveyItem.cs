using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>The state of one item of a survey, as staff see it. It does not reveal who in a family has answered what.</summary>
public enum SurveyState
{
    /// <summary>The records have been asked for, and the hub has not decided yet.</summary>
    Undecided,

    /// <summary>The family has been asked for consent and has not answered in full.</summary>
    WaitsForFamily,

    /// <summary>The holder's assessor is to judge.</summary>
    WaitsForAssessor,

    /// <summary>The family has consented; the records can be requested, or requested again.</summary>
    ConsentGiven,

    /// <summary>The assessor has judged; the answer can be fetched.</summary>
    AssessmentMade,

    /// <summary>The records may be read, and some of them are unread.</summary>
    Granted,

    /// <summary>The records may be read, and all of them have been read.</summary>
    Received,

    /// <summary>The family was asked and has not given consent.</summary>
    ConsentNotGiven,

    /// <summary>A consent has been withdrawn or has expired.</summary>
    ConsentEnded,

    /// <summary>Nothing prevents a release, but the holder has deposited nothing for the period.</summary>
    NothingHeld,

    /// <summary>Consent is missing, and the family has not been asked.</summary>
    ConsentMissing,

    /// <summary>The request was refused for another reason.</summary>
    Refused,
}

/// <summary>The state of the family's consent to one type of record from one holder, in the form that staff may know.</summary>
public enum ConsentStanding
{
    /// <summary>The family has not been asked.</summary>
    NotAsked,

    /// <summary>The family was asked, and not everybody has answered.</summary>
    Waiting,

    /// <summary>The consent is valid now.</summary>
    Given,

    /// <summary>The family was asked and has not given consent.</summary>
    NotGiven,

    /// <summary>The consent was active and has ended.</summary>
    Ended,
}

/// <summary>One line of a survey: one type of record from one holder.</summary>
/// <param name="Holder">The branch that holds it.</param>
/// <param name="HolderName">The branch's name, with the name of its authority.</param>
/// <param name="RecordType">The type, as a code of the catalogue.</param>
/// <param name="State">Its state.</param>
/// <param name="ChangedAt">When the item got this state. For received records, when they were last read.</param>
/// <param name="Request">The request, or null when only the family has been asked.</param>
/// <param name="PeriodFrom">The first day asked about, or null without a request.</param>
/// <param name="PeriodTo">The last day asked about, included, or null without a request.</param>
/// <param name="Documents">What may be read now.</param>
public sealed record SurveyItem(
    BranchId Holder,
    string HolderName,
    RecordTypeCode RecordType,
    SurveyState State,
    DateTimeOffset ChangedAt,
    RequestId? Request,
    DateOnly? PeriodFrom,
    DateOnly? PeriodTo,
    IReadOnlyList<SurveyDocument> Documents);

/// <summary>A document that may be read.</summary>
/// <param name="Release">The latest decision that permits it.</param>
/// <param name="Record">The record.</param>
/// <param name="Title">Its title.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="ReadAt">When it was last read in this request, or null.</param>
public sealed record SurveyDocument(DecisionId Release, RecordId Record, string Title, string MediaType, DateTimeOffset? ReadAt);
