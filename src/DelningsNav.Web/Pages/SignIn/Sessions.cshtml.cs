using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.SignIn;

/// <summary>
/// Shows a person, of a family or of the staff, where they are signed in. From this page they use <see cref="ManageSessions"/>.
/// </summary>
[Authorize]
public sealed class SessionsPage(ManageSessions manage) : PageModel
{
    /// <summary>The person's sessions, the latest sign-in first.</summary>
    public IReadOnlyList<ReadSession> Sessions { get; private set; } = [];

    /// <summary>The session in which the page is shown.</summary>
    public SessionId Here => HttpContext.Features.Get<CurrentSession>()!.Id;

    /// <summary>What was done just now: <c>en</c> (one was ended), <c>andra</c> (the others were ended), or null.</summary>
    [BindProperty(SupportsGet = true, Name = "nyss")]
    public string? JustNow { get; set; }

    private Caller Reader => User.SignedIn()!;

    /// <summary>Shows the sessions.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Sessions = await manage.ReadAsync(Reader, ct);

    /// <summary>Ends one session. If it has ended already, the same page follows.</summary>
    public async Task<IActionResult> OnPostEnAsync([FromForm] Guid id, CancellationToken ct) =>
        await manage.EndAsync(new SessionId(id), Reader, ct) switch
        {
            EndSessionOutcome.Ended or EndSessionOutcome.NoSuchSession => LocalRedirect("~/inloggning?nyss=en"),
            _ => throw new UnreachableException(),
        };

    /// <summary>Ends every session except this one.</summary>
    public async Task<IActionResult> OnPostAndraAsync(CancellationToken ct)
    {
        await manage.EndOthersAsync(Here, Reader, ct);
        return LocalRedirect("~/inloggning?nyss=andra");
    }
}
