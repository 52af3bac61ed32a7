using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The recipient's staff who are assigned to a consent's case.</summary>
internal static class AssignedStaff
{
    /// <summary>
    /// The member of staff, or null when the caller is not a member of staff, belongs to another branch,
    /// is not assigned to the case now, or may not see the child.
    /// </summary>
    public static async Task<KnownStaff?> FindAsync(
        HubDbContext db, Consent consent, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == consent.Case, ct);
        return staff is not null && staff.Branch.Id == consent.Recipient
            && await CaseReading.IsAssignedAsync(db, @case, staff.Member.Id, now, ct)
            && await InnerSecrecy.SeesAsync(db, staff, consent.Child, ct)
                ? staff
                : null;
    }
}
