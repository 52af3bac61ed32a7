using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>The finding of a second decider.</summary>
public enum PreventionOutcome
{
    /// <summary>
    /// The guardian is prevented, the matter cannot wait, and the matter is not of radical importance for the child's future.
    /// </summary>
    Confirmed,

    /// <summary>
    /// The guardian is prevented and the matter cannot wait, as in <see cref="Confirmed"/>. The matter is of radical importance, and the
    /// best interests of the child obviously demand it.
    /// </summary>
    ConfirmedForTheChildsBest,

    /// <summary>The statement is refused. The guardian's answer is needed as before.</summary>
    Refused,
}

/// <summary>
/// A statement by staff that one of two guardians is prevented from taking part and that the matter cannot wait,
/// with the finding of a second decider. Swedish: <b>förhindrad vårdnadshavare</b> (FB 6 kap. 13 § st. 2).
/// </summary>
/// <remarks>
/// The statement never makes a consent active by itself. The other guardian must sign, and the prevented guardian may say no at any time.
/// </remarks>
public sealed class PreventedGuardian
{
    private PreventedGuardian() { }

    /// <summary>The statement's id.</summary>
    public PreventionId Id { get; private init; }

    /// <summary>The request to the family. In one request, at most one guardian is stated to be prevented.</summary>
    public ConsentRequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The guardian who is stated to be prevented.</summary>
    public PersonId Guardian { get; private init; }

    /// <summary>Why the guardian cannot take part.</summary>
    public PreventionCause Cause { get; private init; }

    /// <summary>The text of staff about how the guardian is prevented.</summary>
    public string Reason => Key.Key.Open(SealedReason, "prevention-reason", Id.Value);

    /// <summary>Why the matter cannot wait.</summary>
    public string Urgency => Key.Key.Open(SealedUrgency, "prevention-urgency", Id.Value);

    /// <summary>The member of staff who made the statement.</summary>
    public StaffMemberId StatedBy { get; private init; }

    /// <summary>The unit whose deciders it is put to, when no one person is named. Null only if it is put to nobody.</summary>
    public UnitId? PutToUnit { get; private init; }

    /// <summary>The one member of staff who may decide, or null when it is put to the unit.</summary>
    public StaffMemberId? PutToStaff { get; private init; }

    /// <summary>When it was stated.</summary>
    public DateTimeOffset StatedAt { get; private init; }

    /// <summary>The second decider, or null while the statement is undecided.</summary>
    public StaffMemberId? DecidedBy { get; private set; }

    /// <summary>When the second decider decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The second decider's finding, or null while the statement is undecided.</summary>
    public PreventionOutcome? Outcome { get; private set; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedReason { get; private init; } = [];

    internal byte[] SealedUrgency { get; private init; } = [];

    internal static PreventedGuardian Of(
        PreventionId id, ConsentRequest request, PreventionAsk ask, KnownStaff by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            Case = request.Case,
            Guardian = ask.Guardian,
            Cause = ask.Cause!.Value,
            Key = request.Key,
            SealedReason = request.Key.Key.Seal(ask.Reason.Value, "prevention-reason", id.Value),
            SealedUrgency = request.Key.Key.Seal(ask.Urgency.Value, "prevention-urgency", id.Value),
            StatedBy = by.Member.Id,
            PutToUnit = by.Unit.Id,
            PutToStaff = ask.SecondPerson,
            StatedAt = now,
        };

    /// <summary>The meaning of an outcome for the staff who asked the family.</summary>
    internal static PreventionStanding StandingOf(PreventionOutcome? outcome) =>
        outcome is not { } found ? PreventionStanding.Waits : found switch
        {
            PreventionOutcome.Refused => PreventionStanding.Refused,
            PreventionOutcome.Confirmed or PreventionOutcome.ConfirmedForTheChildsBest => PreventionStanding.Confirmed,
        };

    /// <summary>
    /// Records the finding. The caller has checked that the statement is undecided.
    /// </summary>
    internal void Decide(PreventionOutcome outcome, SecondPerson by, DateTimeOffset now) =>
        (Outcome, DecidedBy, DecidedAt) = (outcome, by.Staff.Member.Id, now);
}
