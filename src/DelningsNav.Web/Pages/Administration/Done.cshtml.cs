using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>What happened to a set, and what happens next.</summary>
/// <remarks>
/// The page reports the state that the hub has stored. If the address names another state, the page redirects to the set's own page.
/// </remarks>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class DonePage(ReadPolicySet read) : PolicySetPage(read)
{
    /// <summary>The beginning of the keys of the texts for what happened.</summary>
    public string TextKey { get; private set; } = "";

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, string what, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        TextKey = (what, Set.Line) switch
        {
            ("mottagen", _) => "DoneReceived",
            ("fornyad", _) when Set.CheckedAt > Set.Line.ReceivedAt => "DoneRenewed",
            ("antagen", { Mine: not null }) => "DoneAdopted",
            ("tillbakatagen", { Mine: null }) => "DoneTakenBack",
            ("i-kraft", { State: PolicySetState.InForce }) => "DoneInForce",
            ("planerad", { State: PolicySetState.Planned }) => "DonePlanned",
            ("ur-bruk", { State: PolicySetState.Retired }) => "DoneRetired",
            _ => "",
        };
        return TextKey.Length > 0 ? Page() : Redirect(PolicySetWords.Address(Set.Line.Id));
    }
}
