using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// The notices that are not acknowledged. Overdue notices come first. Notices to the registrator's own authority can be acknowledged here,
/// for a branch that has no other way.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class NoticesPage(WaitingNotices waiting, AcknowledgeNotice acknowledge) : PageModel
{
    /// <summary>The notices.</summary>
    public WaitingNoticePage Found { get; private set; } = null!;

    /// <summary>Whether a notice has just been acknowledged.</summary>
    public bool HasAcknowledged { get; private set; }

    /// <summary>Shows a page of the notices, and logs the reading.</summary>
    public async Task<IActionResult> OnGetAsync(
        [FromQuery(Name = "sida")] int? page, [FromQuery(Name = "bekraftad")] bool acknowledged, CancellationToken ct)
    {
        if (await waiting.ReadAsync(page ?? 1, new Caller.Staff(User.StaffId()), ct) is not { } found)
        {
            return NotFound();
        }

        (Found, HasAcknowledged) = (found, acknowledged);
        return Page();
    }

    /// <summary>
    /// Acknowledges a notice for a branch of the registrator's own authority. If the form is sent twice, the notice is acknowledged once
    /// and the same page follows.
    /// </summary>
    public async Task<IActionResult> OnPostAsync([FromForm] long notice, [FromForm] Guid party, CancellationToken ct) =>
        await acknowledge.ForAuthorityAsync(notice, new BranchId(party), new Caller.Staff(User.StaffId()), ct) switch
        {
            AcknowledgeOutcome.Acknowledged => Redirect("/registratur/underrattelser?bekraftad=true"),
            AcknowledgeOutcome.NoSuchNotice => NotFound(),
            _ => throw new UnreachableException(),
        };
}
