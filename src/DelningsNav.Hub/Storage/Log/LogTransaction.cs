using System.Data.Common;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Seals;
using Npgsql;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Adds entries to the log inside a transaction that the caller commits. This is the only code that writes
/// <c>log_entries</c>, <c>log_counts</c> and <c>log_head</c>.
/// </summary>
/// <remarks>
/// The steps are the same on both databases and for every writer (ADR 0003):
/// <code>
///   1. Compare  Lock the log subjects that the items rely on. Leave out the items whose versions have changed.
///   2. Head     Lock the one-row head and prove it (<see cref="LogHeads"/>). Its size is the next index.
///   3. Append   Grow the tree, and number the entries of each subject (<see cref="SearchCounts"/>). Write the entries, the nodes and the
///               rows that belong to them, then the new head with its signature.
///   4. Commit   The caller commits, with fsync. A crash before it leaves nothing, a crash after it leaves everything.
///   5. Receipts The caller makes the receipts after the commit, never before.
/// </code>
/// </remarks>
internal static class LogTransaction
{
    private static readonly RowInsert Entries = new(
        "log_entries",
        ("idx", ColumnType.Bigint), ("at", ColumnType.Bigint), ("kind", ColumnType.Text), ("verdict", ColumnType.Text),
        ("policy_set", ColumnType.Text), ("leaf", ColumnType.Bytea), ("leaf_hash", ColumnType.Bytea), ("payload", ColumnType.Bytea),
        ("payload_key", ColumnType.Uuid), ("child_token", ColumnType.Bytea), ("actor_token", ColumnType.Bytea),
        ("case_token", ColumnType.Bytea), ("actor_authority", ColumnType.Uuid), ("holder_authority", ColumnType.Uuid));

    private static readonly RowInsert Nodes = new(
        "log_nodes", ("level", ColumnType.Integer), ("idx", ColumnType.Bigint), ("hash", ColumnType.Bytea));

    private const string MoveHeadText = "UPDATE log_head SET size = @p0, frontier = @p1, root = @p2, checkpoint = @p3 WHERE id = 1";
    private const string PostgresMoveHeadText = "UPDATE log_head SET size = $1, frontier = $2, root = $3, checkpoint = $4 WHERE id = 1";

    /// <summary>
    /// Appends the items whose versions have not changed. A head that people have confirmed after a restore is given instead of read.
    /// </summary>
    /// <exception cref="LogForkedException">The stored head is not the continuation of what this hub has signed.</exception>
    public static async Task<PendingReceipts> AppendAsync(
        LogHeads heads, Statements statements, DbTransaction transaction, IReadOnlyList<LogAppend> items, CancellationToken ct,
        ProvenHead? confirmed = null)
    {
        // Step 1: Compare.
        var raises = items.Any(item => item.Changes is not null);
        var versions = await Subjects.LockAsync(
            statements, transaction, items.SelectMany(i => i.ReliesOn).Select(v => v.Subject), ct, raises);
        var standing = items.Select(item => Stands(item, versions)).ToArray();
        var kept = items.Where((_, i) => standing[i]).ToList();
        if (raises)
        {
            foreach (var (subject, seal) in kept.Select(item => item.Changes).OfType<(SubjectId, byte[]?)>())
            {
                await Subjects.RaiseAsync(statements.Connection, transaction, [subject], ct);
                if (seal is not null)
                {
                    await StateSeals.StoreAsync(statements, transaction, subject, seal, ct);
                }
            }
        }

        if (kept.Sum(item => item.Entries.Count) == 0)
        {
            return new PendingReceipts(standing, kept, null, null);
        }

        // Step 2: Head.
        var frontier = (confirmed ?? await heads.ReadAsync(statements, transaction, ct)).Tree;

        // Step 3: Append.
        var entries = kept.SelectMany(item => item.Entries).ToList();
        var batch = frontier.Append([.. entries.Select(e => e.Entry.Leaf.Hash)]);
        var counts = await SearchCounts.ReadAsync(statements, transaction, entries, ct);
        List<(RowInsert Into, IReadOnlyList<object?[]> Rows)> rows =
        [
            (Entries, [.. entries.Select((entry, i) => Row(frontier.Size + i, entry, counts))]),
            counts.Rows,
            (Nodes, [.. batch.CompletedNodes.Select(n => new object?[] { n.Level, n.Index, n.Hash.ToArray() })]),
            .. RowsOf(kept, frontier.Size),
        ];
        var checkpoint = heads.Sign(batch.Frontier);
        await WriteAsync(statements, transaction, rows, batch.Frontier, checkpoint.ToString(), ct);
        return new PendingReceipts(standing, kept, batch, checkpoint);
    }

    // The items are compared in their order. A version that one item raises has changed for the items after it.
    private static bool Stands(LogAppend item, Dictionary<SubjectId, long> versions)
    {
        if (!item.ReliesOn.All(v => versions.TryGetValue(v.Subject, out var now) && now == v.Version))
        {
            return false;
        }

        if (item.Changes is var (raised, _))
        {
            versions[raised]++;
        }

        return true;
    }

    /// <summary>The rows that belong to the entries, grouped by table, in the order in which the tables first occur.</summary>
    private static IEnumerable<(RowInsert Into, IReadOnlyList<object?[]> Rows)> RowsOf(List<LogAppend> kept, long firstIndex)
    {
        var next = firstIndex;
        var rows = new List<ExtraRow>();
        foreach (var item in kept)
        {
            var indexes = new long[item.Entries.Count];
            for (var i = 0; i < indexes.Length; i++)
            {
                indexes[i] = next++;
            }

            rows.AddRange(item.ExtraRows.Select(row => row(indexes)));
            rows.AddRange(item.Entries.SelectMany((entry, i) => entry.Source.ExtraRows.Select(row => row(indexes[i]))));
        }

        return rows.GroupBy(row => row.Into).Select(table => (table.Key, (IReadOnlyList<object?[]>)[.. table.Select(row => row.Values)]));
    }

    // On PostgreSQL all rows and the new head go in one round trip, because every other append waits for the head until the commit.
    private static async Task WriteAsync(
        Statements statements,
        DbTransaction transaction,
        IReadOnlyList<(RowInsert Into, IReadOnlyList<object?[]> Rows)> tables,
        Frontier frontier,
        string checkpoint,
        CancellationToken ct)
    {
        if (statements.Connection is NpgsqlConnection postgres)
        {
            await using var batch = new NpgsqlBatch(postgres, (NpgsqlTransaction)transaction);
            foreach (var (into, rows) in tables.Where(table => table.Rows.Count > 0))
            {
                batch.BatchCommands.Add(into.ForPostgres(rows));
            }

            var move = new NpgsqlBatchCommand(PostgresMoveHeadText);
            move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = frontier.Size });
            move.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = frontier.ToBytes() });
            move.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = frontier.Root.ToArray() });
            move.Parameters.Add(new NpgsqlParameter<string> { TypedValue = checkpoint });
            batch.BatchCommands.Add(move);
            await batch.ExecuteNonQueryAsync(ct);
            return;
        }

        foreach (var (into, rows) in tables)
        {
            await into.RunAsync(statements, transaction, rows, ct);
        }

        await statements.With(MoveHeadText, transaction, frontier.Size, frontier.ToBytes(), frontier.Root.ToArray(), checkpoint)
            .ExecuteNonQueryAsync(ct);
    }

    private static object?[] Row(long index, PreparedEntry entry, SearchCounts counts) =>
    [
        index,
        entry.Entry.At.ToUnixTimeMilliseconds(),
        entry.Entry.Leaf.Kind,
        entry.Entry.Verdict,
        entry.Entry.Leaf.PolicySetVersion,
        entry.Leaf,
        entry.Entry.Leaf.Hash.ToArray(),
        entry.SealedPayload,
        entry.PayloadKey,
        counts.Next(entry.Search.Child),
        counts.Next(entry.Search.Actor),
        counts.Next(entry.Search.Case),
        entry.Search.ActorAuthority?.Value,
        entry.Search.HolderAuthority?.Value,
    ];
}

/// <summary>The result of an append, from which receipts are made after its transaction is committed.</summary>
internal sealed record PendingReceipts(bool[] Standing, List<LogAppend> Kept, AppendedBatch? Batch, SignedCheckpoint? Checkpoint)
{
    /// <summary>One outcome for each item, in order. Call it only after the commit.</summary>
    public AppendOutcome[] AfterCommit(LogHeads heads)
    {
        var receipts = new Queue<AuditReceipt>();
        if (Batch is not null && Checkpoint is not null)
        {
            List<PreparedEntry> leaves = [.. Kept.SelectMany(item => item.Entries)];
            heads.Committed(Checkpoint, leaves, Checkpoint.Checkpoint.Size - leaves.Count);
            foreach (var (entry, proof) in leaves.Zip(Batch.Proofs))
            {
                receipts.Enqueue(new AuditReceipt(entry.Entry.Leaf, proof, Checkpoint));
            }
        }

        var kept = new Queue<LogAppend>(Kept);
        return [.. Standing.Select(stands => stands
            ? (AppendOutcome)new AppendOutcome.Appended([.. kept.Dequeue().Entries.Select(_ => receipts.Dequeue())])
            : new AppendOutcome.Moved())];
    }
}
