using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Drafts;

/// <summary>A row of <c>drafts</c>. It has what was typed until the form is sent, and where the form led after that.</summary>
internal sealed class Draft
{
    /// <summary>Its id.</summary>
    public DraftId Id { get; init; }

    /// <summary>The guardian or pupil who typed it, or null when it was a member of staff.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The member of staff who typed it, or null when it was a guardian or pupil.</summary>
    public StaffMemberId? Staff { get; init; }

    /// <summary>The address of the form.</summary>
    public string Page { get; init; } = "";

    /// <summary>What was typed, sealed; null when the form was sent.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>Where the form led when it was sent; null before.</summary>
    public string? SentTo { get; init; }

    /// <summary>When it was saved first.</summary>
    public DateTimeOffset BegunAt { get; init; }
}
