using DelningsNav.Hub.Assessing;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Provning;

/// <summary>What waits for this person's judgement. One to whom assessing is not delegated finds no such page.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class QueuePage(WaitingAssessments assessments, EmergenciesAtHolder emergencies) : PageModel
{
    /// <summary>The queue, what has waited longest first.</summary>
    public IReadOnlyList<WaitingAssessment> Queue { get; private set; } = [];

    /// <summary>The emergency accesses to what the branch holds that stand now.</summary>
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
