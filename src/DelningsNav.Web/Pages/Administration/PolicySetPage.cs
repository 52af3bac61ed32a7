using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>A page about one policy set, as the system owner who reads it sees it.</summary>
public abstract class PolicySetPage(ReadPolicySet read) : PageModel
{
    /// <summary>The set. Only after <see cref="ReadAsync"/> has found it.</summary>
    public PolicySetDetails Set { get; private set; } = null!;

    /// <summary>Reads the set; false when there is none for the reader.</summary>
    protected async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await read.ReadAsync(new PolicySetId(id), new Caller.Staff(User.StaffId()), ct) is not { } set)
        {
            return false;
        }

        Set = set;
        return true;
    }
}
