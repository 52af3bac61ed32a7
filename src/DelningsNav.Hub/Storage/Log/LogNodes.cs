using System.Data.Common;
using System.Text.Json;
using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Reads stored hashes of the tree, many at once. The hashes of leaves are stored with their entries. The nodes above the leaves are stored
/// in a separate table.
/// </summary>
internal static class LogNodes
{
    // The lists come first in the joins, so that SQLite looks each node up instead of reading all nodes.
    private const string SqliteText =
        """
        SELECT n.level, n.idx, n.hash
        FROM json_each(@nodes) AS w CROSS JOIN log_nodes AS n
        WHERE n.level = json_extract(w.value, '$[0]') AND n.idx = json_extract(w.value, '$[1]')
        UNION ALL
        SELECT 0, e.idx, e.leaf_hash FROM json_each(@leaves) AS w CROSS JOIN log_entries AS e WHERE e.idx = w.value
        """;

    private const string PostgresText =
        """
        SELECT n.level, n.idx, n.hash
        FROM unnest(@levels, @indexes) AS w (level, idx) JOIN log_nodes AS n ON n.level = w.level AND n.idx = w.idx
        UNION ALL
        SELECT 0, e.idx, e.leaf_hash FROM unnest(@leaves) AS w (idx) JOIN log_entries AS e ON e.idx = w.idx
        """;

    /// <summary>The hashes of the given nodes that are stored, with one query.</summary>
    public static async Task<Dictionary<NodeId, MerkleHash>> ReadAsync(
        HubDatabase database, IReadOnlyList<NodeId> nodes, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        return await ReadAsync(connection, null, database.Engine, nodes, ct);
    }

    /// <summary>The hashes of the given nodes that are stored, with one query on the caller's connection.</summary>
    public static async Task<Dictionary<NodeId, MerkleHash>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, StorageEngine engine, IReadOnlyList<NodeId> nodes, CancellationToken ct)
    {
        var hashes = new Dictionary<NodeId, MerkleHash>(nodes.Count);
        if (nodes.Count == 0)
        {
            return hashes;
        }

        var above = nodes.Where(n => n.Level > 0).ToArray();
        var leaves = nodes.Where(n => n.Level == 0).Select(n => n.Index).ToArray();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (engine == StorageEngine.Sqlite)
        {
            command.CommandText = SqliteText;
            command.With("@nodes", JsonSerializer.Serialize(above.Select(n => new[] { n.Level, n.Index })))
                .With("@leaves", JsonSerializer.Serialize(leaves));
        }
        else
        {
            command.CommandText = PostgresText;
            command.With("@levels", above.Select(n => n.Level).ToArray())
                .With("@indexes", above.Select(n => n.Index).ToArray())
                .With("@leaves", leaves);
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            hashes[new NodeId(reader.GetInt32(0), reader.GetInt64(1))] = new MerkleHash((byte[])reader.GetValue(2));
        }

        return hashes;
    }
}
