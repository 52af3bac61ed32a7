using System.Globalization;
using DelningsNav.AuditLog;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The restores that people have confirmed. Each is an entry of the log, which begins a new incarnation: from there on the log is another
/// than the one that the hub had signed before.
/// </summary>
internal sealed class LogRestores(HubDatabase database, PayloadKeys payloadKeys)
{
    /// <summary>The field with the number of the incarnation that the entry begins, from 1.</summary>
    public const string IncarnationField = "incarnation";

    /// <summary>The field with the size of the log that was lost.</summary>
    public const string LostSizeField = "lost-size";

    /// <summary>
    /// The number of the incarnation that makes a head right although it is not the continuation of the known head, or null. The entry that
    /// begins it must be in the tree of the head, and must name a lost log that is at least as long as the known one.
    /// </summary>
    public async Task<int?> AfterAsync(AnchoredHead known, Checkpoint head, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var row = await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.LogRestored && e.Index < head.Size)
            .OrderByDescending(e => e.Index).FirstOrDefaultAsync(ct);
        return row is not null
            && await IsInAsync(row, head, ct)
            && await OpenAsync(row, ct) is { } entry
            && Number(entry, IncarnationField) is { } incarnation
            && incarnation > known.Incarnation
            && Number(entry, LostSizeField) >= known.Checkpoint.Checkpoint.Size
                ? (int)incarnation
                : null;
    }

    /// <summary>The number of the newest incarnation that the database has, or 0.</summary>
    public async Task<int> LatestAsync(CancellationToken ct)
    {
        await using var db = database.NewContext();
        var row = await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.LogRestored).OrderByDescending(e => e.Index)
            .FirstOrDefaultAsync(ct);
        return row is not null && await OpenAsync(row, ct) is { } entry ? (int)(Number(entry, IncarnationField) ?? 0) : 0;
    }

    private async Task<bool> IsInAsync(LogRow row, Checkpoint head, CancellationToken ct)
    {
        var plan = ProofPlan.ForInclusion(row.Index, head.Size);
        var nodes = await LogNodes.ReadAsync(database, plan.Nodes, ct);
        return plan.Nodes.All(nodes.ContainsKey)
            && MerkleTree.VerifyInclusion(plan.Assemble(node => nodes[node]), MerkleTree.LeafHash(row.Leaf), head.Root);
    }

    private async Task<EntryPayload?> OpenAsync(LogRow row, CancellationToken ct)
    {
        try
        {
            return await payloadKeys.OpenAsync(row, ct) is { } json
                && EntryPayload.TryParse(json, out var payload)
                && EntryLeaf.TryParse(row.Leaf, out var leaf)
                && payload.DifferencesFrom(leaf).Count == 0
                    ? payload
                    : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static long? Number(EntryPayload entry, string field) =>
        long.TryParse(entry.Fields.GetValueOrDefault(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
