using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Assessing;

/// <summary>
/// A request that awaits a judgement. It does not name the child. The child is named only when the request is opened, and that reading is
/// logged.
/// </summary>
/// <param name="Request">The request.</param>
/// <param name="RecordTypes">The types that await a judgement, as codes of the catalogue.</param>
/// <param name="AskedBy">The requester.</param>
/// <param name="AskersUnit">The requester's workplace.</param>
/// <param name="ReferredAt">When the hub first referred any of these types.</param>
/// <param name="DaysWaited">The number of whole days since then.</param>
public sealed record WaitingAssessment(
    RequestId Request, IReadOnlyList<RecordTypeCode> RecordTypes, string AskedBy, string AskersUnit,
    DateTimeOffset ReferredAt, int DaysWaited);

/// <summary>The requests that await the judgement of a branch's assessors.</summary>
public sealed class WaitingAssessments(HubDatabase database, TimeProvider clock)
{
    /// <summary>The queue, longest wait first. Null for a reader to whom assessing is not delegated.</summary>
    public async Task<IReadOnlyList<WaitingAssessment>?> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        if (known is not { Member.Assesses: true })
        {
            return null;
        }

        var changed = db.ChangedOutside.Select(id => new PersonId(id)).ToList();
        var referred = await (
            from request in db.Requests
            join child in db.People on request.Child equals child.Id
            join asker in db.Staff on request.AskedBy equals asker.Id
            join unit in db.Units on asker.Unit equals unit.Id
            where request.Holder == known.Branch.Id
                && ((child.Marking == SecurityMarking.None && !changed.Contains(child.Id)) || known.Member.AssessesProtectedIdentities)
                && db.Set<Decision>().Any(d => d.Request == request.Id && d.Kind == DecisionKind.Refer)
            select new { request, asker.Name, Unit = unit.Name }).AsNoTracking().ToListAsync(ct);
        var ids = referred.Select(r => r.request.Id).ToList();
        var decisions = (await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.Request)).ToListAsync(ct))
            .ToLookup(d => (d.Request, d.RecordType));
        var assessments = (await db.Assessments.AsNoTracking().Where(a => ids.Contains(a.Request)).ToListAsync(ct))
            .ToLookup(a => (a.Request, a.RecordType));

        var withdrawn = await WithdrawnAsync(db, ids, ct);

        var queue =
            from found in referred
            let waiting = found.request.RecordTypes.Distinct()
                .Select(type => (
                    Type: type,
                    Since: WaitsSince(decisions[(found.request.Id, type)], withdrawn, assessments[(found.request.Id, type)])))
                .Where(w => w.Since is not null)
                .ToList()
            where waiting.Count > 0
            let since = waiting.Min(w => w.Since!.Value)
            orderby since
            select new WaitingAssessment(
                found.request.Id, [.. waiting.Select(w => w.Type)], found.Name, found.Unit, since,
                Math.Max(0, (int)(now - since).TotalDays));
        return [.. queue];
    }

    /// <summary>
    /// The time since which a record of the type has awaited a judgement. Null when no record awaits a judgement. One record may be
    /// released while another record of the same type is referred; therefore the latest decision about each record counts. A decision
    /// about no record counts only while it is the latest of all. Asking again does not shorten the wait.
    /// </summary>
    internal static DateTimeOffset? WaitsSince(
        IEnumerable<Decision> decisions, IReadOnlyCollection<RecordId> withdrawn, IEnumerable<HarmAssessment> assessments)
    {
        var latestFirst = decisions.OrderByDescending(d => d.LogIndex).ToList();
        var judgedAt = assessments.Select(a => (DateTimeOffset?)a.DecidedAt).Max();
        return latestFirst
            .GroupBy(d => d.Record)
            .Where(ofRecord => ofRecord.Key is { } record ? !withdrawn.Contains(record) : ofRecord.First() == latestFirst[0])
            .Select(ofRecord => ofRecord
                .TakeWhile(d => d.Kind == DecisionKind.Refer && (judgedAt is not { } at || at < d.DecidedAt))
                .LastOrDefault())
            .Min(first => first?.DecidedAt);
    }

    /// <summary>The records in the decisions about these requests that their holders have since withdrawn or replaced.</summary>
    internal static Task<List<RecordId>> WithdrawnAsync(HubDbContext db, List<RequestId> requests, CancellationToken ct) =>
        db.Records
            .Where(r => r.WithdrawnAt != null && db.Set<Decision>().Any(d => d.Record == r.Id && requests.Contains(d.Request)))
            .Select(r => r.Id)
            .ToListAsync(ct);
}
