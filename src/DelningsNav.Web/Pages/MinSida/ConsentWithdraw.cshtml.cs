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
public sealed class ConsentWithdrawPage(FamilyConsentDetails consents, WithdrawConsent withdraw) : PageModel
{
    /// <summary>The consent.</summary>
    public FamilyConsent Consent { get; private set; } = null!;

    /// <summary>Asks once.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : Consent.MayWithdraw ? Page()
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
            WithdrawOutcome.Withdrawn => Redirect($"/min-sida/samtycken/{id}/klart"),
            WithdrawOutcome.OverAlready or WithdrawOutcome.NoSuchConsent => Redirect($"/min-sida/samtycken/{id}"),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await consents.ReadAsync(new ConsentId(id), User.PersonId(), Language.Tag, ct) is not { } detail)
        {
            return false;
        }

        Consent = detail.Consent;
        return true;
    }
}
