using System.Diagnostics;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Samtycke;

/// <summary>
/// Withdraws a consent because the family has said so. It takes one step, has effect at once and needs no second person, because a
/// withdrawal never opens a record.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConsentTakeBackPage(CaseConsents consents, WithdrawConsent withdraw) : PageModel
{
    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>The consent.</summary>
    public CaseConsent Consent { get; private set; } = null!;

    /// <summary>Asks, if there is a consent to withdraw.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid consent, CancellationToken ct) =>
        !await ReadAsync(id, consent, ct) ? NotFound()
        : Consent.MayBeEnded ? Page()
        : Redirect($"/arbetsyta/arenden/{id}/samtycken");

    /// <summary>Withdraws the consent. If the form is sent twice, the consent is withdrawn once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, Guid consent, CancellationToken ct) =>
        !await ReadAsync(id, consent, ct)
            ? NotFound()
            : await withdraw.HandleAsync(Consent.Id, new Caller.Staff(User.StaffId()), ct) switch
            {
                WithdrawOutcome.Withdrawn => Redirect($"/arbetsyta/arenden/{id}/samtycken?aterkallat=true"),
                WithdrawOutcome.OverAlready => Redirect($"/arbetsyta/arenden/{id}/samtycken"),
                WithdrawOutcome.NoSuchConsent => NotFound(),
                _ => throw new UnreachableException(),
            };

    private async Task<bool> ReadAsync(Guid id, Guid consent, CancellationToken ct)
    {
        if (await consents.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { } found
            || found.Consents.FirstOrDefault(c => c.Id.Value == consent) is not { } one)
        {
            return false;
        }

        (Case, Consent) = (found.Case, one);
        return true;
    }
}
