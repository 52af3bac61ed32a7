using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Notices;

/// <summary>How an active consent ended, as its parties are notified. Never why it lapsed, nor who withdrew it.</summary>
public enum NoticeKind
{
    /// <summary>It was withdrawn.</summary>
    Withdrawn,

    /// <summary>It lapsed, and the family must be asked anew.</summary>
    Lapsed,

    /// <summary>Its last day has passed.</summary>
    Expired,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent that covers all of it has replaced it.</summary>
    Superseded,

    /// <summary>It was registered in error.</summary>
    Annulled,
}

/// <summary>
/// A notice to one party that a consent that was active has ended. It is written in the transaction that ends the consent, and
/// acknowledged by the party. Swedish: <b>underrättelse</b>.
/// </summary>
/// <remarks>
/// Its number is the index of the log entry that ended the consent, so that a party's notices have the order of the log, none can be seen
/// before an earlier one, and each can be proved (ADR 0027). The list of what was released under the consent is read together with the
/// notice: after the end nothing is added to it.
/// </remarks>
public sealed class ConsentNotice
{
    private ConsentNotice() { }

    /// <summary>
    /// How long a party has to acknowledge it. It only informs, and no door depends on it: the time is longer than a long weekend.
    /// </summary>
    public static TimeSpan OverdueAfter { get; } = TimeSpan.FromHours(72);

    /// <summary>The notice's number: the index of the log entry that it comes with.</summary>
    public long LogIndex { get; private init; }

    /// <summary>The notified branch: the recipient or the holder.</summary>
    public BranchId Party { get; private init; }

    /// <summary>The consent.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>
    /// The consent's version after its end. Of two notices about one consent, the one with the higher version is current.
    /// </summary>
    public int ConsentVersion { get; private init; }

    /// <summary>How it ended.</summary>
    public NoticeKind Kind { get; private init; }

    /// <summary>The first moment it was no longer valid.</summary>
    public DateTimeOffset EndedAt { get; private init; }

    /// <summary>When the notice was written, and so could first be read.</summary>
    public DateTimeOffset ToldAt { get; private init; }

    /// <summary>The consent that replaced it, or null.</summary>
    public ConsentId? Successor { get; private init; }

    /// <summary>The first moment at which it is overdue, unless it is acknowledged.</summary>
    public DateTimeOffset OverdueFrom { get; private init; }

    /// <summary>When the log recorded that it is overdue, or null.</summary>
    public DateTimeOffset? OverdueLoggedAt { get; private set; }

    /// <summary>When the party acknowledged it, or null.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>The member of staff who acknowledged it, or whom the system named; or null.</summary>
    public StaffMemberId? AcknowledgedByStaff { get; private set; }

    /// <summary>The system that acknowledged it, or null.</summary>
    public ClientId? AcknowledgedByClient { get; private set; }

    /// <summary>Whether it should have been acknowledged by now.</summary>
    public bool IsOverdue(DateTimeOffset at) => AcknowledgedAt is null && OverdueFrom <= at;

    /// <summary>Records the acknowledgement. The first time remains.</summary>
    internal void Acknowledge(StaffMemberId? staff, ClientId? client, DateTimeOffset now) =>
        (AcknowledgedAt, AcknowledgedByStaff, AcknowledgedByClient) = (now, staff, client);

    /// <summary>Records that the log has an entry about it being overdue.</summary>
    internal void NoteOverdue(DateTimeOffset now) => OverdueLoggedAt = now;
}
