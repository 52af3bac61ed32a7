using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>
/// How accessible the pages are, and what a reader can do when they are not (lagen om tillgänglighet till digital offentlig service 13 §).
/// </summary>
[AllowAnonymous]
public sealed class AccessibilityPage : PageModel;
