using DelningsNav.Demo.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Demo.Pages;

/// <summary>Every component with invented content, for developers of pages and for the tests.</summary>
[AllowAnonymous]
public sealed class StyleGuidePage(IStringLocalizer<StyleGuideTexts> texts) : PageModel
{
    /// <summary>An answer to one question.</summary>
    [BindProperty]
    public string? Answer { get; set; }

    /// <summary>A longer text.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Shows the guide.</summary>
    public IActionResult OnGet() => Page();

    /// <summary>Shows the guide with every field wrong, and does nothing else.</summary>
    public IActionResult OnPost()
    {
        ModelState.AddModelError(nameof(Answer), texts["AnswerError"]);
        ModelState.AddModelError(nameof(Reason), texts["ReasonError"]);
        return OnGet();
    }
}
