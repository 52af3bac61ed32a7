using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A request and its state, for the people who work with it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Types">The latest decision about each requested type, in the order of the request.</param>
public sealed record RequestView(InformationRequest Request, IReadOnlyList<TypeView> Types);

/// <summary>
/// Shows a request to the staff of the branch that asked who are assigned to its case, and to the holder's assessors of a request that was
/// referred to them. The reason and the outcomes are as secret within a branch as the case is (inner secrecy).
/// </summary>
public sealed class ReadRequest(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The request. The reading is logged before it is shown. Null when the request does not exist, and when the caller is or names nobody
    /// who works with it.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RequestView?> ReadAsync(RequestId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request
            || await ReaderAsync(db, request, caller, now, ct) is not { } reader)
        {
            return null;
        }

        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == id).OrderByDescending(d => d.LogIndex).ToListAsync(ct);
        var shown = await RecordReach.OfAsync(db, decisions.Select(d => d.Record).OfType<RecordId>(), ct);
        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.RequestRead,
                Actor = reader.Actor,
                About = request.Child,
                Case = request.Case,
                Holder = reader.Branch.Id == request.Holder ? reader.Authority.Id : null,
                Fields = shown.With(("request", id.ToString())),
            },
            ct);
        var ways = await WaysToOpen.ReadAsync(db, log.Keys, (await inForce.ConsentRulesAsync(ct)).Rules, id, now, ct);
        return new RequestView(
            request, [.. request.RecordTypes.Select(type => TypeView.Of(type, decisions.FindAll(d => d.RecordType == type), ways))]);
    }

    private static async Task<KnownStaff?> ReaderAsync(
        HubDbContext db, InformationRequest request, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        if (await KnownStaff.FindAsync(db, caller, today, ct) is { } staff
            && staff.Branch.Id == request.Recipient
            && await CaseReading.IsAssignedAsync(db, request.Case, staff.Member.Id, now, ct)
            && await InnerSecrecy.SeesAsync(db, staff, request.Child, ct))
        {
            return staff;
        }

        return await KnownStaff.FindAsync(db, caller, ClientRole.Assessor, today, ct) is { Member.Assesses: true } assessor
            && assessor.Branch.Id == request.Holder
            && await db.Decisions.AnyAsync(d => d.Request == request.Id && d.Kind == DecisionKind.Refer, ct)
            && (assessor.Member.AssessesProtectedIdentities || await InnerSecrecy.IsUnprotectedAsync(db, request.Child, ct))
                ? assessor
                : null;
    }
}
