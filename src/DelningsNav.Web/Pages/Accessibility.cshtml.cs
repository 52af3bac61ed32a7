using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>
/// How far the pages can be used by everyone, and what to do when they cannot (lagen om tillgänglighet till
/// digital offentlig service 13 §).
/// </summary>
[AllowAnonymous]
public sealed class AccessibilityPage : PageModel;
