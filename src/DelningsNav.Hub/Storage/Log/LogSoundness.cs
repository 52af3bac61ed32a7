using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Checks at start that the stored log is the tree that its head describes. Otherwise the hub does not start (docs/promises.md, 8).
/// </summary>
/// <remarks>
/// Reads every leaf once, in order, in constant memory. Each leaf is hashed, compared with its stored hash and added to the tree. Then the
/// tree is compared with the stored head.
/// </remarks>
internal static class LogSoundness
{
    /// <exception cref="StorageException">An entry is missing or changed, or the head does not match these entries.</exception>
    public static async Task AssertAsync(HubDatabase database, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        // Both reads use one snapshot, so that another node's appends between them are not taken for damage.
        await using var snapshot = await connection.BeginTransactionAsync(
            database.Engine == StorageEngine.Sqlite
                ? System.Data.IsolationLevel.Serializable
                : System.Data.IsolationLevel.RepeatableRead, ct);
        await using var head = connection.CreateCommand();
        head.Transaction = snapshot;
        head.CommandText = "SELECT frontier FROM log_head WHERE id = 1";
        var expected = await head.ExecuteScalarAsync(ct) is byte[] bytes
            ? Frontier.FromBytes(bytes)
            : throw new StorageException("the log has no head; restore the database from its backup");

        await using var entries = connection.CreateCommand();
        entries.Transaction = snapshot;
        entries.CommandText = "SELECT idx, leaf, leaf_hash FROM log_entries ORDER BY idx";
        await using var rows = await entries.ExecuteReaderAsync(ct);
        var (tree, batch) = (Frontier.Empty, new List<MerkleHash>());
        while (await rows.ReadAsync(ct))
        {
            var index = tree.Size + batch.Count;
            var hash = MerkleTree.LeafHash((byte[])rows.GetValue(1));
            if (rows.GetInt64(0) != index || hash != new MerkleHash((byte[])rows.GetValue(2)))
            {
                throw new StorageException(
                    $"the log is not sound at entry {index}; restore the database from its backup and keep this one for the inquiry");
            }

            batch.Add(hash);
            if (batch.Count == 256)
            {
                tree = tree.Append(batch).Frontier;
                batch.Clear();
            }
        }

        tree = batch.Count > 0 ? tree.Append(batch).Frontier : tree;
        if (tree.Size != expected.Size || tree.Root != expected.Root)
        {
            throw new StorageException(
                $"the log's head states {expected.Size} entries, but {tree.Size} are stored or their root is another; restore the "
                + "database from its backup");
        }
    }
}
