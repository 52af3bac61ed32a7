using System.Diagnostics;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// The page from which a family uses <see cref="WithdrawConsent"/>. It has one question and one button, and asks for no reason.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ConsentWithdrawPage(FamilyConsentDetails consents, FamilyUnderCheck underCheck, WithdrawConsent withdraw) : PageModel
{
    /// <summary>The consent, or null while its details are under check.</summary>
    public FamilyConsent? Consent { get; private set; }

    /// <summary>The consent whose details are under check, because the child's rows were changed outside the hub. Otherwise null.</summary>
    public ConsentUnderCheck? UnderCheck { get; private set; }

    /// <summary>Asks once.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : Consent is null or { MayWithdraw: true } ? Page()
        : Redirect($"/min-sida/samtycken/{id}");

    /// <summary>Withdraws the consent. If the form is sent twice, the consent is withdrawn once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        // Custody may have ended or the guardian may have been blocked after the signature. The consent is then closed to the reader on
        // this page.
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        return await withdraw.HandleAsync(new ConsentId(id), new Caller.Family(User.PersonId()), ct) switch
        {
            WithdrawOutcome.Withdrawn when UnderCheck is not null => Redirect($"/min-sida/samtycken/{id}/aterkalla"),
            WithdrawOutcome.Withdrawn => Redirect($"/min-sida/samtycken/{id}/klart"),
            WithdrawOutcome.OverAlready or WithdrawOutcome.NoSuchConsent when UnderCheck is not null => Redirect("/min-sida"),
            WithdrawOutcome.OverAlready or WithdrawOutcome.NoSuchConsent => Redirect($"/min-sida/samtycken/{id}"),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        Consent = (await consents.ReadAsync(new ConsentId(id), User.PersonId(), Language.Tag, ct))?.Consent;
        UnderCheck = Consent is null ? await underCheck.ReadAsync(new ConsentId(id), User.PersonId(), ct) : null;
        return Consent is not null || UnderCheck is not null;
    }
}
