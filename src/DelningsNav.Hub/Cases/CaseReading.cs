using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Cases;

/// <summary>
/// Opens a case for an assigned member of staff. What is read of it is logged, with its reach, before anything of it is shown.
/// </summary>
internal static class CaseReading
{
    /// <summary>
    /// The case and the reader. The result is null both when the case does not exist and when the reader is not assigned to it now or may
    /// not see the child, so that nobody can distinguish the two.
    /// </summary>
    public static async Task<(Case Case, KnownStaff Staff)?> FindAsync(
        HubDbContext db, CaseId id, StaffMemberId staff, DateTimeOffset now, CancellationToken ct)
    {
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        var @case = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (known is null || @case is null || !await IsAssignedAsync(db, @case, staff, now, ct)
            || !await InnerSecrecy.SeesAsync(db, known, @case.Child, ct))
        {
            return null;
        }

        return (@case, known);
    }

    /// <summary>
    /// Whether a member of staff is assigned to a case at a moment, by rows that the hub itself has written: an assignment that somebody
    /// has put into the database opens nothing (ADR 0038).
    /// </summary>
    public static async Task<bool> IsAssignedAsync(
        HubDbContext db, Case @case, StaffMemberId staff, DateTimeOffset at, CancellationToken ct) =>
        @case.IsAssigned(staff, at) && await db.IsSoundAsync(SubjectId.Of(@case.Id), SubjectKind.Case, ct);

    /// <summary>The same for a case that has not been read.</summary>
    public static async Task<bool> IsAssignedAsync(
        HubDbContext db, CaseId @case, StaffMemberId staff, DateTimeOffset at, CancellationToken ct) =>
        await IsAssignedAsync(db, await db.Cases.AsNoTracking().SingleAsync(c => c.Id == @case, ct), staff, at, ct);

    /// <summary>Logs that a case was read in a view, with what the view shows.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing may be shown.</exception>
    public static Task LogAsync(LogWriter log, Case @case, KnownStaff reader, string view, Reach shown, CancellationToken ct) =>
        log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.CaseRead,
                Actor = reader.Actor,
                About = @case.Child,
                Case = @case.Id,
                Holder = reader.Authority.Id,
                Fields = shown.With(("case-number", @case.CaseNumber), ("view", view)),
            },
            ct);
}
