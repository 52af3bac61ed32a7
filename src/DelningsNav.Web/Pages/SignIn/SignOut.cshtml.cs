using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>Ends the session. Only a post ends it, so that a link on another site cannot.</summary>
[AllowAnonymous]
public sealed class SignOutPage : PageModel
{
    /// <summary>Redirects to the start page, because there is no page at this address.</summary>
    public IActionResult OnGet() => LocalRedirect("~/");

    /// <summary>Signs out and redirects to the start page.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync();
        return LocalRedirect("~/");
    }
}
