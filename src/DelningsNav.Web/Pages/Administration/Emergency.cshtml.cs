using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Registers the decision of the reader's own authority that its records may be opened in an emergency, or that they no longer may.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class EmergencyPage(ReadEmergencyAllowance read, AllowEmergencyOpening allow) : AdministrationFormPage
{
    /// <summary>Whether emergency access is allowed now. Only valid after it was read.</summary>
    public EmergencyAllowanceOfOwner Now { get; private set; } = null!;

    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>The day of the decision, as typed.</summary>
    [Typed]
    [FaultsAt("decidedOn")]
    public string? DecisionDay { get; set; }

    /// <summary>What the form decides: <c>tillat</c> (allow) or <c>avsluta</c> (end).</summary>
    [BindProperty]
    public string? Step { get; set; }

    private Caller Me => new Caller.Staff(User.StaffId());

    /// <summary>Shows the state and the form that changes it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ? Page() : NotFound();

    /// <summary>Registers the decision. A form that is sent twice registers it once.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
        {
            return NotFound();
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        if (Step == "avsluta")
        {
            return await AnswerAsync(await allow.EndAsync(number, Me, ct), ct);
        }

        var isDay = TypedDay.TryRead(DecisionDay, out var day);
        Check(isDay, nameof(DecisionDay), "Fault-day-missing");
        if (!isDay)
        {
            return Faulty(DecisionNumber.FaultsOf(number));
        }

        return await AnswerAsync(await allow.AllowAsync(number, day, Me, ct), ct);
    }

    private async Task<IActionResult> AnswerAsync(AllowEmergencyOutcome outcome, CancellationToken ct) => outcome switch
    {
        AllowEmergencyOutcome.Registered or AllowEmergencyOutcome.AlreadySo => await SentAsync($"{PolicySetWords.Area}#nodoppning", ct),
        AllowEmergencyOutcome.Refused refused => Faulty(refused.Faults),
        AllowEmergencyOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
        _ => throw new UnreachableException(),
    };

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await read.ReadAsync(Me, ct) is not { } now)
        {
            return false;
        }

        Now = now;
        return true;
    }
}
