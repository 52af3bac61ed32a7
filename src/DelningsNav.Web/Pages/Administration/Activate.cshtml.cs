using System.Diagnostics;
using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Sets a policy set in force, now or from a Swedish day and time. The reader first types the decision. A check page then shows which
/// parties' releases stop. The set is set in force from the check page.
/// </summary>
/// <remarks>
/// In the hour that occurs twice in autumn, a time means two moments. The later moment is used, so that the set is not in force before the
/// chosen time, whichever moment was meant.
/// </remarks>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class ActivatePage(ReadPolicySet read, ActivatePolicySet activate, TimeProvider clock) : PolicySetPage(read)
{
    /// <summary>The chosen moment, or null for now.</summary>
    public DateTimeOffset? From { get; private set; }

    /// <summary><c>nu</c> or <c>sedan</c>.</summary>
    [Typed]
    public string? When { get; set; }

    /// <summary>The Swedish day, as typed.</summary>
    [Typed]
    public string? Day { get; set; }

    /// <summary>The Swedish time, as typed.</summary>
    [Typed]
    public string? Time { get; set; }

    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

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

        if (!Set.RunsTheHub)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        IsChecking = IsAtCheck && IsComplete();
        return Set.Line.CanBeActivated ? Page() : Redirect(PolicySetWords.Address(Set.Line.Id));
    }

    /// <summary>
    /// Takes the next step. Only the last step activates the set. If the form is sent twice, the set is activated once and the same page
    /// follows.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (!Set.RunsTheHub)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (Set.Line.State == PolicySetState.InForce)
        {
            return await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/i-kraft"), ct);
        }

        if (Step == "andra")
        {
            return ToForm();
        }

        if (!IsComplete())
        {
            return Page();
        }

        if (Step != "registrera")
        {
            return await ToCheckAsync(ct);
        }

        if (From is not null && From == Set.Line.PlannedFrom)
        {
            return await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/planerad"), ct);
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await activate.HandleAsync(Set.Line.Version, From ?? clock.GetUtcNow(), number, new Caller.Staff(User.StaffId()), ct) switch
        {
            ActivateOutcome.InForce => await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/i-kraft"), ct),
            ActivateOutcome.Planned => await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/planerad"), ct),
            ActivateOutcome.Refused refused => Faulty(refused.Faults),
            ActivateOutcome.NotAllowed => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new UnreachableException(),
        };
    }

    private bool IsComplete()
    {
        Say(DecisionNumber.FaultsOf(DecisionNumber.Field.Read(CaseNumber)));
        ReadMoment();
        return ModelState.IsValid;
    }

    private void ReadMoment()
    {
        if (When == "nu")
        {
            return;
        }

        if (When != "sedan")
        {
            Check(false, nameof(When), "Fault-when-missing");
            return;
        }

        var isDay = TypedDay.TryRead(Day, out var day);
        var isTime = TimeOnly.TryParseExact(Time, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        Check(isDay, nameof(Day), "Fault-day-missing");
        Check(isTime, nameof(Time), "Fault-time-missing");
        if (!isDay || !isTime)
        {
            return;
        }

        var moments = SwedishTime.MomentsOf(day, time);
        From = moments.Count == 0 ? null : moments[^1];
        Check(moments.Count > 0, nameof(Time), "Fault-no-such-time");
        Check(From is null || From > clock.GetUtcNow(), nameof(Day), "Fault-moment-passed");
        Check(From is null || day < Set.Line.ExpiresOn, nameof(Day), "Fault-policy-set-expired");
    }
}
