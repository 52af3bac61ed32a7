using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>Colleagues' statements about prevented guardians that wait for a second decider.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class PreventionsPage(PreventionsToDecide preventions) : PageModel
{
    /// <summary>The queue. The statement that has waited longest comes first.</summary>
    public IReadOnlyList<WaitingPrevention> Queue { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Queue = await preventions.ReadAsync(User.StaffId(), ct);
}
