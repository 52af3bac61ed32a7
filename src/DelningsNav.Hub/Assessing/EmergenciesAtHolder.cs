using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Assessing;

/// <summary>An emergency access to a branch's records, for the branch's assessors. It does not name the child.</summary>
/// <param name="Emergency">The emergency access.</param>
/// <param name="RecordTypes">The types, as codes of the catalogue.</param>
/// <param name="DeclaredBy">Who declared it.</param>
/// <param name="DeclarersUnit">The declarer's workplace.</param>
/// <param name="DeclaredAt">When it was declared.</param>
/// <param name="UntilAt">The first moment at which it is no longer valid.</param>
public sealed record EmergencyAtHolder(
    EmergencyAccessId Emergency, IReadOnlyList<RecordTypeCode> RecordTypes, string DeclaredBy, string DeclarersUnit,
    DateTimeOffset DeclaredAt,
    DateTimeOffset UntilAt);

/// <summary>
/// The valid emergency accesses to a branch's records. The branch's assessors see each emergency access at once and can phone the declarer.
/// </summary>
public sealed class EmergenciesAtHolder(HubDatabase database, TimeProvider clock)
{
    /// <summary>The valid accesses, latest first. The list is empty for a reader to whom assessing is not delegated.</summary>
    public async Task<IReadOnlyList<EmergencyAtHolder>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        if (known is not { Member.Assesses: true })
        {
            return [];
        }

        var seen = InnerSecrecy.SeenBy(db, known);
        var rows = await (
            from emergency in db.EmergencyAccesses
            join request in db.Requests on emergency.Request equals request.Id
            join declarer in db.Staff on emergency.DeclaredBy equals declarer.Id
            join unit in db.Units on declarer.Unit equals unit.Id
            where request.Holder == known.Branch.Id && seen.Contains(request.Child)
                && emergency.RevokedAt == null && emergency.UntilAt > now
            orderby emergency.DeclaredAt descending
            select new { emergency, declarer.Name, Unit = unit.Name }).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select(r => new EmergencyAtHolder(
            r.emergency.Id, r.emergency.RecordTypes, r.Name, r.Unit, r.emergency.DeclaredAt, r.emergency.UntilAt))];
    }
}
