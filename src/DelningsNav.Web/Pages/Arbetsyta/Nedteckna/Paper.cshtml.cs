using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>
/// A form to print. It has the exact text in one language, lines to sign on, and a number that shows which text was signed.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class PaperPage(ConsentToRecord consents, IStringLocalizer<MinSidaTexts> family) : PageModel
{
    /// <summary>The consent with its text.</summary>
    public RecordableConsent Found { get; private set; } = null!;

    /// <summary>The words around the text, in its language.</summary>
    public PaperWords Paper { get; private set; } = null!;

    /// <summary>Shows the form; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid consent, [FromQuery(Name = "text")] string? language, CancellationToken ct)
    {
        if (await consents.ReadAsync(new ConsentId(consent), new Caller.Staff(User.StaffId()), language ?? "sv", ct) is not { } found
            || found.Case.Id != new CaseId(id))
        {
            return NotFound();
        }

        Found = found;
        Paper = PaperWords.In(found.Text.Language, family);
        return Page();
    }
}
