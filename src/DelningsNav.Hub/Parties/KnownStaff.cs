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
    public Actor Actor =>
        new(Member.Id.Value, "staff", Member.Name, Authority.Id, Unit.Name, Member.Role.ToString()) { Through = Through };

    /// <summary>The system that named the member of staff in a signed call, or null when they have signed in.</summary>
    public ClientId? Through { get; private init; }

    /// <summary>
    /// Whether they may see children with protected identity: named in the written routine, or cleared by the head of the unit. A system
    /// that names them must be cleared too (ADR 0044).
    /// </summary>
    public bool IsCleared { get; private init; }

    /// <summary>
    /// The acting member of staff in a step of caseworkers. The result is null when the caller is not a member of staff, when the member
    /// has left, and when the caller is a system that names nobody of its own branch or may not act for caseworkers.
    /// </summary>
    public static Task<KnownStaff?> FindAsync(HubDbContext db, Caller caller, DateOnly today, CancellationToken ct) =>
        FindAsync(db, caller, ClientRole.Caseworker, today, ct);

    /// <summary>
    /// The acting member of staff in a step that belongs to a role. The role limits a system only. What the member of staff may do, the use
    /// case decides.
    /// </summary>
    public static async Task<KnownStaff?> FindAsync(
        HubDbContext db, Caller caller, ClientRole role, DateOnly today, CancellationToken ct)
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
        if (known is null || !await IsSoundAsync(db, id.Value, ct) || (known.Member.LeftOn is { } left && left <= today))
        {
            return null;
        }

        return caller is not Caller.System { Id: var by } ? known
            : await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == by && c.Branch == known.Branch.Id, ct)
                is { } client && client.MayActAs(role)
                ? known with { Through = by, IsCleared = known.IsCleared && client.IsCleared }
            : null;
    }

    // A role that somebody wrote into the database opens nothing: the rows must be those that the hub sealed (ADR 0038).
    private static Task<bool> IsSoundAsync(HubDbContext db, StaffMemberId id, CancellationToken ct) =>
        db.IsSoundAsync(SubjectId.Of(id), SubjectKind.Staff, ct);

    /// <summary>A member of staff by id, whether still employed or not. It does not say that they may act.</summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, StaffMemberId id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var clearedStaff = db.ClearedStaff;
        var found = await (
            from member in db.Staff
            join unit in db.Units on member.Unit equals unit.Id
            join branch in db.Branches on unit.Branch equals branch.Id
            join authority in db.Authorities on branch.Authority equals authority.Id
            where member.Id == id
            select new
            {
                member,
                unit,
                branch,
                authority,
                cleared = clearedStaff.Contains(id),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? null : new KnownStaff(found.member, found.unit, found.branch, found.authority)
        {
            IsCleared = found.cleared,
        };
    }
}
