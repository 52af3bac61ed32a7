using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Notices;

/// <summary>How a consent that held came to its end, as its parties are told. Never why it lapsed, nor who withdrew it.</summary>
public enum NoticeKind
{
    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>It stopped holding, and the family must be asked anew.</summary>
    Lapsed,

    /// <summary>Its last day has passed.</summary>
    Expired,

    /// <summary>What it was asked for is done, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent that covers all of it holds in its place.</summary>
    Superseded,

    /// <summary>It was registered in error.</summary>
    Annulled,
}

/// <summary>
/// What one party of a consent that held must know: that it is over. Written in the transaction that ends the consent, and acknowledged by the party.
/// Swedish: <b>underrättelse</b>.
/// </summary>
/// <remarks>
/// Its number is the index of the log entry that ended the consent, so that a party's notices have the order of the log, none can be seen before an earlier
/// one, and each can be proved (ADR 0027). What was released on the consent is read when the notice is: after its end nothing more is.
/// </remarks>
public sealed class ConsentNotice
{
    private ConsentNotice() { }

    /// <summary>How long a party has to acknowledge it. It is news, and no door waits for it: a long weekend goes in.</summary>
    public static TimeSpan OverdueAfter { get; } = TimeSpan.FromHours(72);

    /// <summary>The notice's number: the index of the log entry that it comes with.</summary>
    public long LogIndex { get; private init; }

    /// <summary>The branch that is told: the recipient or the discloser.</summary>
    public BranchId Party { get; private init; }

    /// <summary>The consent.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>The consent's version after its end. Of two notices of one consent, the one with the higher version says how things are.</summary>
    public int ConsentVersion { get; private init; }

    /// <summary>How it ended.</summary>
    public NoticeKind Kind { get; private init; }

    /// <summary>The first moment it did not hold.</summary>
    public DateTimeOffset EndedAt { get; private init; }

    /// <summary>When the notice was written, and so could be read.</summary>
    public DateTimeOffset ToldAt { get; private init; }

    /// <summary>The consent that holds in its place, or null.</summary>
    public ConsentId? Successor { get; private init; }

    /// <summary>The first moment at which it is overdue, unless it is acknowledged.</summary>
    public DateTimeOffset OverdueFrom { get; private init; }

    /// <summary>When the log was told that it is overdue, or null.</summary>
    public DateTimeOffset? OverdueLoggedAt { get; private set; }

    /// <summary>When the party acknowledged it, or null.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>The member of staff who did, or in whose name a system did; or null.</summary>
    public StaffMemberId? AcknowledgedByStaff { get; private set; }

    /// <summary>The system that did, or null.</summary>
    public ClientId? AcknowledgedByClient { get; private set; }

    /// <summary>Whether it should have been acknowledged by now.</summary>
    public bool IsOverdue(DateTimeOffset at) => AcknowledgedAt is null && OverdueFrom <= at;

    /// <summary>Notes that the party knows. The first time stays.</summary>
    internal void Acknowledge(StaffMemberId? staff, ClientId? client, DateTimeOffset now) =>
        (AcknowledgedAt, AcknowledgedByStaff, AcknowledgedByClient) = (now, staff, client);

    /// <summary>Notes that the log knows that it is overdue.</summary>
    internal void NoteOverdue(DateTimeOffset now) => OverdueLoggedAt = now;
}
