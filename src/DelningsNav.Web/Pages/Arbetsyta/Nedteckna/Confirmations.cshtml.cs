using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>Answers that colleagues have recorded and that wait for a second person.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConfirmationsPage(WaitingConfirmations confirmations) : PageModel
{
    /// <summary>The queue. The answer that has waited longest comes first.</summary>
    public IReadOnlyList<WaitingConfirmation> Queue { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Queue = await confirmations.ReadAsync(User.StaffId(), ct);
}
