using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>The first page of staff: the cases that they are assigned to, and their tasks.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class MyWorkPage(
    MyCases cases, WaitingAssessments assessments, WaitingConfirmations confirmations, PreventionsToDecide preventions,
    StaffMessageBox box, ClearForProtected clear) : PageModel
{
    /// <summary>The cases. Cases with something to do come first.</summary>
    public IReadOnlyList<MyCase> Cases { get; private set; } = [];

    /// <summary>The assessments that wait for this person, or null for a person who does not assess.</summary>
    public IReadOnlyList<WaitingAssessment>? Queue { get; private set; }

    /// <summary>How many messages this person has not read.</summary>
    public int Unread { get; private set; }

    /// <summary>The answers that colleagues have recorded and that wait for a second person.</summary>
    public IReadOnlyList<WaitingConfirmation> Confirmations { get; private set; } = [];

    /// <summary>Colleagues' statements about prevented guardians that wait for this person's decision.</summary>
    public IReadOnlyList<WaitingPrevention> Preventions { get; private set; } = [];

    /// <summary>Whether this person clears others for protected identities.</summary>
    public bool MayClear { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        MayClear = await clear.ReadAsync(new Caller.Staff(User.StaffId()), ct) is not null;
        Unread = await box.UnreadAsync(User.StaffId(), ct);
        Cases = await cases.ReadAsync(User.StaffId(), ct);
        Queue = await assessments.ReadAsync(User.StaffId(), ct);
        Preventions = await preventions.ReadAsync(User.StaffId(), ct);
        Confirmations = await confirmations.ReadAsync(User.StaffId(), ct);
    }
}
