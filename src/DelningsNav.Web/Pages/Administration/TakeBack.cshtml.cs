using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>Registers that the reader's own authority has withdrawn its adoption. The page asks once and names what stops.</summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class TakeBackPage(ReadPolicySet read, AdoptPolicySet adopt) : PolicySetPage(read)
{
    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>Asks, if there is an adoption to withdraw.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : Set.Line.Mine is not null ? Page()
        : Redirect(PolicySetWords.Address(Set.Line.Id));

    /// <summary>Withdraws the adoption. If the form is sent twice, the adoption is withdrawn once.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Set.Line.Mine is null)
        {
            return Redirect(PolicySetWords.Address(Set.Line.Id));
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await adopt.TakeBackAsync(Set.Line.Version, number, new Caller.Staff(User.StaffId()), ct) switch
        {
            AdoptOutcome.Registered => await SentAsync(PolicySetWords.Address(Set.Line.Id, "klart/tillbakatagen"), ct),
            AdoptOutcome.Refused refused => Faulty(refused.Faults),
            AdoptOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new UnreachableException(),
        };
    }
}
