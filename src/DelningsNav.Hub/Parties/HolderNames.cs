using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>The names of holders, as staff use them.</summary>
internal static class HolderNames
{
    public static async Task<Dictionary<BranchId, string>> ReadAsync(HubDbContext db, CancellationToken ct)
    {
        var branches = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            select new { branch.Id, branch.Name, Authority = authority.Name }).AsNoTracking().ToListAsync(ct);
        return branches.ToDictionary(b => b.Id, b => Of(b.Name, b.Authority));
    }

    public static string Of(string branch, string authority) => branch == authority ? branch : $"{branch}, {authority}";
}
