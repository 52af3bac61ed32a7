using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// The messages to a guardian or pupil. Showing the messages marks them as read. A new message is shown as new only this once.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class MessagesPage(FamilyMessageBox box) : PageModel
{
    /// <summary>The messages, the newest first.</summary>
    public IReadOnlyList<ReadFamilyMessage> Messages { get; private set; } = [];

    /// <summary>Shows the messages.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Messages = await box.ReadAsync(User.PersonId(), ct);
        await box.MarkReadAsync(User.PersonId(), ct);
    }
}
