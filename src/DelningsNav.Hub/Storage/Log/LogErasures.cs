using System.Collections.Concurrent;
using DelningsNav.AuditLog;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Erases the readable parts of a month's entries (gallring), and says which missing parts were erased rightly. A readable part that is
/// missing counts as erased only where an entry of the log names its month.
/// </summary>
internal sealed class LogErasures(HubDatabase database, LogWriter log, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, string> _erased = new();

    /// <summary>
    /// Logs the erasure, and then destroys the month's key and what was encrypted with it. Leaves and proofs remain. Nothing happens when
    /// the month has no key.
    /// </summary>
    /// <param name="month">The month in UTC, <c>yyyy-MM</c>.</param>
    /// <param name="decision">The diarienummer of the decision to erase.</param>
    /// <param name="actor">Who erases.</param>
    /// <param name="ct">Cancels before the erasure is logged.</param>
    /// <exception cref="ArgumentException">The month has not ended.</exception>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is erased.</exception>
    public async Task EraseMonthAsync(string month, string decision, Actor actor, CancellationToken ct)
    {
        if (string.CompareOrdinal(month, PayloadKeys.MonthOf(clock.GetUtcNow())) >= 0)
        {
            throw new ArgumentException("only a month that has ended can be erased", nameof(month));
        }

        if (await KeyOfAsync(month, ct) is not { } key)
        {
            return;
        }

        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.PayloadsErased,
                Actor = actor,
                Fields = new Dictionary<string, string?> { ["payload-key"] = key.ToString(), ["month"] = month, ["decision"] = decision },
            },
            ct);

        // A crash from here on leaves parts that can still be read, and the erasure can be made again.
        using var gate = await database.EnterWriteAsync(CancellationToken.None);
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await EraseAsync(db, key);
        await transaction.CommitAsync(CancellationToken.None);
        log.PayloadKeys.Forget(key, month);
    }

    /// <summary>Whether an erasure in the log covers the entry, by the key and by the month of its leaf.</summary>
    public async Task<bool> CoversAsync(LogRow row, CancellationToken ct) =>
        row.PayloadKey is { } key
        && await ErasedMonthAsync(key, ct) is { } month
        && EntryLeaf.TryParse(row.Leaf, out var leaf)
        && PayloadKeys.MonthOf(leaf.At) == month;

    /// <summary>Whether an erasure in the log covers a key that cannot be used.</summary>
    public async Task<bool> CoversAsync(StoredKey key, CancellationToken ct) =>
        key.RetentionClass == PayloadKeys.AccessLog && await ErasedMonthAsync(key.Id, ct) == key.Month;

    // On PostgreSQL, the hub's own role may not update the log's tables.
    private async Task EraseAsync(HubDbContext db, Guid key)
    {
        if (database.Engine == StorageEngine.PostgreSql)
        {
            await db.Database.ExecuteSqlAsync($"SELECT erase_log_month({key})", CancellationToken.None);
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE log_entries SET payload = NULL, child_token = NULL, actor_token = NULL, case_token = NULL
            WHERE payload_key = {key}
            """,
            CancellationToken.None);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE payload_keys SET wrapped = {Array.Empty<byte>()} WHERE id = {key}", CancellationToken.None);
    }

    private async Task<string?> ErasedMonthAsync(Guid key, CancellationToken ct)
    {
        if (!_erased.ContainsKey(key))
        {
            await ReadAsync(ct);
        }

        return _erased.GetValueOrDefault(key);
    }

    // An erasure is for ever, so that one that was read once need not be read again.
    private async Task ReadAsync(CancellationToken ct)
    {
        await using var db = database.NewContext();
        var rows = await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.PayloadsErased).ToListAsync(ct);
        foreach (var row in rows)
        {
            if (await log.PayloadKeys.OpenAsync(row, ct) is { } json
                && EntryPayload.TryParse(json, out var opened)
                && EntryLeaf.TryParse(row.Leaf, out var leaf)
                && opened.DifferencesFrom(leaf).Count == 0
                && Guid.TryParse(opened.Fields.GetValueOrDefault("payload-key"), out var key))
            {
                _erased[key] = opened.Fields.GetValueOrDefault("month", "");
            }
        }
    }

    private async Task<Guid?> KeyOfAsync(string month, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var select = connection.CreateCommand();
        select.CommandText = "SELECT id FROM payload_keys WHERE retention_class = @class AND month = @month";
        select.With("@class", PayloadKeys.AccessLog).With("@month", month);
        await using var reader = await select.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetGuid(0) : null;
    }
}
