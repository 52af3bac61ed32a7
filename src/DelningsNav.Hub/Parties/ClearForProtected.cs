using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>A member of staff whom the reader may clear for protected identities.</summary>
/// <param name="Staff">The member of staff.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Unit">The workplace.</param>
/// <param name="IsCleared">Whether the member is cleared now.</param>
/// <param name="ByRoutine">Whether the written routine names the member. Such a clearance is not ended here.</param>
public sealed record ClearableMember(StaffMemberId Staff, string Name, StaffRole Role, string Unit, bool IsCleared, bool ByRoutine);

/// <summary>How giving or ending a clearance ended.</summary>
public enum ClearanceOutcome
{
    /// <summary>The member is cleared, or no longer cleared, as was asked. Asking again changes nothing.</summary>
    Done,

    /// <summary>The caller may not decide this about that member of staff, or there is no such member.</summary>
    NotYours,
}

/// <summary>Gives and ends clearances for protected identities. Nobody clears themselves.</summary>
/// <remarks>
/// The head of a unit decides for the staff of the unit. A system owner of the authority decides for heads, for registrators, and for the
/// staff of a unit that has no head, because nobody else could.
/// </remarks>
public sealed class ClearForProtected(HubDatabase database, LoggedChanges changes, IdSource ids, TimeProvider clock)
{
    /// <summary>The staff whom the caller may clear, sorted by name; null for a caller who clears nobody.</summary>
    public async Task<IReadOnlyList<ClearableMember>?> ReadAsync(Caller.Staff caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = database.NewContext();
        if (await KnownStaff.FindAsync(db, caller, today, ct) is not { } decider || !DecidesAtAll(decider))
        {
            return null;
        }

        var rows = await (
            from member in db.Staff
            join unit in db.Units on member.Unit equals unit.Id
            join branch in db.Branches on unit.Branch equals branch.Id
            where branch.Authority == decider.Authority.Id && (member.LeftOn == null || member.LeftOn > today)
            select new
            {
                member,
                unit.Name,
                HasHead = db.Set<StaffMember>().Any(h => h.Unit == unit.Id && h.Id != member.Id && (h.LeftOn == null || h.LeftOn > today)
                    && (h.Role == StaffRole.Enhetschef || h.Role == StaffRole.Rektor)),
                Given = db.Set<ProtectedClearance>().Any(c => c.Staff == member.Id && c.EndedAt == null),
            }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. rows.Where(r => DecidesFor(decider, r.member, r.HasHead))
                .OrderBy(r => r.member.Name, StringComparer.CurrentCulture)
                .Select(r => new ClearableMember(
                    r.member.Id, r.member.Name, r.member.Role, r.Name, r.Given || r.member.AssessesProtectedIdentities,
                    r.member.AssessesProtectedIdentities)),
        ];
    }

    /// <summary>Clears a member of staff.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public Task<ClearanceOutcome> GiveAsync(StaffMemberId staff, Caller.Staff caller, CancellationToken ct) =>
        DecideAsync(staff, caller, isCleared: true, ct);

    /// <summary>Takes a clearance back. It has effect on the next request of the member.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public Task<ClearanceOutcome> EndAsync(StaffMemberId staff, Caller.Staff caller, CancellationToken ct) =>
        DecideAsync(staff, caller, isCleared: false, ct);

    // A decision relies on the version of the member and of the policy set: a release that has begun and is not logged yet is decided again
    // without the clearance. The clearance is part of the member's seal (ADR 0038).
    private async Task<ClearanceOutcome> DecideAsync(StaffMemberId staff, Caller.Staff caller, bool isCleared, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        var changed = await changes.ChangeAsync<ClearanceOutcome>([SubjectId.PolicySet, SubjectId.Of(staff)], async (db, ct) =>
        {
            var decider = await KnownStaff.FindAsync(db, caller, today, ct);
            var member = await KnownStaff.FindAsync(db, new Caller.Staff(staff), today, ct);
            if (decider is null || member is null || member.Authority.Id != decider.Authority.Id
                || !DecidesFor(decider, member.Member, await HasHeadAsync(db, member, today, ct)))
            {
                return Change<ClearanceOutcome>.None(ClearanceOutcome.NotYours);
            }

            var standing = await db.ProtectedClearances.SingleOrDefaultAsync(c => c.Staff == staff && c.EndedAt == null, ct);
            if (standing is not null == isCleared)
            {
                return Change<ClearanceOutcome>.None(ClearanceOutcome.Done);
            }

            if (standing is null)
            {
                db.Add(ProtectedClearance.Of(ids.New<ProtectedClearanceId>(), staff, caller.Id, now));
            }
            else
            {
                standing.End(caller.Id, now);
            }

            return new Change<ClearanceOutcome>(ClearanceOutcome.Done, [EntryOf(decider, member, isCleared)]);
        }, ct);
        return changed.Outcome;
    }

    private static bool DecidesAtAll(KnownStaff decider) =>
        decider.Member.Role is StaffRole.Enhetschef or StaffRole.Rektor or StaffRole.Systemagare;

    // The head of the unit who is somebody else than the member.
    private static Task<bool> HasHeadAsync(HubDbContext db, KnownStaff member, DateOnly today, CancellationToken ct) => db.Staff.AnyAsync(
        h => h.Unit == member.Unit.Id && h.Id != member.Member.Id && (h.LeftOn == null || h.LeftOn > today)
            && (h.Role == StaffRole.Enhetschef || h.Role == StaffRole.Rektor),
        ct);

    private static bool DecidesFor(KnownStaff decider, StaffMember member, bool hasHead) =>
        decider.Member.Id != member.Id
        && (decider.Member.Role == StaffRole.Systemagare
            ? !hasHead || member.Role is StaffRole.Enhetschef or StaffRole.Rektor or StaffRole.Registrator
            : DecidesAtAll(decider) && member.Unit == decider.Unit.Id);

    private static NewEntry EntryOf(KnownStaff decider, KnownStaff member, bool isCleared) => new()
    {
        Kind = isCleared ? EntryKinds.ClearanceGiven : EntryKinds.ClearanceEnded,
        Actor = decider.Actor,
        Holder = decider.Authority.Id,
        Fields = new Dictionary<string, string?>
        {
            ["staff"] = member.Member.Id.ToString(),
            ["staff-name"] = member.Member.Name,
            ["staff-unit"] = member.Unit.Name,
        },
    };
}
