using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>What the hub is, for those who have not signed in; those who have go on to their first area.</summary>
[AllowAnonymous]
public sealed class IndexPage : PageModel
{
    /// <summary>Shows the page or leads on.</summary>
    public IActionResult OnGet() =>
        User.Areas().FirstOrDefault() is { } area ? LocalRedirect("~" + area.Address) : Page();
}
