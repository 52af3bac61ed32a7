using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Assessing;

/// <summary>Everything that an assessor needs to see of a request to judge it.</summary>
/// <param name="Id">The request.</param>
/// <param name="ChildName">The child's name.</param>
/// <param name="ChildAge">The child's age in whole years.</param>
/// <param name="ChildIsProtected">Whether the population register protects the child's details, or may.</param>
/// <param name="CaseKind">The kind of case it is asked in.</param>
/// <param name="CaseNumber">The case's diarienummer.</param>
/// <param name="Asker">Who asks, and where they work.</param>
/// <param name="AskersRole">What they work as.</param>
/// <param name="Recipient">The branch that would receive the records, with its authority's name.</param>
/// <param name="RecipientIsIndividual">Whether the receiver is no authority, so that a condition can bind it (OSL 10 kap. 14 §).</param>
/// <param name="PeriodFrom">The first day asked about.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="Purpose">The purpose, a code.</param>
/// <param name="Reason">Why, in the asker's words.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Types">What was referred, type by type.</param>
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

/// <summary>One type of record to judge, with the law beside it.</summary>
/// <param name="RecordType">The type, a code of the catalogue.</param>
/// <param name="Waits">Whether it waits for a judgement now.</param>
/// <param name="Provision">The secrecy provision at this holder; empty when no rules that the hub holds know the type there.</param>
/// <param name="DamageTest">Its damage test, or null.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has yet to confirm the classification.</param>
/// <param name="Grounds">The grounds that may be considered, one that the asker claimed first.</param>
/// <param name="Bars">What kept the hub from deciding by itself; for the holder only.</param>
/// <param name="Records">What the holder has deposited of it for the period.</param>
/// <param name="Made">The judgement, when one is made.</param>
public sealed record TypeToAssess(
    string RecordType,
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
    /// The grounds that might have opened it without a judgement, with the first condition that did not
    /// hold in each; for the holder only.
    /// </summary>
    public IReadOnlyList<NearestGround> Nearest { get; init; } = [];

    /// <summary>Whether only a refusal can be decided: a bar stands that no assessment can open.</summary>
    public bool OnlyRefusal => Grounds.Count == 0 && Bars.Count > 0;
}

/// <summary>A record of the assessor's own branch.</summary>
/// <param name="Title">The title.</param>
/// <param name="Reference">The holder's own reference.</param>
/// <param name="PeriodFrom">The first day it speaks of.</param>
/// <param name="PeriodTo">The last day, included.</param>
/// <param name="MentionsOthers">Whether others than the family are mentioned.</param>
/// <param name="Marking">The provision of a secrecy marking on it, or null.</param>
public sealed record RecordToAssess(
    string Title, string Reference, DateOnly PeriodFrom, DateOnly PeriodTo, bool MentionsOthers, string? Marking);

/// <summary>A judgement that stands.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Conditions">The conditions, or empty.</param>
/// <param name="RefusalCaseNumber">The diarienummer of a refusal, or null.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When.</param>
public sealed record MadeAssessment(AssessmentOutcome Outcome, string Conditions, string? RefusalCaseNumber, string By, DateTimeOffset At);
