using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>A calling system with what a read needs: the branch for which the system acts, and the actor that the log names.</summary>
internal sealed record ActingSystem(BranchId Branch, Actor Actor)
{
    /// <summary>
    /// The calling system. It is null when the caller is not a registered system, and when the call names a member of staff who has left or
    /// does not belong to the system's branch.
    /// </summary>
    public static async Task<ActingSystem?> FindAsync(HubDbContext db, Caller caller, DateOnly today, CancellationToken ct)
    {
        if (caller is not Caller.System system)
        {
            return null;
        }

        if (system.OnBehalfOf is not null)
        {
            var staff = await KnownStaff.FindAsync(db, caller, today, ct);
            return staff is null ? null : new ActingSystem(staff.Branch.Id, staff.Actor);
        }

        var found = await (
            from client in db.Clients
            join branch in db.Branches on client.Branch equals branch.Id
            where client.Id == system.Id
            select new { client.Id, client.Name, Branch = branch.Id, branch.Authority }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? null : new ActingSystem(found.Branch, new Actor(found.Id.Value, "client", found.Name, found.Authority));
    }
}
