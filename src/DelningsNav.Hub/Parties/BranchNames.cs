using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>The branches that a block may name.</summary>
internal static class BranchNames
{
    /// <summary>All branches, ordered by the name of the authority and then by the name of the branch.</summary>
    public static async Task<IReadOnlyList<(BranchId Id, PartyName Name)>> ReadAsync(HubDbContext db, CancellationToken ct)
    {
        var rows = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            select new { branch.Id, Name = new PartyName(authority.Name, branch.Name, branch.Kind) }).AsNoTracking().ToListAsync(ct);
        return [.. rows.OrderBy(r => r.Name.Authority, StringComparer.CurrentCulture)
            .ThenBy(r => r.Name.Branch, StringComparer.CurrentCulture).Select(r => (r.Id, r.Name))];
    }
}
