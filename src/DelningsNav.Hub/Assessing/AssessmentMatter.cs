using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Assessing;

/// <summary>Everything about a request that an assessor needs in order to judge it.</summary>
/// <param name="Id">The request.</param>
/// <param name="ChildName">The child's name.</param>
/// <param name="ChildAge">The child's age in whole years.</param>
/// <param name="ChildIsProtected">Whether the population register protects the child's details. Also true when this is unknown.</param>
/// <param name="CaseKind">The kind of case in which the request was made.</param>
/// <param name="CaseNumber">The case's diarienummer.</param>
/// <param name="Asker">The requester, with their workplace.</param>
/// <param name="AskersRole">The requester's role.</param>
/// <param name="Recipient">The branch that would receive the records, with its authority's name.</param>
/// <param name="RecipientIsIndividual">
/// Whether the recipient is not an authority, so that a condition can bind it (OSL 10 kap. 14 §).
/// </param>
/// <param name="PeriodFrom">The first day asked about.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Purpose">The purpose, as a code.</param>
/// <param name="Reason">Why the records are needed, in the requester's words.</param>
/// <param name="AskedAt">When the request was made.</param>
/// <param name="Types">The record types that were referred.</param>
public sealed record AssessmentMatter(
    RequestId Id,
    string ChildName,
    int ChildAge,
    bool ChildIsProtected,
    CaseKind CaseKind,
    string CaseNumber,
    string Asker,
    StaffRole AskersRole,
    string Recipient,
    bool RecipientIsIndividual,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    PurposeCode Purpose,
    string Reason,
    DateTimeOffset AskedAt,
    IReadOnlyList<TypeToAssess> Types);

/// <summary>One type of record to judge, with the law that applies to it.</summary>
/// <param name="RecordType">The type, as a code of the catalogue.</param>
/// <param name="Waits">Whether it awaits a judgement now.</param>
/// <param name="Provision">
/// The secrecy provision that applies at this holder. Empty when no policy set in the hub has the type at such a holder.
/// </param>
/// <param name="DamageTest">The damage test of the provision, or null.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has not yet confirmed the classification.</param>
/// <param name="Grounds">The grounds that the assessor may consider. A ground that the requester claimed comes first.</param>
/// <param name="Bars">The bars that prevented the hub from deciding by itself. They are shown only to the holder.</param>
/// <param name="Records">The records of the type that the holder has deposited for the period.</param>
/// <param name="Made">The judgement, or null when it has not been made.</param>
public sealed record TypeToAssess(
    RecordTypeCode RecordType,
    bool Waits,
    string Provision,
    DamageTest? DamageTest,
    bool AwaitsLawyer,
    IReadOnlyList<Ground> Grounds,
    IReadOnlyList<Bar> Bars,
    IReadOnlyList<RecordToAssess> Records,
    MadeAssessment? Made)
{
    /// <summary>
    /// The grounds that might have opened the records without a judgement, each with the first condition that failed. They are shown only
    /// to the holder.
    /// </summary>
    public IReadOnlyList<NearestGround> Nearest { get; init; } = [];

    /// <summary>Whether the assessor can only refuse, because a bar applies that no assessment can open.</summary>
    public bool OnlyRefusal => Grounds.Count == 0 && Bars.Count > 0;
}

/// <summary>A record of the assessor's own branch.</summary>
/// <param name="Title">The title.</param>
/// <param name="Reference">The holder's own reference.</param>
/// <param name="PeriodFrom">The first day that it covers.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Mentions">Who the record tells about besides the child: the kinds of <see cref="Mentioned"/>, <c>person</c> for a person
/// who is stated by id, and <c>not-stated</c> for a record from before it had to be stated.</param>
/// <param name="Marking">The provision of a secrecy marking on it, or null.</param>
public sealed record RecordToAssess(
    string Title, string Reference, DateOnly PeriodFrom, DateOnly PeriodTo, IReadOnlyList<string> Mentions, string? Marking);

/// <summary>A judgement that has been made.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Conditions">The conditions, or empty.</param>
/// <param name="RefusalCaseNumber">The diarienummer of a refusal, or null.</param>
/// <param name="By">The assessor who decided.</param>
/// <param name="At">The time of the judgement.</param>
public sealed record MadeAssessment(AssessmentOutcome Outcome, string Conditions, string? RefusalCaseNumber, string By, DateTimeOffset At);
