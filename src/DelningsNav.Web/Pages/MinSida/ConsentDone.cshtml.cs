using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>What happened when the reader answered or withdrew a consent, what happens next, and the receipt.</summary>
/// <remarks>
/// The page reports the state that the hub has stored, not what the address says, so a reader can return to the page and reload it.
/// </remarks>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ConsentDonePage(FamilyConsentDetails consents, FamilyConsents home) : PageModel
{
    /// <summary>The consent with its text and receipts.</summary>
    public FamilyConsentDetail Detail { get; private set; } = null!;

    /// <summary>The next question that the reader has not answered, or null.</summary>
    public FamilyConsent? Next { get; private set; }

    /// <summary>The beginning of the keys of the texts for what happened. Null when the words of the consent's state say it.</summary>
    public string? TextKey => Detail switch
    {
        { WithdrawalReceipt: not null } => "DoneYouWithdrew",
        { Consent.State: FamilyConsentState.Withdrawn } => "DoneWithdrawn",
        { Consent.OwnAnswer: ConsentAnswer.No } => "DoneNo",
        { Consent.State: var state } when LateAnswer.IsOver(state) => null,
        { Consent.State: FamilyConsentState.Holds } => "DoneHolds",
        _ => "DoneYes",
    };

    /// <summary>The key of the words about an answer that came after the reader's first one, or null.</summary>
    public string? LateKey { get; private set; }

    /// <summary>Shows the page, or redirects to the consent if the reader has neither answered nor withdrawn it.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = LateAnswer.Name)] string? late, CancellationToken ct)
    {
        var reader = User.PersonId();
        if (await consents.ReadAsync(new ConsentId(id), reader, Language.Tag, ct) is not { } detail)
        {
            return NotFound();
        }

        Detail = detail;
        if (detail.Consent.OwnAnswer is null && detail.Consent.State != FamilyConsentState.Withdrawn)
        {
            return Redirect($"/min-sida/samtycken/{id}{LateAnswer.Query(late)}");
        }

        LateKey = LateAnswer.KeyOf(detail, Answers.Read(late));

        Next = (await home.ReadAsync(reader, ct)).Children.SelectMany(c => c.Consents)
            .Where(c => c.State == FamilyConsentState.AwaitsYou)
            .MinBy(c => c.RequestedAt);
        return Page();
    }
}
