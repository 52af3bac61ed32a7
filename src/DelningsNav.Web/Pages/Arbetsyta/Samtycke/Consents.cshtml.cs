using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Components;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Samtycke;

/// <summary>
/// The consents that the family has been asked for in a case. The page shows the state of each consent and since when, but never who has
/// given which answer.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConsentsPage(CaseConsents consents, AcknowledgeNotice acknowledge) : PageModel
{
    /// <summary>The consents.</summary>
    public ConsentsOfCase Found { get; private set; } = null!;

    /// <summary>Whether a consent has just been ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the branch has just acknowledged the notice of an ended consent.</summary>
    public bool HasAcknowledged { get; private set; }

    /// <summary>Whether an answer has just been recorded.</summary>
    public bool HasTakenDown { get; private set; }

    /// <summary>Whether a consent has just been withdrawn because the family has said so.</summary>
    public bool HasTakenBack { get; private set; }

    /// <summary>Whether a decision about a measure has just been registered.</summary>
    public bool HasRegisteredMeasure { get; private set; }

    /// <summary>Shows the consents, and logs the reading.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id,
        [FromQuery(Name = "avslutat")] bool ended,
        [FromQuery(Name = "bekraftat")] bool acknowledged,
        [FromQuery(Name = "nedtecknat")] bool takenDown,
        [FromQuery(Name = "aterkallat")] bool takenBack,
        [FromQuery(Name = "beslut")] bool measure,
        CancellationToken ct)
    {
        if (await consents.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { } found)
        {
            return NotFound();
        }

        Found = found;
        HasTakenDown = takenDown && found.Consents.Any(c => c.Recorded.Count > 0);
        HasRegisteredMeasure = measure && found.Measures.Count > 0;
        HasTakenBack = takenBack && found.Consents.Any(c => c.Standing == SeenConsentState.Withdrawn);
        HasEnded = ended && found.Consents.Any(c => c.Standing is SeenConsentState.Ended or SeenConsentState.Annulled);
        HasAcknowledged = acknowledged && found.Consents.Any(c => c.Notice?.AcknowledgedAt is not null);
        return Page();
    }

    /// <summary>
    /// Acknowledges for the branch that a consent has ended. If the form is sent twice, the end is acknowledged once and the same page
    /// follows.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] long notice, CancellationToken ct) =>
        await acknowledge.HandleAsync(notice, new Caller.Staff(User.StaffId()), ct) switch
        {
            AcknowledgeOutcome.Acknowledged => Redirect($"/arbetsyta/arenden/{id}/samtycken?bekraftat=true"),
            AcknowledgeOutcome.NoSuchNotice => NotFound(),
            _ => throw new UnreachableException(),
        };

    /// <summary>The tone of a state.</summary>
    public static Tone ToneOf(SeenConsentState standing) => standing switch
    {
        SeenConsentState.Active => Tone.Success,
        SeenConsentState.Waiting => Tone.Warning,
        SeenConsentState.NotGranted or SeenConsentState.Withdrawn or SeenConsentState.Lapsed => Tone.Danger,
        SeenConsentState.Expired or SeenConsentState.Ended or SeenConsentState.Superseded or SeenConsentState.Annulled => Tone.Neutral,
    };
}
