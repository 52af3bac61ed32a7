using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// One consent. While the reader's answer is outstanding, the page shows the question. Afterwards, it shows the state of the consent.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ConsentPage(FamilyConsentDetails consents, IStringLocalizer<MinSidaTexts> texts) : PageModel
{
    /// <summary>The consent with its text.</summary>
    public FamilyConsentDetail Detail { get; private set; } = null!;

    /// <summary>Whether the text changed while the reader read it.</summary>
    public bool TextHasChanged { get; private set; }

    /// <summary>The language that the text is read in, or null for the page's own language.</summary>
    [BindProperty(Name = "text", SupportsGet = true)]
    public string? TextLanguage { get; set; }

    /// <summary>The answer, <c>ja</c> or <c>nej</c>.</summary>
    [BindProperty]
    public string? Answer { get; set; }

    /// <summary>The key of the words about an answer that came too late, or null.</summary>
    public string? LateKey { get; private set; }

    /// <summary>Whether there is a question for the reader to answer.</summary>
    public bool IsAsked => Detail.Consent.State is FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou;

    /// <summary>Shows the question, or the state of the consent.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "andrad")] bool changed, [FromQuery(Name = LateAnswer.Name)] string? late, CancellationToken ct)
    {
        TextHasChanged = changed;
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        LateKey = LateAnswer.KeyOf(Detail, Answers.Read(late));
        return Page();
    }

    /// <summary>Redirects to the check page. Nothing is answered yet.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm(Name = "hash")] string? shownHash, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (!IsAsked)
        {
            // The form was opened before the reader answered, for example in a second tab. A no still leads on to where it is sent.
            return Answers.Read(Answer) == ConsentAnswer.No && Detail.Consent.MayWithdraw
                ? Redirect($"/min-sida/samtycken/{id}/kontroll?svar={Answers.No}&text={Detail.Text.Language}&hash={Detail.Text.Hash}")
                : Redirect($"/min-sida/samtycken/{id}{LateAnswer.Query(Answer)}");
        }

        TextHasChanged = Detail.Text.Hash != shownHash;
        if (Answers.Read(Answer) is null)
        {
            ModelState.AddModelError(nameof(Answer), texts["AnswerMissing"]);
        }

        return TextHasChanged || !ModelState.IsValid
            ? Page()
            : Redirect($"/min-sida/samtycken/{id}/kontroll?svar={Answer}&text={Detail.Text.Language}&hash={Detail.Text.Hash}");
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        var language = TextLanguage ?? Language.Tag;
        if (await consents.ReadAsync(new ConsentId(id), User.PersonId(), language, ct) is not { } detail)
        {
            return false;
        }

        Detail = detail;
        return true;
    }
}

/// <summary>The words for the answers in addresses and forms.</summary>
internal static class Answers
{
    public const string Yes = "ja";
    public const string No = "nej";

    /// <summary>The answer that was sent, or null if no answer was sent.</summary>
    public static ConsentAnswer? Read(string? sent) => sent switch
    {
        Yes => ConsentAnswer.Yes,
        No => ConsentAnswer.No,
        _ => null,
    };
}
