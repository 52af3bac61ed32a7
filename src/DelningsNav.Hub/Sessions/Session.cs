using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Sessions;

/// <summary>A row of <c>sessions</c>: one person who has signed in with one browser.</summary>
internal sealed class Session
{
    /// <summary>The session's id.</summary>
    public SessionId Id { get; init; }

    /// <summary>The keyed hash of the secret in the browser's cookie.</summary>
    public byte[] SecretHash { get; init; } = [];

    /// <summary>The guardian or pupil who signed in, or null when it was a member of staff.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The member of staff who signed in, or null when it was a guardian or pupil.</summary>
    public StaffMemberId? Staff { get; init; }

    /// <summary>What is known of the signed-in person, encrypted.</summary>
    public byte[] Sealed { get; init; } = [];

    /// <summary>The way to sign in, such as <c>oidc</c>.</summary>
    public string Way { get; init; } = "";

    /// <summary>The browser and the operating system, such as "Firefox, Windows". It is empty if they are unknown.</summary>
    public string Browser { get; init; } = "";

    /// <summary>When the person signed in.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the session was last used, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; init; }
}
