using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>
/// Says how accessible the pages are, and what a reader can do if they are not (lagen om tillgänglighet till digital offentlig service 13
/// §).
/// </summary>
[AllowAnonymous]
public sealed class AccessibilityPage : PageModel;
