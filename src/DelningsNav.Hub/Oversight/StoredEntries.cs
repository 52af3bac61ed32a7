using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>Reads stored entries in order and collects their faults.</summary>
internal sealed class StoredEntries(LogWriter log)
{
    /// <summary>The number of newest entries that are checked at start.</summary>
    public const int CheckedAtStart = 1000;

    private const int MaxFaults = 100;

    private readonly List<LogFault> _faults = [];
    private readonly Dictionary<Guid, (SearchKey Subject, long Highest)> _numbers = [];

    public IReadOnlyList<LogFault> Faults => _faults;

    public long FaultCount { get; private set; }

    public long Readable { get; private set; }

    public long Erased { get; private set; }

    /// <summary>
    /// Checks the newest entries of a hub that starts, and every key of readable parts. A whole verification takes too long at start.
    /// </summary>
    public static async Task<StoredEntries> NewestAsync(HubDatabase database, LogWriter log, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var rows = await db.Log.AsNoTracking().OrderByDescending(e => e.Index).Take(CheckedAtStart).ToListAsync(ct);
        var check = new StoredEntries(log);
        foreach (var row in rows)
        {
            await check.CheckAsync(row, row.Index, ct);
        }

        await check.CheckKeysAsync(ct);
        await check.CheckCountsAsync(db, ct);
        return check;
    }

    /// <summary>Checks one entry and returns the hash of its leaf.</summary>
    public async Task<MerkleHash> CheckAsync(LogRow row, long place, CancellationToken ct)
    {
        if (row.Index != place)
        {
            Report(LogFaultKind.WrongIndex, row.Index, string.Create(CultureInfo.InvariantCulture, $"the entry is in place {place}"));
        }

        var hash = MerkleTree.LeafHash(row.Leaf);
        if (hash != new MerkleHash(row.LeafHash))
        {
            Report(LogFaultKind.BadLeaf, row.Index, "the leaf does not have the hash that is stored with it");
        }

        if (!EntryLeaf.TryParse(row.Leaf, out var leaf))
        {
            Report(LogFaultKind.BadLeaf, row.Index, "the leaf is not an entry of a known format version");
        }

        var opened = await LogReaders.OpenAsync(log, row, ct);
        CheckPayload(opened);
        CheckColumns(row, leaf);
        return hash;
    }

    private void CheckPayload(OpenedEntry opened)
    {
        var index = opened.Row.Index;
        switch (opened.State)
        {
            case PayloadState.Erased:
                Erased++;
                return;
            case PayloadState.Missing:
                Report(LogFaultKind.PayloadMissing, index, "the readable part is missing, and no erasure in the log covers it");
                return;
            case PayloadState.Damaged:
                Report(
                    opened.Differences.Count > 0 ? LogFaultKind.PayloadDiffers : LogFaultKind.BadPayload,
                    index,
                    opened.Differences.Count > 0
                        ? "the readable part differs from its leaf or from the columns of its entry, in "
                            + string.Join(", ", opened.Differences)
                        : "the readable part cannot be opened: it, its key, or an authority of the entry was changed");
                return;
            case PayloadState.Readable:
                Readable++;
                TakeNumbers(opened);
                return;
        }
    }

    /// <summary>
    /// Checks the stored keys of readable parts. A key that was destroyed or changed outside the hub makes a whole month unreadable, but
    /// only after the next start, because a running node has it in memory.
    /// </summary>
    public async Task CheckKeysAsync(CancellationToken ct)
    {
        foreach (var key in await log.PayloadKeys.UnusableAsync(ct))
        {
            if (!await log.Erasures.CoversAsync(key, ct))
            {
                Report(LogFaultKind.PayloadMissing, null, $"the key of {key.Month} cannot be used, and no erasure in the log covers it");
            }
        }
    }

    /// <summary>
    /// Checks that the stored count of each subject reaches its newest entry. Otherwise searches would not find the entries beyond it.
    /// </summary>
    public async Task CheckCountsAsync(HubDbContext db, CancellationToken ct)
    {
        foreach (var some in _numbers.Chunk(CheckedAtStart))
        {
            var subjects = some.Select(n => n.Key).ToList();
            var stored = await db.LogCounts.AsNoTracking().Where(c => subjects.Contains(c.Subject)).ToDictionaryAsync(
                c => c.Subject, c => c.SealedCount, ct);
            foreach (var (subject, (key, highest)) in some)
            {
                if (!stored.TryGetValue(subject, out var count) || !key.Reaches(count, highest))
                {
                    Report(LogFaultKind.CountDiffers, null, "a count of entries was changed, so that searches do not find them all");
                }
            }
        }
    }

    private void TakeNumbers(OpenedEntry opened)
    {
        foreach (var number in opened.Numbers)
        {
            var subject = number.Subject!;
            var before = _numbers.GetValueOrDefault(subject.Subject).Highest;
            _numbers[subject.Subject] = (subject, Math.Max(before, number.Number!.Value));
        }
    }

    public void CheckNodes(IReadOnlyList<StoredNode> given, Dictionary<NodeId, MerkleHash> stored)
    {
        foreach (var node in given)
        {
            if (!stored.TryGetValue(new NodeId(node.Level, node.Index), out var hash) || hash != node.Hash)
            {
                Report(LogFaultKind.RootDiffers, null, string.Create(
                    CultureInfo.InvariantCulture, $"the stored node {node.Level}/{node.Index} differs from the one that the entries give"));
            }
        }
    }

    public void CheckRoot(Checkpoint head, Frontier tree)
    {
        if (tree.Size != head.Size)
        {
            Report(LogFaultKind.SizeDiffers, null, string.Create(
                CultureInfo.InvariantCulture, $"there are {tree.Size} entries, but the head states {head.Size}"));
        }

        if (tree.Root != head.Root)
        {
            Report(
                LogFaultKind.RootDiffers, null, $"the entries give the root {tree.Root.ToBase64()}, the head says {head.Root.ToBase64()}");
        }
    }

    // Searches use these columns. A changed column would hide an entry without a change of the tree.
    private void CheckColumns(LogRow row, EntryLeaf? leaf)
    {
        if (leaf is not null
            && (!leaf.IsOf(row.At) || leaf.Kind != row.Kind || leaf.PolicySetVersion != row.PolicySet
                || (leaf.Version == 1 && leaf.Verdict != row.Verdict)))
        {
            Report(LogFaultKind.BadLeaf, row.Index, "the stored time, kind, verdict or policy set differs from the leaf's");
        }
    }

    private void Report(LogFaultKind kind, long? index, string message)
    {
        FaultCount++;
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(new LogFault(kind, index, message));
        }
    }
}
