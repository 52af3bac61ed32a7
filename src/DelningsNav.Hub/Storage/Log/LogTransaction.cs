using System.Data.Common;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Puts entries into the log inside a transaction that its caller commits. The only code that writes <c>log_entries</c> and <c>log_head</c>.
/// </summary>
/// <remarks>
/// The order, the same on both databases and for every writer (ADR 0003):
/// <code>
///   1. Compare  lock the subjects that the items rely on; leave out the items whose versions have moved.
///   2. Head     lock the one-row head; the next index is its size.
///   3. Append   grow the tree; write entries, nodes and the rows beside them, then the new head.
///   4. Commit   by the caller, with fsync.  A crash before it leaves nothing, a crash after it leaves everything.
///   5. Receipts are made by the caller after the commit, never before.
/// </code>
/// </remarks>
internal sealed class LogTransaction(StorageEngine engine, HubKeys keys)
{
    private static readonly RowInsert Entries = new(
        "log_entries",
        ("idx", ColumnType.Bigint), ("at", ColumnType.Bigint), ("kind", ColumnType.Text), ("verdict", ColumnType.Text),
        ("policy_set", ColumnType.Text), ("leaf", ColumnType.Bytea), ("leaf_hash", ColumnType.Bytea), ("payload", ColumnType.Bytea),
        ("payload_key", ColumnType.Uuid), ("child_token", ColumnType.Bytea), ("actor_token", ColumnType.Bytea),
        ("case_token", ColumnType.Bytea), ("actor_authority", ColumnType.Uuid), ("holder_authority", ColumnType.Uuid));

    private static readonly RowInsert Nodes = new(
        "log_nodes", ("level", ColumnType.Integer), ("idx", ColumnType.Bigint), ("hash", ColumnType.Bytea));

    /// <summary>Appends what has not moved.</summary>
    public async Task<PendingReceipts> AppendAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<LogAppend> items, CancellationToken ct)
    {
        // Step 1: Compare.
        var versions = await Subjects.LockAsync(engine, connection, transaction, items.SelectMany(i => i.ReliesOn).Select(v => v.Subject), ct);
        var standing = items.Select(item => item.ReliesOn.All(v => versions.TryGetValue(v.Subject, out var now) && now == v.Version)).ToArray();
        var kept = items.Where((_, i) => standing[i]).ToList();
        if (kept.Sum(item => item.Entries.Count) == 0)
        {
            return new PendingReceipts(standing, kept, null);
        }

        // Step 2: Head.
        var frontier = await HeadAsync(connection, transaction, ct);

        // Step 3: Append.
        var entries = kept.SelectMany(item => item.Entries).ToList();
        var batch = frontier.Append([.. entries.Select(e => e.Entry.Leaf.Hash)]);
        await Entries.RunAsync(engine, connection, transaction, [.. entries.Select((entry, i) => Row(frontier.Size + i, entry))], ct);
        await Nodes.RunAsync(
            engine, connection, transaction, [.. batch.CompletedNodes.Select(n => new object?[] { n.Level, n.Index, n.Hash.ToArray() })], ct);
        await WriteBesideAsync(connection, transaction, kept, frontier.Size, ct);
        await MoveHeadAsync(connection, transaction, batch.Frontier, ct);
        return new PendingReceipts(standing, kept, batch);
    }

    /// <summary>The head as it stands.</summary>
    public async Task<Frontier> HeadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = engine == StorageEngine.PostgreSql && transaction is not null
            ? "SELECT frontier FROM log_head WHERE id = 1 FOR UPDATE"
            : "SELECT frontier FROM log_head WHERE id = 1";
        return await command.ExecuteScalarAsync(ct) is byte[] frontier
            ? Frontier.FromBytes(frontier)
            : throw new StorageException("the log has no head; restore the database from its backup");
    }

    private static async Task WriteBesideAsync(
        DbConnection connection, DbTransaction transaction, List<LogAppend> kept, long firstIndex, CancellationToken ct)
    {
        var next = firstIndex;
        var rows = new List<BesideRow>();
        foreach (var item in kept)
        {
            var indexes = new long[item.Entries.Count];
            for (var i = 0; i < indexes.Length; i++)
            {
                indexes[i] = next++;
            }

            rows.AddRange(item.Beside.Select(row => row(indexes)));
        }

        foreach (var table in rows.GroupBy(row => row.Into))
        {
            await table.Key.RunAsync(
                connection is Npgsql.NpgsqlConnection ? StorageEngine.PostgreSql : StorageEngine.Sqlite,
                connection, transaction, [.. table.Select(row => row.Values)], ct);
        }
    }

    private static async Task MoveHeadAsync(DbConnection connection, DbTransaction transaction, Frontier frontier, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE log_head SET size = @size, frontier = @frontier, root = @root WHERE id = 1";
        command.With("@size", frontier.Size).With("@frontier", frontier.ToBytes()).With("@root", frontier.Root.ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    private object?[] Row(long index, PreparedEntry entry) =>
    [
        index,
        entry.Entry.Leaf.At.ToUnixTimeMilliseconds(),
        entry.Entry.Leaf.Kind,
        entry.Entry.Leaf.Verdict,
        entry.Entry.Leaf.PolicySetVersion,
        entry.Leaf,
        entry.Entry.Leaf.Hash.ToArray(),
        entry.SealedPayload,
        entry.PayloadKey,
        entry.Source.About is { } about ? keys.Token("child", about.Value) : null,
        keys.Token("actor", entry.Source.Actor.Id),
        entry.Source.Case is { } @case ? keys.Token("case", @case.Value) : null,
        entry.Source.Actor.Authority?.Value,
        entry.Source.Holder?.Value,
    ];
}

/// <summary>What an append gave, to be turned into receipts once it is committed.</summary>
internal sealed record PendingReceipts(bool[] Standing, List<LogAppend> Kept, AppendedBatch? Batch)
{
    /// <summary>One outcome for each item, in order. Call it after the commit only.</summary>
    public AppendOutcome[] AfterCommit(string origin, NoteSigner signer)
    {
        var receipts = new Queue<AuditReceipt>();
        if (Batch is not null)
        {
            var checkpoint = new Checkpoint(origin, Batch.Frontier.Size, Batch.Frontier.Root).Sign(signer);
            var leaves = Kept.SelectMany(item => item.Entries);
            foreach (var (entry, proof) in leaves.Zip(Batch.Proofs))
            {
                receipts.Enqueue(new AuditReceipt(entry.Entry.Leaf, proof, checkpoint));
            }
        }

        var kept = new Queue<LogAppend>(Kept);
        return [.. Standing.Select(stands => stands
            ? (AppendOutcome)new AppendOutcome.Appended([.. kept.Dequeue().Entries.Select(_ => receipts.Dequeue())])
            : new AppendOutcome.Moved())];
    }
}
