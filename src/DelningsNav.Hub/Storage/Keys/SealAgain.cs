using System.Security.Cryptography;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>What is left of the work of <see cref="SealAgain"/>.</summary>
/// <param name="Done">How many values this run has sealed again.</param>
/// <param name="Left">How many values are sealed with another key than the newest.</param>
/// <param name="Unopened">How many of them no key opens: they were changed outside the hub, or their key is gone.</param>
public sealed record SealingLeft(long Done, long Left, long Unopened);

/// <summary>Seals with the newest wrapping key what an older one has sealed, while the hub runs (ADR 0042).</summary>
/// <remarks>
/// Each transaction seals a few rows of one table. A row is changed only if it still has the value that was read, so a change by somebody
/// else at the same time is not lost. A crash loses at most one transaction: the rows that are left are found by the id of their key, and
/// not by any note of how far the work went. Several nodes may do it at once.
/// </remarks>
internal sealed class SealAgain(HubDatabase database, HubKeys keys, IReadOnlyList<SealedColumn> columns, TimeProvider clock)
{
    /// <summary>The rows of one transaction. It is short, because on SQLite nobody else writes meanwhile.</summary>
    public const int Batch = 50;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);
    private DateTimeOffset _nextAt;

    /// <summary>Does the work if a key was replaced, or returns null when there is none.</summary>
    public async Task<SealingLeft?> RunAsync(CancellationToken ct)
    {
        var (wrapping, now) = (keys.Root.Wrapping, clock.GetUtcNow());
        if (wrapping.Count == 1 || now < wrapping[^1].From + KeyRotation.UsedByAllAfter || now < _nextAt)
        {
            return null;
        }

        var (done, unopened) = (0L, 0L);
        foreach (var column in columns.Where(column => column.PurposeOf is not null))
        {
            object? after = null;
            do
            {
                (after, var sealedNow, var failed) = await BatchAsync(column, after, ct);
                (done, unopened) = (done + sealedNow, unopened + failed);
            }
            while (after is not null);
        }

        var left = (await CountAsync(ct)).Sum(table => table.Left);
        if (left == 0)
        {
            _nextAt = now + LookAgainAfter;
        }

        return new SealingLeft(done, left, unopened);
    }

    /// <summary>
    /// How many values of each table are sealed with another key than the newest. Tables without such values are left out.
    /// </summary>
    public async Task<IReadOnlyList<(string Table, long Left)>> CountAsync(CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        var newest = keys.Root.Wrapping[^1].Id;
        var left = new List<(string, long)>();
        foreach (var column in columns)
        {
            var count = statements.With($"SELECT COUNT(*) FROM {column.Table} WHERE {column.IsOfOtherKey}", null, newest);
            if (await count.ExecuteScalarAsync(ct) is long and > 0 and var found)
            {
                left.Add(($"{column.Table}.{column.Column}", found));
            }
        }

        return left;
    }

    // Returns the last row that was looked at, or null when there are no more.
    private async Task<(object? Last, int Sealed, int Failed)> BatchAsync(SealedColumn column, object? after, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var select = $"SELECT {column.Key}, {column.Column} FROM {column.Table} WHERE {column.IsOfOtherKey}"
            + $"{(after is null ? "" : $" AND {column.Key} > @p1")} ORDER BY {column.Key} LIMIT {Batch}";
        var found = new List<(object Key, byte[] Old, string Purpose)>();
        var command = after is null
            ? statements.With(select, transaction, keys.SealingKeyId)
            : statements.With(select, transaction, keys.SealingKeyId, after);
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                found.Add((rows.GetValue(0), (byte[])rows.GetValue(1), column.PurposeOf!(rows)));
            }
        }

        var failed = 0;
        foreach (var (key, old, purpose) in found)
        {
            try
            {
                await statements.With(
                    $"UPDATE {column.Table} SET {column.Column} = @p0 WHERE {column.Key} = @p1 AND {column.Column} = @p2",
                    transaction, keys.SealAgain(old, purpose), key, old).ExecuteNonQueryAsync(ct);
            }
            catch (CryptographicException)
            {
                failed++;
            }
        }

        await transaction.CommitAsync(ct);
        return (found.Count < Batch ? null : found[^1].Key, found.Count - failed, failed);
    }
}
