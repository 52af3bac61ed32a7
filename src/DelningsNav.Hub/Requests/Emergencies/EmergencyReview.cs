using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>The result of a review of an emergency access.</summary>
public enum ReviewOutcome
{
    /// <summary>There was an emergency, and what was opened was needed.</summary>
    Justified,

    /// <summary>There was an emergency, but more records were opened than were needed, or the access was longer than was needed.</summary>
    TooWide,

    /// <summary>There was no emergency.</summary>
    NotJustified,
}

/// <summary>
/// The holder's task to review one emergency access afterwards. It exists from the moment of the declaration and is open until a
/// registrator closes it with an outcome and a text. Swedish: <b>granskning av nödöppning</b>.
/// </summary>
public sealed class EmergencyReview
{
    private EmergencyReview() { }

    /// <summary>The emergency access; each has one review.</summary>
    public EmergencyAccessId Emergency { get; private init; }

    /// <summary>The authority that holds the opened records and reviews the access.</summary>
    public AuthorityId Holder { get; private init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was closed, or null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The registrator who closed it, never the person who declared the emergency.</summary>
    public StaffMemberId? ClosedBy { get; private set; }

    /// <summary>Its outcome, or null while it is open.</summary>
    public ReviewOutcome? Outcome { get; private set; }

    internal byte[]? SealedWords { get; private set; }

    internal static EmergencyReview Of(EmergencyAccess emergency, AuthorityId holder) =>
        new() { Emergency = emergency.Id, Holder = holder, CreatedAt = emergency.DeclaredAt };

    /// <summary>The registrator's text, opened with the child's key. Null while the review is open.</summary>
    internal string? WordsIn(DataKey key) => SealedWords is { } words ? key.Open(words, "emergency-review", Emergency.Value) : null;

    internal void Close(SecondPerson by, ReviewOutcome outcome, string words, DataKey key, DateTimeOffset now) =>
        (ClosedAt, ClosedBy, Outcome, SealedWords) =
        (now, by.Staff.Member.Id, outcome, key.Seal(words, "emergency-review", Emergency.Value));
}
