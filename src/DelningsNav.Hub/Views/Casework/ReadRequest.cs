using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A request and its state, for the branch that asked.</summary>
/// <param name="Request">The request.</param>
/// <param name="Types">The latest decision about each requested type, in the order of the request.</param>
public sealed record RequestView(InformationRequest Request, IReadOnlyList<TypeView> Types);

/// <summary>Shows a request to a system of the branch that asked.</summary>
public sealed class ReadRequest(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The request. The reading is logged before it is shown. Null when the request does not exist or belongs to another branch.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RequestView?> ReadAsync(RequestId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var reader = await ActingSystem.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (reader is null || request is null || request.Recipient != reader.Branch)
        {
            return null;
        }

        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == id).OrderByDescending(d => d.LogIndex).ToListAsync(ct);
        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.RequestRead,
                Actor = reader.Actor,
                About = request.Child,
                Case = request.Case,
                Fields = new Dictionary<string, string?> { ["request"] = id.ToString() },
            },
            ct);
        var ways = await WaysToOpen.ReadAsync(db, log.Keys, (await inForce.ConsentRulesAsync(ct)).Rules, id, now, ct);
        return new RequestView(
            request, [.. request.RecordTypes.Select(type => TypeView.Of(type, decisions.FindAll(d => d.RecordType == type), ways))]);
    }
}
