using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>The request and case that a release belongs to.</summary>
/// <param name="Request">The request that the release answers.</param>
/// <param name="Case">The case.</param>
/// <param name="CaseNumber">The case's diarienummer.</param>
/// <param name="HolderName">The name of the holder, with the name of its authority.</param>
public sealed record ReleasePlace(RequestId Request, CaseId Case, string CaseNumber, string HolderName);

/// <summary>
/// Finds the request that a release answers, for the requester's branch. It shows nothing about the child and opens nothing.
/// </summary>
public sealed class RequestBehind(HubDatabase database, TimeProvider clock)
{
    /// <summary>
    /// What the release belongs to. Null when the release does not exist, belongs to another branch, or is in a case that the reader is
    /// not assigned to.
    /// </summary>
    public async Task<ReleasePlace?> FindAsync(DecisionId release, StaffMemberId staff, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var decision = await db.Decisions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == release && d.Kind == DecisionKind.Release, ct);
        if (decision is null || await RequestOfAsync(db, decision.Request, staff, ct) is not { } request)
        {
            return null;
        }

        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == request.Case, ct);
        return await CaseReading.IsAssignedAsync(db, @case, staff, clock.GetUtcNow(), ct)
            && await InnerSecrecy.SeesAsync(db, staff, @case.Child, ct)
            ? new ReleasePlace(request.Id, @case.Id, @case.CaseNumber, (await HolderNames.ReadAsync(db, ct))[request.Holder])
            : null;
    }

    /// <summary>The request, if its recipient is the branch where this member of staff works.</summary>
    internal static async Task<InformationRequest?> RequestOfAsync(
        HubDbContext db, RequestId id, StaffMemberId staff, CancellationToken ct) =>
        await (
            from request in db.Requests
            join unit in db.Units on request.Recipient equals unit.Branch
            join member in db.Staff on unit.Id equals member.Unit
            where request.Id == id && member.Id == staff
            select request).AsNoTracking().SingleOrDefaultAsync(ct);
}
