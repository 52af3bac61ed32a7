using System.Diagnostics;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Samtycke;

/// <summary>Ends a consent that is no longer needed or was registered in error. The page asks once and names what stops.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConsentEndPage(CaseConsents consents, EndConsent end) : FormPage
{
    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>The consent.</summary>
    public CaseConsent Consent { get; private set; } = null!;

    /// <summary>Why the consent ends.</summary>
    [Typed]
    public ConsentEnding? Ending { get; set; }

    /// <summary>What was registered in error.</summary>
    [Typed]
    [FaultsAt]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override string FaultPrefix => "Fault_ending-";

    /// <summary>Asks, if there is a consent to end.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid consent, CancellationToken ct) =>
        !await ReadAsync(id, consent, ct) ? NotFound()
        : Consent.MayBeEnded ? Page()
        : Redirect($"/arbetsyta/arenden/{id}/samtycken");

    /// <summary>Ends the consent. If the form is sent twice, the consent is ended once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, Guid consent, CancellationToken ct)
    {
        if (!await ReadAsync(id, consent, ct))
        {
            return NotFound();
        }

        if (Ending is not { } ending)
        {
            return Wrong(nameof(Ending), "Fault_ending-missing");
        }

        return await end.HandleAsync(Consent.Id, ending, EndConsent.Reason.Read(Reason), new Caller.Staff(User.StaffId()), ct) switch
        {
            EndOutcome.Ended => await SentAsync($"/arbetsyta/arenden/{id}/samtycken?avslutat=true", ct),
            EndOutcome.OverAlready => Redirect($"/arbetsyta/arenden/{id}/samtycken"),
            EndOutcome.Invalid invalid => Faulty(invalid.Faults),
            EndOutcome.NoSuchConsent => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

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
