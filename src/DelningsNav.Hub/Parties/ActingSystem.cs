using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// A system that acts by itself and for nobody of the staff: the branch for which it acts, and the actor that the log names.
/// </summary>
/// <param name="Branch">The branch for which it acts.</param>
/// <param name="Actor">The actor that the log names.</param>
/// <param name="IsCleared">Whether it is cleared for children with protected identity (ADR 0044).</param>
internal sealed record ActingSystem(BranchId Branch, Actor Actor, bool IsCleared)
{
    /// <summary>
    /// The calling system. It is null when the caller is not a registered system, and when the call names a member of staff, for whom the
    /// system then acts.
    /// </summary>
    public static async Task<ActingSystem?> FindAsync(HubDbContext db, Caller caller, CancellationToken ct)
    {
        if (caller is not Caller.System { OnBehalfOf: null } system)
        {
            return null;
        }

        var found = await (
            from client in db.Clients
            join branch in db.Branches on client.Branch equals branch.Id
            where client.Id == system.Id
            select new { client.Id, client.Name, client.IsCleared, Branch = branch.Id, branch.Authority })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null
            ? null
            : new ActingSystem(found.Branch, new Actor(found.Id.Value, "client", found.Name, found.Authority), found.IsCleared);
    }
}
