using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>Answers to what people ask first, open to everyone.</summary>
[AllowAnonymous]
public sealed class HelpPage : PageModel;
