using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// A member of staff with workplace, branch and authority. Nearly every use case needs these for the acting member of staff.
/// </summary>
public sealed record KnownStaff(StaffMember Member, Unit Unit, Branch Branch, Authority Authority)
{
    /// <summary>The member of staff as the log names them.</summary>
    public Actor Actor => new(Member.Id.Value, "staff", Member.Name, Authority.Id, Unit.Name, Member.Role.ToString());

    /// <summary>
    /// The acting member of staff. The result is null when the caller is not a member of staff, when the member has left, and when the
    /// caller is a system that names nobody of its own branch.
    /// </summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, Caller caller, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        StaffMemberId? id = caller switch
        {
            Caller.Staff staff => staff.Id,
            Caller.System system => system.OnBehalfOf,
            Caller.Family or Caller.Hub => null,
            _ => throw new UnreachableException(),
        };
        if (id is null)
        {
            return null;
        }

        var known = await FindAsync(db, id.Value, ct);
        if (known is null || (known.Member.LeftOn is { } left && left <= today))
        {
            return null;
        }

        return caller is Caller.System client
            && !await db.Clients.AnyAsync(c => c.Id == client.Id && c.Branch == known.Branch.Id, ct)
                ? null
                : known;
    }

    /// <summary>A member of staff by id, whether still employed or not.</summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, StaffMemberId id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = await (
            from member in db.Staff
            join unit in db.Units on member.Unit equals unit.Id
            join branch in db.Branches on unit.Branch equals branch.Id
            join authority in db.Authorities on branch.Authority equals authority.Id
            where member.Id == id
            select new { member, unit, branch, authority }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? null : new KnownStaff(found.member, found.unit, found.branch, found.authority);
    }
}
