using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>The check page before an answer is given. From this page a family uses <see cref="AnswerConsent"/>.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ConsentCheckPage(FamilyConsentDetails consents, AnswerConsent answer) : PageModel
{
    /// <summary>The consent with its text.</summary>
    public FamilyConsentDetail Detail { get; private set; } = null!;

    /// <summary>The answer, <c>ja</c> or <c>nej</c>.</summary>
    [BindProperty(Name = "svar", SupportsGet = true)]
    public string? Answer { get; set; }

    /// <summary>The language of the text that was shown.</summary>
    [BindProperty(Name = "text", SupportsGet = true)]
    public string TextLanguage { get; set; } = "sv";

    /// <summary>The hash of the text that was shown.</summary>
    [BindProperty(Name = "hash", SupportsGet = true)]
    public string ShownHash { get; set; } = "";

    /// <summary>Whether the answer is a yes.</summary>
    public bool IsYes => Answers.Read(Answer) == ConsentAnswer.Yes;

    /// <summary>Whether the answer is a no that takes back the reader's yes.</summary>
    public bool TakesBack => !IsYes && !IsAsked && Detail.Consent.MayWithdraw;

    private bool IsAsked => Detail.Consent.State is FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou;

    /// <summary>Shows what is about to be answered.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await consents.ReadAsync(new ConsentId(id), User.PersonId(), TextLanguage, ct) is not { } detail)
        {
            return NotFound();
        }

        Detail = detail;
        return Answers.Read(Answer) is null ? Redirect($"/min-sida/samtycken/{id}")
            : TakesBack ? Page()
            : !IsAsked ? Redirect($"/min-sida/samtycken/{id}{LateAnswer.Query(Answer)}")
            : detail.Text.Hash != ShownHash ? TextChanged(id)
            : Page();
    }

    /// <summary>
    /// Gives the answer. If an answer is sent twice, it counts once and the same page follows. A no after a yes takes the yes back.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        // Check visibility first, because nobody may answer a consent that they may not see. A stranger and a blocked guardian must get
        // identical responses, with identical timing.
        if (await consents.ReadAsync(new ConsentId(id), User.PersonId(), TextLanguage, ct) is null)
        {
            return NotFound();
        }

        if (Answers.Read(Answer) is not { } given)
        {
            return Redirect($"/min-sida/samtycken/{id}");
        }

        return await answer.HandleAsync(new ConsentId(id), User.PersonId(), given, TextLanguage, ShownHash, ct) switch
        {
            AnswerOutcome.Answered => Redirect($"/min-sida/samtycken/{id}/klart"),
            AnswerOutcome.TextChanged => TextChanged(id),
            // The no took back a yes, the reader has answered before, the consent is closed, or there is nothing for this reader to answer.
            // The next page finds out which of these it is, and reveals only what the reader may know.
            AnswerOutcome.TakenAsWithdrawal or AnswerOutcome.AnsweredAlready or AnswerOutcome.NoLongerAsked
                or AnswerOutcome.NothingToAnswer => Redirect($"/min-sida/samtycken/{id}/klart{LateAnswer.Query(Answer)}"),
            _ => throw new UnreachableException(),
        };
    }

    private RedirectResult TextChanged(Guid id) =>
        Redirect($"/min-sida/samtycken/{id}?text={Uri.EscapeDataString(TextLanguage)}&andrad=true");
}
