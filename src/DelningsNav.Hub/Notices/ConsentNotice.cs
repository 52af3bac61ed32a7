using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// How an active consent ended, in the words of the notice to its parties. The notice never says why the consent lapsed or who withdrew it.
/// </summary>
public enum NoticeKind
{
    /// <summary>It was withdrawn.</summary>
    Withdrawn,

    /// <summary>It lapsed, and the family must be asked again.</summary>
    Lapsed,

    /// <summary>Its last day has passed.</summary>
    Expired,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent has replaced it, and covers everything that it covered.</summary>
    Superseded,

    /// <summary>It was registered in error.</summary>
    Annulled,
}

/// <summary>
/// A notice to one party that a consent that was active has ended. The notice is written in the transaction that ends the consent, and the
/// party must acknowledge it. Swedish: <b>underrättelse</b>.
/// </summary>
/// <remarks>
/// The number of a notice is the index of the log entry that ended the consent. Therefore a party's notices have the order of the log, no
/// notice can be read before the earlier notices can be read, and each notice can be proved (ADR 0027). The list of releases under the
/// consent is read together with the notice, because nothing is added to the list after the consent has ended.
/// </remarks>
public sealed class ConsentNotice
{
    private ConsentNotice() { }

    /// <summary>
    /// How long a party has to acknowledge the notice. No release depends on the acknowledgement. Therefore the time is longer than a long
    /// weekend.
    /// </summary>
    public static TimeSpan OverdueAfter { get; } = TimeSpan.FromHours(72);

    /// <summary>The notice's number, which is the index of the log entry that was written together with it.</summary>
    public long LogIndex { get; private init; }

    /// <summary>The notified branch: the recipient or the holder.</summary>
    public BranchId Party { get; private init; }

    /// <summary>The consent.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>
    /// The consent's version after its end. Of two notices about one consent, the notice with the higher version is current.
    /// </summary>
    public int ConsentVersion { get; private init; }

    /// <summary>How the consent ended.</summary>
    public NoticeKind Kind { get; private init; }

    /// <summary>The first moment at which the consent was no longer valid.</summary>
    public DateTimeOffset EndedAt { get; private init; }

    /// <summary>When the notice was written. From then on it could be read.</summary>
    public DateTimeOffset ToldAt { get; private init; }

    /// <summary>The consent that replaced it, or null.</summary>
    public ConsentId? Successor { get; private init; }

    /// <summary>The first moment at which the notice is overdue, unless it is acknowledged before.</summary>
    public DateTimeOffset OverdueFrom { get; private init; }

    /// <summary>When the log recorded that the notice is overdue, or null.</summary>
    public DateTimeOffset? OverdueLoggedAt { get; private set; }

    /// <summary>When the party acknowledged it, or null.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>
    /// The member of staff who acknowledged it, or whom the acknowledging system named. It is null when there is no such person.
    /// </summary>
    public StaffMemberId? AcknowledgedByStaff { get; private set; }

    /// <summary>The system that acknowledged it, or null.</summary>
    public ClientId? AcknowledgedByClient { get; private set; }

    /// <summary>Whether the notice should have been acknowledged by the given moment.</summary>
    public bool IsOverdue(DateTimeOffset at) => AcknowledgedAt is null && OverdueFrom <= at;

    /// <summary>
    /// Records the acknowledgement. It is called only for a notice that is not acknowledged, so that the first time remains.
    /// </summary>
    internal void Acknowledge(StaffMemberId? staff, ClientId? client, DateTimeOffset now) =>
        (AcknowledgedAt, AcknowledgedByStaff, AcknowledgedByClient) = (now, staff, client);

    /// <summary>Records that the log has an entry that the notice is overdue.</summary>
    internal void NoteOverdue(DateTimeOffset now) => OverdueLoggedAt = now;
}
