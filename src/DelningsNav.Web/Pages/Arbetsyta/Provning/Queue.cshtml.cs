using DelningsNav.Hub.Assessing;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Provning;

/// <summary>The assessments that wait for this person. For staff to whom assessing is not delegated, the page does not exist.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class QueuePage(WaitingAssessments assessments, EmergenciesAtHolder emergencies) : PageModel
{
    /// <summary>The queue. The assessment that has waited longest comes first.</summary>
    public IReadOnlyList<WaitingAssessment> Queue { get; private set; } = [];

    /// <summary>The emergency accesses to the branch's records that are valid now.</summary>
    public IReadOnlyList<EmergencyAtHolder> Emergencies { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await assessments.ReadAsync(User.StaffId(), ct) is not { } found)
        {
            return NotFound();
        }

        Queue = found;
        Emergencies = await emergencies.ReadAsync(User.StaffId(), ct);
        return Page();
    }
}
