using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>Retires a set for good. The page asks once and names what stops.</summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class RetirePage(ReadPolicySet read, RetirePolicySet retire) : PolicySetPage(read)
{
    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>Asks, if there is a set to retire.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : !Set.RunsTheHub ? StatusCode(StatusCodes.Status403Forbidden)
        : Set.Line.State == PolicySetState.Retired ? Redirect(PolicySetWords.Address(Set.Line.Id))
        : Page();

    /// <summary>Retires the set. If the form is sent twice, the set is retired once.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await retire.HandleAsync(Set.Line.Version, number, new Caller.Staff(User.StaffId()), ct) switch
        {
            RetireOutcome.Retired => await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/ur-bruk"), ct),
            RetireOutcome.Refused refused => Faulty(refused.Faults),
            RetireOutcome.NotAllowed => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new UnreachableException(),
        };
    }
}
