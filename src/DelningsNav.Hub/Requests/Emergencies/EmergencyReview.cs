using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>What a review of an emergency access came to.</summary>
public enum ReviewOutcome
{
    /// <summary>There was an emergency, and what was opened was needed.</summary>
    Justified,

    /// <summary>There was an emergency, and more was opened than was needed, or for longer.</summary>
    TooWide,

    /// <summary>There was none.</summary>
    NotJustified,
}

/// <summary>
/// The holder's task to look at one emergency access afterwards. It is there from the moment of the declaration, and waits until a
/// registrator closes it with an outcome and words. Swedish: <b>granskning av nödöppning</b>.
/// </summary>
public sealed class EmergencyReview
{
    private EmergencyReview() { }

    /// <summary>The emergency access; each has one review.</summary>
    public EmergencyAccessId Emergency { get; private init; }

    /// <summary>The authority that holds what was opened, and reviews.</summary>
    public AuthorityId Holder { get; private init; }

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was closed, or null while it waits.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The registrator who closed it. Never the one who declared the emergency.</summary>
    public StaffMemberId? ClosedBy { get; private set; }

    /// <summary>What it came to.</summary>
    public ReviewOutcome? Outcome { get; private set; }

    /// <summary>The registrator's words, encrypted.</summary>
    public byte[]? SealedWords { get; private set; }

    internal static EmergencyReview Of(EmergencyAccess emergency, AuthorityId holder) =>
        new() { Emergency = emergency.Id, Holder = holder, CreatedAt = emergency.DeclaredAt };

    internal void Close(StaffMemberId by, ReviewOutcome outcome, byte[] sealedWords, DateTimeOffset now) =>
        (ClosedAt, ClosedBy, Outcome, SealedWords) = (now, by, outcome, sealedWords);

    /// <summary>What sealed words are bound to.</summary>
    internal static string WordsPurpose(EmergencyAccessId id) => $"emergency-review:{id.Value:N}";
}
