using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>What colleagues have taken down and that waits for a second person.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConfirmationsPage(WaitingConfirmations confirmations) : PageModel
{
    /// <summary>The queue, what has waited longest first.</summary>
    public IReadOnlyList<WaitingConfirmation> Queue { get; private set; } = [];

    /// <summary>Shows the queue.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Queue = await confirmations.ReadAsync(User.StaffId(), ct);
}
