using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Drafts;

/// <summary>
/// A row of <c>drafts</c>. Until the form is sent, it stores what was typed; after that, it stores the address of the answer.
/// </summary>
internal sealed class Draft
{
    /// <summary>The draft's id.</summary>
    public DraftId Id { get; init; }

    /// <summary>The guardian or pupil who typed it, or null when it was a member of staff.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The member of staff who typed it, or null when it was a guardian or pupil.</summary>
    public StaffMemberId? Staff { get; init; }

    /// <summary>The address of the form.</summary>
    public string Page { get; init; } = "";

    /// <summary>What was typed, encrypted. Null after the form has been sent.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>The address of the answer. Null until the form is sent.</summary>
    public string? SentTo { get; init; }

    /// <summary>When the draft was first saved.</summary>
    public DateTimeOffset BegunAt { get; init; }
}
