using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>Finds the other entries of the same request or consent.</summary>
internal static class RelatedEntries
{
    private const int Searched = 500;

    private static readonly string[] OfRequests =
        [EntryKinds.InformationRequested, EntryKinds.Decided, EntryKinds.RequestRead, EntryKinds.HarmAssessed,
         EntryKinds.EmergencyDeclared, EntryKinds.EmergencyRevoked, EntryKinds.EmergencyReviewed];

    private static readonly string[] OfConsents =
    [
        EntryKinds.ConsentRequested, EntryKinds.ConsentAnswered, EntryKinds.ConsentSigned, EntryKinds.ConsentRefused,
        EntryKinds.ConsentWithdrawn, EntryKinds.ConsentEnded,
        EntryKinds.ConsentSuperseded, EntryKinds.ConsentLapsed, EntryKinds.ConsentAnnulled, EntryKinds.ConsentRead,
    ];

    /// <summary>The other entries of the same request or consent, oldest first.</summary>
    /// <remarks>
    /// The ids that connect the entries are in their encrypted parts. Therefore the child's latest entries of the right kinds are decrypted
    /// and compared.
    /// </remarks>
    public static async Task<IReadOnlyList<OpenedEntry>> ReadAsync(
        HubDbContext db, LogWriter log, OpenedEntry entry, AuthorityId reader, CancellationToken ct)
    {
        var request = await RequestOfAsync(db, entry, ct);
        var consent = OfConsents.Contains(entry.Row.Kind) ? entry.Id<ConsentId>("consent") : null;
        if ((request is null && consent is null) || entry.Id<PersonId>("person") is not { } child)
        {
            return [];
        }

        var kinds = request is null ? OfConsents : OfRequests;
        var tokens = await log.Tokens.OfAsync(db, SearchKind.Child, child.Value, ct);
        var rows = await db.Log.AsNoTracking().VisibleTo(reader)
            .Where(e => tokens.Contains(e.ChildToken!) && kinds.Contains(e.Kind) && e.Index != entry.Row.Index)
            .OrderByDescending(e => e.Index).Take(Searched).ToListAsync(ct);
        rows.AddRange(await DeliveriesAsync(db, request, entry.Row.Index, ct));

        var beside = new List<OpenedEntry>();
        foreach (var row in rows)
        {
            var opened = await LogReaders.OpenAsync(log, row, ct);
            var belongs = request is null
                ? opened.Id<ConsentId>("consent") == consent
                : opened.Id<RequestId>("request") == request || opened.Id<DecisionId>("release") is not null;
            if (belongs)
            {
                beside.Add(opened);
            }
        }

        return [.. beside.OrderBy(e => e.Row.Index)];
    }

    private static async Task<RequestId?> RequestOfAsync(HubDbContext db, OpenedEntry entry, CancellationToken ct)
    {
        var release = entry.Id<DecisionId>("release");
        return release is null
            ? entry.Id<RequestId>("request")
            : await db.Decisions.AsNoTracking().Where(d => d.Id == release).Select(d => (RequestId?)d.Request).SingleOrDefaultAsync(ct);
    }

    private static async Task<List<LogRow>> DeliveriesAsync(HubDbContext db, RequestId? request, long except, CancellationToken ct) =>
        request is null
            ? []
            : await (
                from delivery in db.Deliveries
                join decision in db.Decisions on delivery.Release equals decision.Id
                join row in db.Log on delivery.LogIndex equals row.Index
                where decision.Request == request && row.Index != except
                orderby row.Index descending
                select row).AsNoTracking().Take(Searched).ToListAsync(ct);
}
