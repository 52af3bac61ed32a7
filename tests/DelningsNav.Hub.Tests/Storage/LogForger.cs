using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// Somebody who can write every table of the database and has no key. The hashes of the tree are public mathematics, so a changed log can
/// be recomputed until it is a whole tree again. Only its signature cannot be made.
/// </summary>
internal sealed class LogForger(TestHub hub)
{
    /// <summary>The attacks on the log that the threat model lists, by the names of its table.</summary>
    public static IReadOnlyDictionary<string, Func<LogForger, Task>> Attacks { get; } = new Dictionary<string, Func<LogForger, Task>>
    {
        ["payload erased"] = f => f.RunAsync("UPDATE log_entries SET payload = NULL, payload_key = NULL WHERE kind = 'decided'"),
        ["key row erased"] = f => f.RunAsync($"UPDATE payload_keys SET wrapped = {f.Bytes([])}"),
        ["tokens set to null"] = f => f.RunAsync(
            "UPDATE log_entries SET child_token = NULL, actor_token = NULL, case_token = NULL WHERE kind = 'decided'"),
        ["authorities set to null"] = f => f.RunAsync(
            "UPDATE log_entries SET actor_authority = NULL, holder_authority = NULL WHERE kind = 'decided'"),
        ["tokens changed"] = f => f.RunAsync("UPDATE log_entries SET child_token = leaf_hash WHERE kind = 'decided'"),
        ["authorities changed"] = f => f.RunAsync(
            "UPDATE log_entries SET holder_authority = actor_authority WHERE kind = 'decided'"),
        ["counts deleted"] = f => f.RunAsync("DELETE FROM log_counts"),
        ["counts changed"] = f => f.RunAsync($"UPDATE log_counts SET sealed_count = {f.Bytes(new byte[16])}"),
        ["one byte of a leaf"] = f => f.ChangeLeafAsync(recomputed: false),
        ["one byte of a leaf, recomputed"] = f => f.ChangeLeafAsync(recomputed: true),
        ["last entries deleted"] = f => f.CutAsync(10, recomputed: false),
        ["last entries deleted, recomputed"] = f => f.CutAsync(10, recomputed: true),
        ["middle entry deleted, recomputed"] = f => f.RewriteAsync(rows => rows.RemoveAt(rows.Count / 2)),
        ["entry forged at the end"] = f => f.RewriteAsync(rows => rows.Add(Forged(rows[^1]))),
        ["two entries swapped, recomputed"] = f => f.RewriteAsync(rows => (rows[5], rows[6]) = (rows[6], rows[5])),
        ["signature removed"] = f => f.RunAsync("UPDATE log_head SET checkpoint = NULL"),
        ["whole log removed"] = f => f.RewriteAsync(rows => rows.Clear()),
    };

    public async Task RunAsync(string sql)
    {
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }

    /// <summary>Replaces the log by a changed one, with every hash, node and root recomputed.</summary>
    public async Task RewriteAsync(Action<List<LogRow>> change)
    {
        List<LogRow> rows;
        await using (var db = hub.Db())
        {
            rows = await db.Log.AsNoTracking().OrderBy(e => e.Index).ToListAsync();
        }

        change(rows);
        await RunAsync(Unhindered(
            "DELETE FROM log_nodes; DELETE FROM log_entries; UPDATE log_head SET size = 0, frontier = "
            + Bytes(Frontier.Empty.ToBytes())));
        await using (var db = hub.Db())
        {
            foreach (var (row, index) in rows.Select((row, i) => (row, i)))
            {
                await InsertAsync(db, row, index);
            }
        }

        await MoveHeadAsync([.. rows.Select(row => MerkleTree.LeafHash(row.Leaf))]);
    }

    private async Task ChangeLeafAsync(bool recomputed)
    {
        if (recomputed)
        {
            await RewriteAsync(rows => rows[3].Leaf[4] ^= 1);
            return;
        }

        await using var db = hub.Db();
        var leaf = (await db.Log.AsNoTracking().SingleAsync(e => e.Index == 3)).Leaf;
        leaf[4] ^= 1;
        await RunAsync($"UPDATE log_entries SET leaf = {Bytes(leaf)} WHERE idx = 3");
    }

    private async Task CutAsync(int count, bool recomputed)
    {
        if (recomputed)
        {
            await RewriteAsync(rows => rows.RemoveRange(rows.Count - count, count));
            return;
        }

        await RunAsync(Unhindered(string.Create(
            CultureInfo.InvariantCulture, $"DELETE FROM log_entries WHERE idx > (SELECT MAX(idx) - {count} FROM log_entries)")));
    }

    private static LogRow Forged(LogRow last)
    {
        var leaf = LogEntry.Make(last.At, "consent-withdrawn", "", last.PolicySet, []).Leaf;
        return new LogRow
        {
            At = leaf.At,
            Kind = leaf.Kind,
            PolicySet = last.PolicySet,
            Leaf = leaf.ToBytes(),
            ChildToken = last.ChildToken,
        };
    }

    private static async Task InsertAsync(HubDbContext db, LogRow row, int index)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO log_entries (idx, at, kind, verdict, policy_set, leaf, leaf_hash, payload, payload_key, child_token, actor_token,
              case_token, actor_authority, holder_authority)
            VALUES ({(long)index}, {row.At.ToUnixTimeMilliseconds()}, {row.Kind}, {row.Verdict}, {row.PolicySet}, {row.Leaf},
              {MerkleTree.LeafHash(row.Leaf).ToArray()}, {row.Payload}, {row.PayloadKey}, {row.ChildToken}, {row.ActorToken},
              {row.CaseToken}, {row.ActorAuthority?.Value}, {row.HolderAuthority?.Value})
            """);
    }

    private async Task MoveHeadAsync(IReadOnlyList<MerkleHash> leaves)
    {
        var tree = Frontier.Empty;
        await using var db = hub.Db();
        if (leaves.Count > 0)
        {
            var grown = tree.Append(leaves);
            foreach (var node in grown.CompletedNodes)
            {
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO log_nodes (level, idx, hash) VALUES ({node.Level}, {node.Index}, {node.Hash.ToArray()})");
            }

            tree = grown.Frontier;
        }

        await db.Database.ExecuteSqlAsync(
            $"UPDATE log_head SET size = {tree.Size}, frontier = {tree.ToBytes()}, root = {tree.Root.ToArray()} WHERE id = 1");
        if (leaves.Count == 0)
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE log_head SET checkpoint = NULL");
        }
    }

    // Rows of other tables refer to entries. Somebody with the database's rights switches that off.
    private string Unhindered(string sql) => hub.Settings.Engine == StorageEngine.Sqlite
        ? $"PRAGMA foreign_keys = OFF; {sql}; PRAGMA foreign_keys = ON"
        : $"SET session_replication_role = replica; {sql}; SET session_replication_role = DEFAULT";

    private string Bytes(byte[] bytes) => hub.Settings.Engine == StorageEngine.Sqlite
        ? $"X'{Convert.ToHexString(bytes)}'"
        : $"'\\x{Convert.ToHexString(bytes)}'::bytea";
}
