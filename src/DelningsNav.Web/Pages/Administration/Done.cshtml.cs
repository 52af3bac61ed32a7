using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>What happened to a set, and what happens next.</summary>
/// <remarks>It tells what the hub knows: when the set does not stand as the address says, it leads to the set's own page.</remarks>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class DonePage(ReadPolicySet read) : PageModel
{
    /// <summary>The set.</summary>
    public PolicySetDetails Set { get; private set; } = null!;

    /// <summary>The beginning of the keys of what happened.</summary>
    public string TextKey { get; private set; } = "";

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, string what, CancellationToken ct)
    {
        if (await read.ReadAsync(new PolicySetId(id), new Caller.Staff(User.StaffId()), ct) is not { } set)
        {
            return NotFound();
        }

        Set = set;
        TextKey = (what, set.Line) switch
        {
            ("mottagen", _) => "DoneReceived",
            ("fornyad", _) when set.CheckedAt > set.Line.ReceivedAt => "DoneRenewed",
            ("antagen", { Mine: not null }) => "DoneAdopted",
            ("tillbakatagen", { Mine: null }) => "DoneTakenBack",
            ("i-kraft", { State: PolicySetState.InForce }) => "DoneInForce",
            ("planerad", { State: PolicySetState.Planned }) => "DonePlanned",
            ("ur-bruk", { State: PolicySetState.Retired }) => "DoneRetired",
            _ => "",
        };
        return TextKey.Length > 0 ? Page() : Redirect(PolicySetWords.Address(set.Line.Id));
    }
}
