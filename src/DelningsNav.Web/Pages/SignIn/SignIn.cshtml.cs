using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>
/// The page where people will sign in. No way to sign in is set up yet, and the page says so. A program with its own way to sign in
/// has its own page at this address.
/// </summary>
[AllowAnonymous]
public sealed class SignInPage : PageModel;
