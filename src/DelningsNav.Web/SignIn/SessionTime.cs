using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.SignIn;

/// <summary>How the pages warn that a session is about to end, without script (ADR 0034).</summary>
/// <remarks>
/// A page that is only read leads the browser to the warning in time. A page with a form stays where it is, because what is typed would be
/// lost; it says instead until when the person is signed in.
/// </remarks>
public static class SessionTime
{
    /// <summary>The address of the warning. A request for it is no use of the session.</summary>
    public const string WarningAddress = "/inloggning/tid";

    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>Whether an address is that of the warning.</summary>
    public static bool IsWarning(PathString path) => path.StartsWithSegments(WarningAddress, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a page has a form in which something may be typed. In doubt it has.</summary>
    public static bool HasForm(ActionDescriptor page) =>
        page is not CompiledPageActionDescriptor compiled
        || compiled.HandlerMethods.Any(handler => HttpMethods.IsPost(handler.HttpMethod))
        || compiled.HandlerTypeInfo.GetProperties().Any(property => property.IsDefined(typeof(BindPropertyAttribute), inherit: true));

    /// <summary>The seconds after which the browser goes from a page to the warning.</summary>
    public static int SecondsUntilWarning(CurrentSession session, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(clock);
        return (int)Math.Ceiling(UntilWarning(session.EndsAt - clock.GetUtcNow()).TotalSeconds);
    }

    /// <summary>How long a page is shown before the browser goes to the warning: until five minutes, or one minute, are left.</summary>
    public static TimeSpan UntilWarning(TimeSpan left) =>
        left > Early + Late ? left - Early
        : left > Late + Late ? left - Late
        : UntilOver(left);

    /// <summary>How long a page is shown before the session is surely over.</summary>
    public static TimeSpan UntilOver(TimeSpan left) => left + TimeSpan.FromSeconds(1);
}
