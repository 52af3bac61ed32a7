using DelningsNav.Hub.Sessions;

namespace DelningsNav.Web.SignIn;

/// <summary>The session of this request, as a feature of the request. Without it nobody is signed in.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="EndsAt">When the session ends if it is not used again.</param>
/// <param name="LongestEndsAt">When the session ends even if it is used.</param>
public sealed record CurrentSession(SessionId Id, DateTimeOffset EndsAt, DateTimeOffset LongestEndsAt)
{
    /// <summary>When the person signed in.</summary>
    public DateTimeOffset SignedInAt => LongestEndsAt - PersonSessions.LongestFor;
}
