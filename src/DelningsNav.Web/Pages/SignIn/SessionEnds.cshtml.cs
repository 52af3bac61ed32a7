using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>
/// Warns that the session is about to end, and offers to go on. The browser comes here by itself from a page that has been shown for long,
/// so a request for this page is no use of the session (<see cref="SessionTime"/>).
/// </summary>
/// <remarks>
/// The page loads itself again: when the session was used in another tab it shows the new time, and at the end the sign-in.
/// </remarks>
[AllowAnonymous]
public sealed class SessionEndsPage(TimeProvider clock) : PageModel
{
    /// <summary>The address that the browser came from.</summary>
    [BindProperty(SupportsGet = true, Name = "till")]
    public string? From { get; set; }

    /// <summary>The session.</summary>
    public CurrentSession Session => HttpContext.Features.Get<CurrentSession>()!;

    /// <summary>The address that the browser came from, or the start page if it was another site's.</summary>
    public string Back => From is ['/', ..] && Url.IsLocalUrl(From) ? From : Url.Content("~/");

    /// <summary>Whether the session goes on when it is used.</summary>
    public bool CanExtend => Session.EndsAt < Session.LongestEndsAt;

    /// <summary>The minutes that are left, rounded up.</summary>
    public int Minutes => (int)Math.Ceiling(Left.TotalMinutes);

    /// <summary>The seconds after which the page loads itself again.</summary>
    public int RefreshSeconds => SessionTime.SecondsUntilWarning(Session, clock);

    private TimeSpan Left => Session.EndsAt - clock.GetUtcNow();

    /// <summary>Shows the warning, or the sign-in when the session has ended.</summary>
    public IActionResult OnGet() => HttpContext.Features.Get<CurrentSession>() is null
        ? LocalRedirect($"~{SignInSetup.Address}?{SignInSetup.ReturnKey}={Uri.EscapeDataString(Back)}")
        : Page();
}
