using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>
/// Whom the reader has cleared for children with protected identity, and whom they can clear. Heads of units and system owners have the
/// same page, each in their own area (ADR 0044). It says nothing about any child.
/// </summary>
public abstract class ClearancePage(ClearForProtected clear) : PageModel
{
    /// <summary>The staff whom the reader decides for.</summary>
    public IReadOnlyList<ClearableMember> Members { get; private set; } = [];

    /// <summary>What was done just now: <c>givet</c> (given), <c>avslutat</c> (ended), or null.</summary>
    [BindProperty(SupportsGet = true, Name = "nyss")]
    public string? JustNow { get; set; }

    private Caller.Staff Me => new(User.StaffId());

    /// <summary>Shows the staff.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await clear.ReadAsync(Me, ct) is not { } members)
        {
            return NotFound();
        }

        Members = members;
        return Page();
    }

    /// <summary>Clears a member of staff. A form that is sent twice clears them once.</summary>
    public async Task<IActionResult> OnPostGeAsync([FromForm] Guid id, CancellationToken ct) =>
        Answer(await clear.GiveAsync(new StaffMemberId(id), Me, ct), "givet");

    /// <summary>Ends the clearance of a member of staff.</summary>
    public async Task<IActionResult> OnPostAvslutaAsync([FromForm] Guid id, CancellationToken ct) =>
        Answer(await clear.EndAsync(new StaffMemberId(id), Me, ct), "avslutat");

    private ActionResult Answer(ClearanceOutcome outcome, string done) => outcome switch
    {
        ClearanceOutcome.Done => LocalRedirect($"~{Request.Path}?nyss={done}"),
        ClearanceOutcome.NotYours => NotFound(),
    };
}
