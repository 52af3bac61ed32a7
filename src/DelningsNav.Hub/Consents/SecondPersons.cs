using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>A member of staff to whom a step that needs a second person can be put.</summary>
/// <param name="Staff">The member of staff.</param>
/// <param name="Name">The name.</param>
/// <param name="Unit">The workplace.</param>
/// <param name="IsOfOwnUnit">Whether it is the first person's own workplace.</param>
public sealed record Colleague(StaffMemberId Staff, string Name, string Unit, bool IsOfOwnUnit);

/// <summary>
/// To whom a step that needs a second person is put: to one colleague by name, or else to everybody at the first person's own unit who may
/// take it. The others of the branch neither see it nor count it (ADR 0044).
/// </summary>
internal static class SecondPersons
{
    /// <summary>The colleagues of the branch who may be the second person after a member of staff, for a child. Sorted by name.</summary>
    public static async Task<IReadOnlyList<Colleague>> AfterAsync(
        HubDbContext db, KnownStaff first, PersonId child, bool areDeciders, DateOnly today, CancellationToken ct)
    {
        var isProtected = !await InnerSecrecy.IsUnprotectedAsync(db, child, ct);
        var cleared = db.ClearedStaff;
        var rows = await (
            from member in db.Staff
            join unit in db.Units on member.Unit equals unit.Id
            where unit.Branch == first.Branch.Id && member.Id != first.Member.Id && (member.LeftOn == null || member.LeftOn > today)
                && (!isProtected || cleared.Contains(member.Id))
            select new { member, unit.Name }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. rows.Where(r => !areDeciders || MayDecide(r.member))
                .OrderBy(r => r.member.Name, StringComparer.CurrentCulture)
                .Select(r => new Colleague(r.member.Id, r.member.Name, r.Name, r.member.Unit == first.Unit.Id)),
        ];
    }

    /// <summary>The fault of putting a step to this colleague, or to the own unit; null when somebody can take it.</summary>
    public static Fault? FaultOf(StaffMemberId? named, IReadOnlyList<Colleague> colleagues, string field) =>
        named is { } staff
            ? colleagues.Any(c => c.Staff == staff)
                ? null
                : new(field, "unknown-second-person", "name another member of staff of your branch who may take this step")
            : colleagues.Any(c => c.IsOfOwnUnit)
                ? null
                : new(field, "second-person-missing", "nobody else at your unit may take this step; name a member of staff of your branch");

    /// <summary>Whether a step that was put like this is put to this member of staff.</summary>
    public static bool IsPutTo(KnownStaff staff, UnitId? unit, StaffMemberId? named) =>
        named is { } one ? one == staff.Member.Id : unit == staff.Unit.Id;

    /// <summary>Whether a member of staff may decide for their branch as the second of two.</summary>
    public static bool MayDecide(StaffMember member) => member.Assesses || member.Role is StaffRole.Enhetschef or StaffRole.Rektor;
}
