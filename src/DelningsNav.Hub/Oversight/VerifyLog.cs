using DelningsNav.AuditLog;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>The result of verifying the stored log.</summary>
public abstract record LogVerification
{
    private LogVerification() { }

    /// <summary>Every entry is unchanged and in its place, and the head matches the entries.</summary>
    public sealed record Sound(LogChecked Checked) : LogVerification;

    /// <summary>The stored log differs from the log that was written.</summary>
    /// <param name="Checked">The extent of the verification.</param>
    /// <param name="Faults">The first faults.</param>
    /// <param name="FaultCount">The total number of faults.</param>
    public sealed record Unsound(LogChecked Checked, IReadOnlyList<LogFault> Faults, long FaultCount) : LogVerification;

    /// <summary>The caller is not a registrator.</summary>
    public sealed record NotARegistrator : LogVerification;
}

/// <summary>The extent of a verification.</summary>
/// <param name="Head">The signed head that the entries were compared with.</param>
/// <param name="Root">The root computed from the stored entries.</param>
/// <param name="Entries">The number of entries that were found.</param>
/// <param name="Readable">The number of entries with a readable part. Each readable part was compared with its leaf.</param>
/// <param name="Erased">The number of entries whose readable part is erased.</param>
/// <param name="At">When the verification ended.</param>
public sealed record LogChecked(SignedCheckpoint Head, MerkleHash Root, long Entries, long Readable, long Erased, DateTimeOffset At);

/// <summary>The progress of a verification.</summary>
public readonly record struct LogProgress(long Done, long Total);

/// <summary>Verifies the stored log from its first entry to its head.</summary>
/// <remarks>
/// <code>
///   1. Log      Log the verification, as every reading of the log is logged. It reveals nothing about any person.
///   2. Head     Read and sign the committed head. Entries that are added later are not verified.
///   3. Entries  Check that each entry is in its place, that its hash is right, and that its readable part can be opened and matches
///               its leaf. It can be opened only with the columns with which it was written.
///   4. Nodes    Check that the stored nodes, from which proofs are made, match the entries.
///   5. Root     Check that the entries give the root in the head.
/// </code>
/// </remarks>
public sealed class VerifyLog(HubDatabase database, LogWriter log, LogProofs proofs, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <summary>Verifies, and reports its progress at intervals.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    public async Task<LogVerification> HandleAsync(Caller caller, IProgress<LogProgress>? progress, CancellationToken ct)
    {
        await using (var db = database.NewContext())
        {
            if (await LogReaders.FindToVerifyAsync(db, caller, clock.GetUtcNow(), ct) is not { } registrator)
            {
                return new LogVerification.NotARegistrator();
            }

            // Step 1: Log.
            await log.AppendAsync(LogReadEntry.For(registrator, "verify", "", null, null, Reach.Nothing), ct);
        }

        // Steps 2 to 5.
        var (made, check) = await WholeAsync(progress, ct);
        return check.FaultCount == 0
            ? new LogVerification.Sound(made)
            : new LogVerification.Unsound(made, check.Faults, check.FaultCount);
    }

    /// <summary>Verifies the whole log for the hub itself, which reveals nothing to anybody and is not logged.</summary>
    /// <returns>The faults, the first hundred of them.</returns>
    /// <exception cref="LogForkedException">The head is not the continuation of what this hub has signed.</exception>
    internal async Task<IReadOnlyList<LogFault>> RunAsync(CancellationToken ct) => (await WholeAsync(null, ct)).Check.Faults;

    private async Task<(LogChecked Made, StoredEntries Check)> WholeAsync(IProgress<LogProgress>? progress, CancellationToken ct)
    {
        // Step 2: Head.
        var head = await proofs.CheckpointAsync(ct);
        var size = head.Checkpoint.Size;
        progress?.Report(new LogProgress(0, size));

        // Steps 3 and 4: Entries and Nodes.
        var check = new StoredEntries(log);
        var tree = Frontier.Empty;
        for (var (next, rows) = (0L, await RowsAsync(0, size, ct)); rows.Count > 0; rows = await RowsAsync(next, size, ct))
        {
            var leaves = new List<MerkleHash>(rows.Count);
            foreach (var row in rows)
            {
                leaves.Add(await check.CheckAsync(row, tree.Size + leaves.Count, ct));
            }

            var grown = tree.Append(leaves);
            var stored = await LogNodes.ReadAsync(database, [.. grown.CompletedNodes.Select(n => new NodeId(n.Level, n.Index))], ct);
            check.CheckNodes(grown.CompletedNodes, stored);
            (tree, next) = (grown.Frontier, rows[^1].Index + 1);
            progress?.Report(new LogProgress(tree.Size, size));
        }

        await check.CheckKeysAsync(ct);
        await using (var db = database.NewContext())
        {
            await check.CheckCountsAsync(db, ct);
        }

        // Step 5: Root.
        check.CheckRoot(head.Checkpoint, tree);
        return (new LogChecked(head, tree.Root, tree.Size, check.Readable, check.Erased, clock.GetUtcNow()), check);
    }

    private async Task<List<LogRow>> RowsAsync(long from, long size, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.Log.AsNoTracking().Where(e => e.Index >= from && e.Index < size).OrderBy(e => e.Index).Take(Batch).ToListAsync(ct);
    }
}
