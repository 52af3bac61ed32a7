using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>The emergency access of one request, for the staff assigned to the case.</summary>
/// <param name="Openable">
/// The types for which an emergency could be declared now. They were refused or referred, and the rules have a ground for an emergency.
/// Whether the emergency access opens them is decided after the declaration.
/// </param>
/// <param name="Standing">The valid emergency access, or null.</param>
public sealed record RequestEmergency(IReadOnlyList<RecordTypeCode> Openable, StandingEmergency? Standing);

/// <summary>An emergency access that is valid.</summary>
/// <param name="Id">The id of the emergency access.</param>
/// <param name="RecordTypes">The types that it is valid for.</param>
/// <param name="DeclaredBy">The member of staff who declared it.</param>
/// <param name="DeclaredAt">When it was declared.</param>
/// <param name="UntilAt">The first moment at which it is no longer valid.</param>
/// <param name="IsOwn">Whether the reader declared it and may revoke it.</param>
public sealed record StandingEmergency(
    EmergencyAccessId Id, IReadOnlyList<RecordTypeCode> RecordTypes, string DeclaredBy, DateTimeOffset DeclaredAt, DateTimeOffset UntilAt,
    bool IsOwn);

/// <summary>
/// Reads the emergency access of a request. It shows nothing about the child except what the reader asked for. Therefore it has no log
/// entry in addition to the entry of the answer that it is shown with.
/// </summary>
public sealed class EmergencyOfRequest(HubDatabase database, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>
    /// The emergency access. Null when the request does not exist, belongs to another branch, or is in a case that the reader is not
    /// assigned to.
    /// </summary>
    public async Task<RequestEmergency?> ReadAsync(RequestId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await RequestBehind.RequestOfAsync(db, id, staff, ct) is not { } request
            || !await CaseReading.IsAssignedAsync(db, request.Case, staff, now, ct)
            || !await InnerSecrecy.SeesAsync(db, staff, request.Child, ct))
        {
            return null;
        }

        var rows = await (
            from emergency in db.EmergencyAccesses
            join declarer in db.Staff on emergency.DeclaredBy equals declarer.Id
            where emergency.Request == id
            select new { emergency, declarer.Name }).AsNoTracking().ToListAsync(ct);
        var standing = rows.Where(r => r.emergency.StandsAt(now))
            .Select(r => new StandingEmergency(
                r.emergency.Id, r.emergency.RecordTypes, r.Name, r.emergency.DeclaredAt, r.emergency.UntilAt,
                r.emergency.DeclaredBy == staff))
            .FirstOrDefault();
        return new RequestEmergency(
            standing is null
                ? await OpenableInEmergency.ReadAsync(db, (await inForce.ForDisplayAsync(ct)).Policies, request, now, ct)
                : [],
            standing);
    }
}
