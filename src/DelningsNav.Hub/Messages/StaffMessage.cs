using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Messages;

/// <summary>What a family's answer came to.</summary>
public enum FamilyAnswered
{
    /// <summary>The consent holds, and what waited for it may be read.</summary>
    MayRead,

    /// <summary>The consent holds, and what waited for it stays closed for another reason, or some of it.</summary>
    StaysClosed,

    /// <summary>The consent holds, and nothing had been requested.</summary>
    Holds,

    /// <summary>Consent is not given.</summary>
    NotGiven,
}

/// <summary>That a family has answered, told once to one member of the staff that asked. It never says who has answered what.</summary>
public sealed class StaffMessage
{
    private StaffMessage() { }

    /// <summary>To whom.</summary>
    public StaffMemberId Staff { get; private init; }

    /// <summary>About which consent.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>What it came to.</summary>
    public FamilyAnswered Answered { get; private init; }

    /// <summary>The request that was decided again, when it was one.</summary>
    public RequestId? Request { get; private init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; internal set; }

    /// <summary>When a link by e-mail told of it, or null.</summary>
    public DateTimeOffset? MailedAt { get; internal set; }

    internal static StaffMessage To(StaffMemberId staff, ConsentId consent, FamilyAnswered answered, RequestId? request, DateTimeOffset now) =>
        new() { Staff = staff, Consent = consent, Answered = answered, Request = request, At = now };
}
