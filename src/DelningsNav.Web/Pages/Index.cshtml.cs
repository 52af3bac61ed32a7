using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>Says what the hub is to readers who have not signed in, and redirects signed-in readers to their first area.</summary>
[AllowAnonymous]
public sealed class IndexPage : PageModel
{
    /// <summary>Shows the page or redirects.</summary>
    public IActionResult OnGet() =>
        User.Areas().FirstOrDefault() is { } area ? LocalRedirect("~" + area.Address) : Page();
}
