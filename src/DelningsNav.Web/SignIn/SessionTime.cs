using DelningsNav.Hub.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.SignIn;

/// <summary>How the pages warn that a session is about to end, without script (ADR 0034).</summary>
/// <remarks>
/// Each page of a signed-in person has the warning in it, and the style sheet shows it in time. The page stays where it is, so nothing
/// typed is lost. A page that is only read is covered when the session has ended, so that nobody reads it on a screen that was left.
/// </remarks>
public static class SessionTime
{
    /// <summary>How long a page is shown before the warning. The style sheet has the same number.</summary>
    public static readonly TimeSpan WarnsAfter = TimeSpan.FromMinutes(25);

    /// <summary>How long a page is shown before it is covered. The style sheet has the same number.</summary>
    public static readonly TimeSpan CoversAfter = PersonSessions.IdleFor;

    /// <summary>
    /// Whether the session ends later when it is used. Otherwise it ends soon however it is used, and the warning is shown at once.
    /// </summary>
    public static bool CanGoOn(CurrentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.EndsAt < session.LongestEndsAt;
    }

    /// <summary>Whether a page has a form in which something may be typed. In doubt it has.</summary>
    public static bool HasForm(ActionDescriptor page) =>
        page is not CompiledPageActionDescriptor compiled
        || compiled.HandlerMethods.Any(handler => HttpMethods.IsPost(handler.HttpMethod))
        || compiled.HandlerTypeInfo.GetProperties().Any(property => property.IsDefined(typeof(BindPropertyAttribute), inherit: true));
}
