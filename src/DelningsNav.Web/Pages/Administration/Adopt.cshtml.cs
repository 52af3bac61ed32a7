using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Registers that the reader's own authority has adopted a set. The reader types the diarienummer and day of the decision, checks them, and
/// then registers the adoption.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class AdoptPage(ReadPolicySet read, AdoptPolicySet adopt, TimeProvider clock) : PolicySetPage(read)
{
    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>The day of the decision, as typed.</summary>
    [Typed]
    [FaultsAt("decidedOn")]
    public string? DecisionDay { get; set; }

    /// <summary>The next step: <c>kontrollera</c> (check), <c>andra</c> (change) or <c>registrera</c> (register).</summary>
    [BindProperty]
    public string? Step { get; set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        IsChecking = IsAtCheck && Day() is not null;
        return Set.Line.CanBeAdopted && Set.Line.Mine is null ? Page() : Redirect(PolicySetWords.Address(Set.Line.Id));
    }

    /// <summary>
    /// Takes the next step. Only the last step registers the adoption. If the form is sent twice, the adoption is registered once and the
    /// same page follows.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Set.Line.Mine is not null)
        {
            return await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/antagen"), ct);
        }

        if (Step == "andra")
        {
            return ToForm();
        }

        if (Day() is not { } day)
        {
            return Page();
        }

        if (Step != "registrera")
        {
            return await ToCheckAsync(ct);
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await adopt.HandleAsync(Set.Line.Version, number, day, new Caller.Staff(User.StaffId()), ct) switch
        {
            AdoptOutcome.Registered => await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/antagen"), ct),
            AdoptOutcome.Refused refused => Faulty(refused.Faults),
            AdoptOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new UnreachableException(),
        };
    }

    private DateOnly? Day()
    {
        Say(DecisionNumber.FaultsOf(DecisionNumber.Field.Read(CaseNumber)));
        var isDay = TypedDay.TryRead(DecisionDay, out var day);
        Check(isDay, nameof(DecisionDay), "Fault-day-missing");
        Check(!isDay || day <= SwedishTime.DayOf(clock.GetUtcNow()), nameof(DecisionDay), "Fault-day-ahead");
        return ModelState.IsValid ? day : null;
    }
}
