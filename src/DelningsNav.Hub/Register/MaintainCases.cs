using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Register;

/// <summary>
/// Opens cases, assigns staff to them, moves them to other phases and closes them. Each change raises the case's version.
/// </summary>
public sealed class MaintainCases(LoggedChanges changes, IdSource ids, TimeProvider clock)
{
    /// <summary>Opens a case and assigns the person who opens it.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was opened.</exception>
    public async Task<CaseId> OpenAsync(
        PersonId child, CaseKind kind, string caseNumber, UnitId unit, StaffMemberId by, CancellationToken ct)
    {
        var id = ids.New<CaseId>();
        var now = clock.GetUtcNow();
        await changes.ChangeAsync<bool>([SubjectId.Of(id)], async (db, ct) =>
        {
            var @case = Case.Open(id, child, kind, caseNumber, unit, by, now);
            @case.Assign(ids.New<AssignmentId>(), by, now);
            db.Add(@case);
            return await ChangedAsync(db, @case, by, "opened", ct);
        }, ct);
        return id;
    }

    /// <summary>Assigns a member of staff to the case.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nobody was assigned.</exception>
    public Task AssignAsync(CaseId id, StaffMemberId staff, StaffMemberId by, CancellationToken ct) =>
        ChangeAsync(id, by, $"assigned {staff}", (@case, now) => @case.Assign(ids.New<AssignmentId>(), staff, now), ct);

    /// <summary>Ends every assignment of a member of staff to the case.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the assignment remains.</exception>
    public Task EndAssignmentAsync(CaseId id, StaffMemberId staff, StaffMemberId by, CancellationToken ct) =>
        ChangeAsync(
            id,
            by,
            $"unassigned {staff}",
            (@case, now) =>
            {
                foreach (var assignment in @case.Assignments.Where(a => a.Staff == staff))
                {
                    assignment.End(now);
                }
            },
            ct);

    /// <summary>
    /// Takes a step of the case's process. <see cref="CasePhase.Closed"/> closes the case, and ends the consents that were asked for in the
    /// case.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the case remains in its phase.</exception>
    public async Task MoveAsync(CaseId id, CasePhase phase, StaffMemberId by, CancellationToken ct)
    {
        if (phase != CasePhase.Closed)
        {
            await ChangeAsync(id, by, $"phase {phase}", (@case, now) => @case.MoveTo(phase, by, now), ct);
            return;
        }

        PersonId child;
        await using (var db = changes.NewContext())
        {
            child = await db.Cases.Where(c => c.Id == id).Select(c => c.Child).SingleAsync(ct);
        }

        await changes.ChangeAsync<bool>([SubjectId.Of(id), SubjectId.Of(child)], async (db, ct) =>
        {
            var now = clock.GetUtcNow();
            var @case = await db.Cases.SingleAsync(c => c.Id == id, ct);
            @case.MoveTo(phase, by, now);
            var closed = await ChangedAsync(db, @case, by, $"phase {phase}", ct);
            var ended = await ConsentsOfChild.EndAsync(db, child, id, closed.Entries[0].Actor, now, ct);
            return closed with { Entries = [.. closed.Entries, .. ended] };
        }, ct);
    }

    private Task ChangeAsync(CaseId id, StaffMemberId by, string what, Action<Case, DateTimeOffset> change, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(id)], async (db, ct) =>
        {
            var @case = await db.Cases.SingleAsync(c => c.Id == id, ct);
            change(@case, clock.GetUtcNow());
            return await ChangedAsync(db, @case, by, what, ct);
        }, ct);

    private static async Task<Change<bool>> ChangedAsync(HubDbContext db, Case @case, StaffMemberId by, string what, CancellationToken ct)
    {
        var staff = await KnownStaff.FindAsync(db, by, ct);
        return new Change<bool>(true,
        [
            new NewEntry
            {
                Kind = EntryKinds.CaseChanged,
                Actor = staff?.Actor ?? Actor.Hub,
                About = @case.Child,
                Case = @case.Id,
                Holder = staff?.Authority.Id,
                Fields = new Dictionary<string, string?>
                {
                    ["what"] = what,
                    ["case-number"] = @case.CaseNumber,
                    ["phase"] = @case.Phase.ToString(),
                },
            },
        ]);
    }
}
