using System.Data.Common;
using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Checks at start that the stored log is the tree that its head describes. Otherwise the hub does not start (docs/promises.md, 8).
/// </summary>
/// <remarks>
/// First the head is proved: signed by this hub, and not behind the checkpoint outside the database (<see cref="LogHeads"/>). Then every
/// leaf is read once, in order, in constant memory. Each leaf is hashed, compared with its stored hash and added to the tree, and the tree
/// is compared with the head. The readable parts of the newest entries are checked too; a registrator's verification checks them all.
/// </remarks>
internal static class LogSoundness
{
    /// <returns>
    /// Null when the log is the continuation of what this hub has signed. Otherwise why it is not, although the log itself is sound: that
    /// is a restored database.
    /// </returns>
    /// <exception cref="StorageException">
    /// An entry is missing or changed, the head does not match the entries, or this hub has not signed the head.
    /// </exception>
    public static async Task<LogForkedException?> AssertAsync(HubDatabase database, LogHeads heads, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        // All reads use one snapshot, so that another node's appends between them are not taken for damage.
        await using var snapshot = await connection.BeginTransactionAsync(
            database.Engine == StorageEngine.Sqlite
                ? System.Data.IsolationLevel.Serializable
                : System.Data.IsolationLevel.RepeatableRead, ct);
        await using var statements = new Statements(database.Engine, connection);
        var (head, older) = await ProveAsync(statements, snapshot, heads, ct);

        await using var entries = connection.CreateCommand();
        entries.Transaction = snapshot;
        entries.CommandText = "SELECT idx, leaf, leaf_hash FROM log_entries ORDER BY idx";
        await using var rows = await entries.ExecuteReaderAsync(ct);
        var (tree, batch) = (Frontier.Empty, new List<MerkleHash>());
        while (await rows.ReadAsync(ct))
        {
            var index = tree.Size + batch.Count;

            // SQLite stores a value of any type in any column.
            if (rows.GetValue(1) is not byte[] leaf || rows.GetValue(2) is not byte[] { Length: MerkleHash.Length } stored
                || rows.GetInt64(0) != index || MerkleTree.LeafHash(leaf) is var hash && hash != new MerkleHash(stored))
            {
                throw new StorageException(
                    $"the log is not sound at entry {index}; restore the database from its backup and keep this one for the inquiry");
            }

            batch.Add(MerkleTree.LeafHash(leaf));
            if (batch.Count == 256)
            {
                tree = tree.Append(batch).Frontier;
                batch.Clear();
            }
        }

        tree = batch.Count > 0 ? tree.Append(batch).Frontier : tree;
        if (tree.Size != head.Tree.Size || tree.Root != head.Tree.Root)
        {
            throw new StorageException(
                $"the log's head states {head.Tree.Size} entries, but {tree.Size} are stored or their root is another; restore the "
                + "database from its backup");
        }

        return older;
    }

    /// <summary>
    /// Checks that the clock is not behind the last entry. A consent that has expired would otherwise be valid again. The clocks of several
    /// nodes may differ by a minute.
    /// </summary>
    /// <exception cref="StorageException">The clock is behind.</exception>
    public static async Task AssertClockAsync(HubDatabase database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT at FROM log_entries ORDER BY idx DESC LIMIT 1";
        if (await command.ExecuteScalarAsync(ct) is long last
            && DateTimeOffset.FromUnixTimeMilliseconds(last) is var at
            && clock.GetUtcNow() is var now
            && now < at - TimeSpan.FromMinutes(1))
        {
            throw new StorageException(
                $"this machine's clock says {now:u}, but the last entry of the log was made at {at:u}; correct the clock, then start "
                + "again");
        }
    }

    private static async Task<(ProvenHead Head, LogForkedException? Older)> ProveAsync(
        Statements statements, DbTransaction snapshot, LogHeads heads, CancellationToken ct)
    {
        try
        {
            // Without a checkpoint outside the database nothing shows whether the database is older than the hub.
            return heads.Anchor.Newest is null
                && await heads.ReadSignedAsync(statements, snapshot, toLock: false, ct) is { Checkpoint: { } checkpoint } alone
                    ? (alone, NothingOutside(checkpoint.Checkpoint.Size, heads.Anchor.Place))
                    : (await heads.ReadAsync(statements, snapshot, toLock: false, ct), null);
        }
        catch (LogForkedException older) when (older.IsOlder)
        {
            return (await heads.ReadSignedAsync(statements, snapshot, toLock: false, ct), older);
        }
        catch (LogForkedException forged)
        {
            throw new StorageException($"{forged.Message}; restore the database from its backup and keep this one for the inquiry", forged);
        }
    }

    private static LogForkedException NothingOutside(long size, string place) => new(
        $"the database has a log of {size} entries, but there is no checkpoint file at `{place}`, so nothing shows whether the database is "
        + "older than the hub")
    { IsOlder = true };
}
