using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>The page between a link on another site and the page that it leads to (<see cref="ArrivalFilter"/>).</summary>
[Authorize]
public sealed class ArrivalPage : PageModel
{
    /// <summary>The address that the link leads to, on this site.</summary>
    [BindProperty(Name = ArrivalFilter.To, SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>Asks whether the reader wants to open the page. An address on another site is not asked about.</summary>
    public IActionResult OnGet() => To is ['/', ..] && Url.IsLocalUrl(To) ? Page() : LocalRedirect("~/");
}
