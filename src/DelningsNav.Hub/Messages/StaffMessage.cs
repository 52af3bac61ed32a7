using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Messages;

/// <summary>The result of a family's answer.</summary>
public enum FamilyAnswered
{
    /// <summary>The consent is active, and the records that were waiting for it may be read.</summary>
    MayRead,

    /// <summary>The consent is active, and some or all of the records that were waiting for it remain closed for another reason.</summary>
    StaysClosed,

    /// <summary>The consent is active, and no records had been requested.</summary>
    Holds,

    /// <summary>Consent is not given.</summary>
    NotGiven,
}

/// <summary>
/// A message to one member of the staff that asked, sent once when a family has answered. It never reveals which signer has given which
/// answer.
/// </summary>
public sealed class StaffMessage
{
    private StaffMessage() { }

    /// <summary>The receiver of the message.</summary>
    public StaffMemberId Staff { get; private init; }

    /// <summary>The consent it is about.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>The result.</summary>
    public FamilyAnswered Answered { get; private init; }

    /// <summary>The request that was decided again, if any.</summary>
    public RequestId? Request { get; private init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; internal set; }

    /// <summary>When a link by e-mail announced it, or null.</summary>
    public DateTimeOffset? MailedAt { get; internal set; }

    internal static StaffMessage To(
        StaffMemberId staff, ConsentId consent, FamilyAnswered answered, RequestId? request, DateTimeOffset now) =>
        new() { Staff = staff, Consent = consent, Answered = answered, Request = request, At = now };
}
