using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Views.Family;

/// <summary>The meaning of one log entry for a family.</summary>
public enum AccessKind
{
    /// <summary>A record was read. It was released, and it was delivered to its reader.</summary>
    Read,

    /// <summary>A record was released, but the delivery to its reader has not been confirmed.</summary>
    MayRead,

    /// <summary>A record was released but could not be handed over.</summary>
    NotDelivered,

    /// <summary>Records were asked for.</summary>
    Asked,

    /// <summary>A record was asked for and not released.</summary>
    Refused,

    /// <summary>The request was referred to the holder's assessor.</summary>
    Referred,

    /// <summary>The holder's assessor decided that it may be released.</summary>
    AssessedYes,

    /// <summary>The holder's assessor decided that it may not be released.</summary>
    AssessedNo,

    /// <summary>Somebody declared an emergency.</summary>
    EmergencyDeclared,

    /// <summary>The holder's registrator has reviewed an emergency.</summary>
    EmergencyReviewed,

    /// <summary>The family was asked for consent.</summary>
    ConsentAsked,

    /// <summary>The reader of the report said yes.</summary>
    YouSaidYes,

    /// <summary>The reader of the report said no.</summary>
    YouSaidNo,

    /// <summary>Staff recorded the reader's own answer, which was given on paper or orally.</summary>
    AnswerRecorded,

    /// <summary>A second person rejected staff's record of the reader's own answer.</summary>
    AnswerRejected,

    /// <summary>The reader of the report said that they did not give an answer which staff had recorded.</summary>
    YouContradicted,

    /// <summary>Somebody read staff's record of the reader's own answer.</summary>
    AnswerRead,

    /// <summary>Staff stated that the reader is prevented from taking part.</summary>
    PreventionStated,

    /// <summary>A second decider found that the reader is prevented, so that a consent may be active without their answer.</summary>
    PreventionConfirmed,

    /// <summary>A second decider found that the reader is not prevented and must answer as usual.</summary>
    PreventionRefused,

    /// <summary>Staff registered that the social board has decided about a measure without the reader's consent.</summary>
    MeasureDecided,

    /// <summary>The last signer said yes, and the consent became active.</summary>
    ConsentHeld,

    /// <summary>The reader of the report withdrew the consent.</summary>
    YouWithdrew,

    /// <summary>An active consent was withdrawn.</summary>
    ConsentWithdrawn,

    /// <summary>An active consent ended, because its purpose is met or its case is closed.</summary>
    ConsentEnded,

    /// <summary>A later consent replaced an active consent.</summary>
    ConsentReplaced,

    /// <summary>An active consent lapsed, because the signers have changed.</summary>
    ConsentLapsed,

    /// <summary>A consent was found to be registered in error, whether it had been answered or not.</summary>
    ConsentAnnulled,

    /// <summary>The reader of the report placed a block.</summary>
    YouBlocked,

    /// <summary>A member of the family placed a block.</summary>
    FamilyBlocked,

    /// <summary>The reader of the report lifted a block.</summary>
    YouLifted,

    /// <summary>A member of the family lifted a block.</summary>
    FamilyLifted,

    /// <summary>An active consent expired.</summary>
    ConsentExpired,

    /// <summary>A party acknowledged the notice of an ended consent.</summary>
    NoticeAcknowledged,

    /// <summary>Somebody looked the person up by identity number.</summary>
    LookedUp,

    /// <summary>Somebody read the case.</summary>
    CaseRead,

    /// <summary>The holder's assessor read a request.</summary>
    RequestRead,

    /// <summary>Somebody outside the family read a consent.</summary>
    ConsentRead,

    /// <summary>The access report was read, by its own reader or by a person outside the family.</summary>
    ReportRead,
}

/// <summary>The group of lines of an access report that is shown.</summary>
public enum AccessGroup
{
    /// <summary>The records that have been released and read.</summary>
    Readings,

    /// <summary>The requests for records, and the results.</summary>
    Questions,

    /// <summary>The events in the life of consents.</summary>
    Consents,

    /// <summary>All other readings, for example of cases and reports, and look-ups of the person.</summary>
    Other,
}

/// <summary>The person or system that did what a line is about. Only the role and the workplace are shown, never a person's name.</summary>
/// <param name="Role">The role, or null when it was a system or a family member.</param>
/// <param name="Unit">The workplace, or the system's name; empty for a family member.</param>
/// <param name="Authority">The party in whose name it was done, or empty.</param>
public sealed record AccessActor(StaffRole? Role, string Unit, string Authority);

/// <summary>The ground that a release rested on.</summary>
/// <param name="Kind">The kind of ground.</param>
/// <param name="Law">The paragraphs of law.</param>
/// <param name="ConsentHeldFrom">
/// When the consent that the release rested on became active. Null when the release rested on something else.
/// </param>
public sealed record AccessGround(GroundKind Kind, string Law, DateTimeOffset? ConsentHeldFrom);

/// <summary>One line of the report: who did what, when, why and on what ground.</summary>
/// <param name="LogIndex">The index of the log entry. With it, the line can be verified.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened.</param>
/// <param name="By">Who did it.</param>
public sealed record AccessLine(long LogIndex, DateTimeOffset At, AccessKind Kind, AccessActor By)
{
    /// <summary>
    /// The types of records. Empty when the line is not about records, or when families may not see the names of the types.
    /// </summary>
    public IReadOnlyList<RecordTypeName> Types { get; init; } = [];

    /// <summary>The holder of the records, or null.</summary>
    public PartyName? Holder { get; init; }

    /// <summary>The purpose code, or empty.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The first and last day that the records cover, or null.</summary>
    public (DateOnly From, DateOnly To)? Period { get; init; }

    /// <summary>The ground that the release rested on, or null when nothing was released.</summary>
    public AccessGround? Ground { get; init; }

    /// <summary>The consent that the reader said yes to and may withdraw now, or null.</summary>
    public ConsentId? MayWithdraw { get; init; }

    /// <summary>Whether a request was refused because a consent was missing.</summary>
    public bool ConsentWasMissing { get; init; }

    /// <summary>The group that the line belongs to.</summary>
    public AccessGroup Group => Kind switch
    {
        AccessKind.Read or AccessKind.MayRead or AccessKind.NotDelivered => AccessGroup.Readings,
        AccessKind.Asked or AccessKind.Refused or AccessKind.Referred or AccessKind.AssessedYes or AccessKind.AssessedNo
            or AccessKind.EmergencyDeclared or AccessKind.EmergencyReviewed =>
            AccessGroup.Questions,
        AccessKind.ConsentAsked or AccessKind.YouSaidYes or AccessKind.YouSaidNo or AccessKind.ConsentHeld or AccessKind.YouWithdrew
            or AccessKind.AnswerRecorded or AccessKind.AnswerRejected or AccessKind.YouContradicted or AccessKind.AnswerRead
            or AccessKind.PreventionStated or AccessKind.PreventionConfirmed or AccessKind.PreventionRefused or AccessKind.MeasureDecided
            or AccessKind.ConsentWithdrawn or AccessKind.ConsentEnded or AccessKind.ConsentReplaced or AccessKind.ConsentLapsed
            or AccessKind.ConsentAnnulled or AccessKind.ConsentExpired or AccessKind.NoticeAcknowledged
            or AccessKind.YouBlocked or AccessKind.FamilyBlocked or AccessKind.YouLifted or AccessKind.FamilyLifted => AccessGroup.Consents,
        AccessKind.LookedUp or AccessKind.CaseRead or AccessKind.RequestRead or AccessKind.ConsentRead or AccessKind.ReportRead =>
            AccessGroup.Other,
    };
}

/// <summary>
/// The part of the log about one child that a family may read. Swedish: <b>loggutdrag</b> (GDPR art. 15; PDL
/// 8 kap. 5 § has the same idea).
/// </summary>
/// <param name="Child">The child.</param>
/// <param name="ChildName">The given name.</param>
/// <param name="Bond">The reader's bond to the child.</param>
/// <param name="Lines">The lines of this page, newest first.</param>
/// <param name="Page">The page shown, from 1.</param>
/// <param name="LastPage">The number of pages; at least 1.</param>
public sealed record AccessReport(
    PersonId Child, string ChildName, FamilyBond Bond, IReadOnlyList<AccessLine> Lines, int Page, int LastPage)
{
    /// <summary>The number of lines in each group.</summary>
    public required IReadOnlyDictionary<AccessGroup, int> Counts { get; init; }

    /// <summary>The times of all readings, newest first.</summary>
    public required IReadOnlyList<DateTimeOffset> ReadAt { get; init; }

    /// <summary>
    /// The number of entries that cannot be read although they should be, because somebody has changed them outside the hub.
    /// </summary>
    public required int Unreadable { get; init; }

    /// <summary>The day on which the report was made.</summary>
    public required DateOnly Today { get; init; }
}
