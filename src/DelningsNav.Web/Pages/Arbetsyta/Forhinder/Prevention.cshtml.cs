using System.Diagnostics;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>
/// A statement that a guardian is prevented: the colleague's words, the law, and the second decider's decision with reasons.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class PreventionPage(PreventionsToDecide preventions, DecidePrevention decide) : FormPage
{
    /// <summary>The statement.</summary>
    public PreventionView Found { get; private set; } = null!;

    /// <summary>
    /// The result of the decision: <c>Yes</c>, <c>No</c>, or <c>Before</c> if it was already decided; null before the decision.
    /// </summary>
    public string? Done { get; private set; }

    /// <summary>The decision.</summary>
    [Typed]
    public PreventionOutcome? Decision { get; set; }

    /// <summary>The reasons.</summary>
    [Typed]
    [FaultsAt]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override string FaultPrefix => "Fault_decide-";

    /// <summary>Shows the statement, and logs the reading. After a decision, only its outcome is shown.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "klart")] string? done, CancellationToken ct)
    {
        Done = done switch { "ja" => "Yes", "nej" => "No", "avgjort" => "Before", _ => null };
        return Done is not null || await ReadAsync(id, ct) ? Page() : NotFound();
    }

    /// <summary>Receives the decision. If a decision is sent twice, the first decision counts.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (Decision is not { } decision)
        {
            Check(false, nameof(Decision), "Fault_decide-missing");
            return await ReadAsync(id, ct) ? Page() : NotFound();
        }

        var reason = DecidePrevention.Reason.Read(Reason);
        return await decide.HandleAsync(new PreventionId(id), decision, reason, new Caller.Staff(User.StaffId()), ct) switch
        {
            PreventionDecided.Done done =>
                await SentAsync($"/arbetsyta/forhinder/{id}?klart={(done.Outcome == PreventionOutcome.Refused ? "nej" : "ja")}", ct),
            PreventionDecided.DecidedAlready => await SentAsync($"/arbetsyta/forhinder/{id}?klart=avgjort", ct),
            PreventionDecided.Invalid invalid => await FaultyAsync(id, invalid, ct),
            PreventionDecided.SamePerson or PreventionDecided.NothingToDecide => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IActionResult> FaultyAsync(Guid id, PreventionDecided.Invalid invalid, CancellationToken ct)
    {
        Say(invalid.Faults);
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await preventions.OpenAsync(new PreventionId(id), User.StaffId(), ct) is not { } found)
        {
            return false;
        }

        Found = found;
        return true;
    }
}
