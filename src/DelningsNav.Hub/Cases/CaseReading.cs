using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Cases;

/// <summary>Opens a case for an assigned member of staff, and logs that it was read before anything in it is shown.</summary>
internal static class CaseReading
{
    /// <summary>
    /// The case and the reader. The result is null both when the case does not exist and when the reader is not assigned to it now, so that
    /// nobody can distinguish the two.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public static async Task<(Case Case, KnownStaff Staff)?> OpenAsync(
        HubDbContext db, LogWriter log, CaseId id, StaffMemberId staff, string view, DateTimeOffset now, CancellationToken ct)
    {
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        var @case = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (known is null || @case is null || !@case.IsAssigned(staff, now)
            || !await db.IsSoundAsync(SubjectId.Of(id), SubjectKind.Case, ct))
        {
            return null;
        }

        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.CaseRead,
                Actor = known.Actor,
                About = @case.Child,
                Case = @case.Id,
                Holder = known.Authority.Id,
                Fields = new Dictionary<string, string?> { ["case-number"] = @case.CaseNumber, ["view"] = view },
            },
            ct);
        return (@case, known);
    }
}
