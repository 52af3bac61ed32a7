using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>Answers to the most common questions, open to everybody.</summary>
[AllowAnonymous]
public sealed class HelpPage : PageModel;
