using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>
/// Extends the session from a page with a form. It opens in a tab of its own, so that what is typed stays where it is. Like every page, it
/// extends the session by being read.
/// </summary>
[Authorize]
public sealed class SessionExtendedPage : PageModel
{
    /// <summary>When the session ends now.</summary>
    public DateTimeOffset EndsAt => HttpContext.Features.Get<CurrentSession>()!.EndsAt;
}
