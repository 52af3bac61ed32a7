using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>The messages to a member of staff: which families have answered, and the result. Showing them marks them as read.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class StaffMessagesPage(StaffMessageBox box) : PageModel
{
    /// <summary>The messages, the newest first.</summary>
    public IReadOnlyList<ReadStaffMessage> Messages { get; private set; } = [];

    /// <summary>Shows the messages.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Messages = await box.ReadAsync(User.StaffId(), ct);
        await box.MarkReadAsync(User.StaffId(), ct);
    }

    /// <summary>
    /// The address that a message links to. If a single request was decided again, that is the request's answer. Otherwise it is the case.
    /// </summary>
    public static string AddressOf(ReadStaffMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Request is { } request ? $"/arbetsyta/begaran/{request}" : $"/arbetsyta/arenden/{message.Case}";
    }
}
