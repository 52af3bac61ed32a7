using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>What a second decider has found.</summary>
public enum PreventionOutcome
{
    /// <summary>The guardian is prevented, the matter cannot wait, and it is of no radical importance for the child's future.</summary>
    Confirmed,

    /// <summary>As <see cref="Confirmed"/>, but of radical importance, and the best interests of the child obviously demand it.</summary>
    ConfirmedForTheChildsBest,

    /// <summary>It is not so: the guardian is asked as ever.</summary>
    Refused,
}

/// <summary>
/// That one of two guardians is prevented from taking part and that the matter cannot wait, as staff have stated it and a second decider has found.
/// Swedish: <b>förhindrad vårdnadshavare</b> (FB 6 kap. 13 § st. 2).
/// </summary>
/// <remarks>It never makes a consent. The other guardian must sign, and the one who is prevented may say no at any time.</remarks>
public sealed class PreventedGuardian
{
    private PreventedGuardian() { }

    /// <summary>Its id.</summary>
    public PreventionId Id { get; private init; }

    /// <summary>What the family was asked for; one guardian at most is prevented in it.</summary>
    public ConsentRequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The guardian.</summary>
    public PersonId Guardian { get; private init; }

    /// <summary>Why the guardian cannot take part.</summary>
    public PreventionCause Cause { get; private init; }

    /// <summary>What staff have written of it, encrypted.</summary>
    public byte[] SealedReason { get; private init; } = [];

    /// <summary>Why the matter cannot wait, encrypted.</summary>
    public byte[] SealedUrgency { get; private init; } = [];

    /// <summary>Who stated it.</summary>
    public StaffMemberId StatedBy { get; private init; }

    /// <summary>When.</summary>
    public DateTimeOffset StatedAt { get; private init; }

    /// <summary>The second decider, or null while it waits for one.</summary>
    public StaffMemberId? DecidedBy { get; private set; }

    /// <summary>When the second decider decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What the second decider found, or null while it waits.</summary>
    public PreventionOutcome? Outcome { get; private set; }

    internal static PreventedGuardian Of(
        PreventionId id, ConsentRequest request, PreventionAsk ask, byte[] sealedReason, byte[] sealedUrgency, StaffMemberId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            Case = request.Case,
            Guardian = ask.Guardian,
            Cause = ask.Cause!.Value,
            SealedReason = sealedReason,
            SealedUrgency = sealedUrgency,
            StatedBy = by,
            StatedAt = now,
        };

    /// <summary>What an outcome amounts to for those who ask.</summary>
    internal static PreventionStanding StandingOf(PreventionOutcome? outcome) =>
        outcome is not { } found ? PreventionStanding.Waits : found switch
        {
            PreventionOutcome.Refused => PreventionStanding.Refused,
            PreventionOutcome.Confirmed or PreventionOutcome.ConfirmedForTheChildsBest => PreventionStanding.Confirmed,
        };

    /// <summary>Notes what was found. The caller has checked that it waits, and that the decider is another than the one who stated it.</summary>
    internal void Decide(PreventionOutcome outcome, StaffMemberId by, DateTimeOffset now) => (Outcome, DecidedBy, DecidedAt) = (outcome, by, now);
}

/// <summary>What a prevention's words are sealed for.</summary>
internal static class PreventionWords
{
    public static string Reason(PreventionId id) => $"prevention-reason:{id.Value:N}";

    public static string Urgency(PreventionId id) => $"prevention-urgency:{id.Value:N}";
}
