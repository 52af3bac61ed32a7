using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>
/// Revokes an emergency access before its time. Only the person who declared it may do this, or the holder's registrator in a review. A
/// revoked access is still reviewed.
/// </summary>
public sealed class RevokeEmergency(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>
    /// Revokes the emergency access. Returns false when the caller has not declared it or it is no longer valid. After this returns, a
    /// release that rests on it can no longer be logged.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the access is still valid.</exception>
    public async Task<bool> HandleAsync(EmergencyAccessId id, Caller caller, CancellationToken ct)
    {
        EmergencyAccess? found;
        await using (var reading = changes.NewContext())
        {
            found = await reading.EmergencyAccesses.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
        }

        if (found is null)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<bool>([SubjectId.Of(found.Child), SubjectId.Of(found.Request)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            var emergency = await db.EmergencyAccesses.SingleAsync(e => e.Id == id, ct);
            if (staff is null || staff.Member.Id != emergency.DeclaredBy || !emergency.StandsAt(now)
                || !await InnerSecrecy.SeesAsync(db, staff, emergency.Child, ct))
            {
                return Change<bool>.None(false);
            }

            emergency.Revoke(now);
            var request = await db.Requests.AsNoTracking().SingleAsync(r => r.Id == emergency.Request, ct);
            var holder = await db.Branches.Where(b => b.Id == request.Holder).Select(b => b.Authority).SingleAsync(ct);
            return new Change<bool>(true, [EmergencyEntry.Of(EntryKinds.EmergencyRevoked, emergency, request, holder, staff.Actor)]);
        }, caller.Call, ct);
        return changed.Outcome;
    }
}
