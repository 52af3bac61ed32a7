using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>
/// The page where people will sign in. No way to sign in is set up yet, and the page says so; a host with its own way has its own page
/// here.
/// </summary>
[AllowAnonymous]
public sealed class SignInPage : PageModel;
