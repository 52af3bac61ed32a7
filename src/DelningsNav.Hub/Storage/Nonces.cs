using System.Data.Common;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Storage;

/// <summary>The memory that keeps a signed call from being played again (RFC 9421 section 7.2.2).</summary>
/// <remarks>
/// A nonce is committed before its call is handled, so that a crash cannot make the hub forget it, and several hub nodes on one
/// database refuse it alike. It is forgotten once no signature that carries it could be accepted.
/// </remarks>
public sealed class Nonces : IAsyncDisposable
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(30);

    // A signature may be created ahead of our clock by the skew, and is accepted for window and skew after that.
    private static readonly TimeSpan Kept = RequestSignature.Window + (2 * RequestSignature.Skew);

    private readonly HubDatabase _database;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Seen, bool> _commits;
    private DateTimeOffset _forgotAt;

    /// <summary>Starts the memory.</summary>
    public Nonces(HubDatabase database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _commits = new GroupCommit<Seen, bool>(CommitAsync);
    }

    /// <summary>Remembers a key's nonce. True when it was new and is durable now; false when it was there before.</summary>
    public Task<bool> RememberAsync(string keyId, string nonce, CancellationToken ct) => _commits.AddAsync(new Seen(keyId, nonce), ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<Seen> batch)
    {
        var now = _clock.GetUtcNow();
        using var gate = await _database.EnterWriteAsync(CancellationToken.None);
        await using var connection = await _database.ConnectAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var isNew = _database.Engine == StorageEngine.Sqlite
            ? await InsertEachAsync(connection, transaction, batch, now)
            : await InsertAllAsync(connection, transaction, batch, now);
        var forget = now - _forgotAt >= ForgetEvery;
        if (forget)
        {
            await ForgetAsync(connection, transaction, now - Kept);
        }

        await transaction.CommitAsync(CancellationToken.None);
        _forgotAt = forget ? now : _forgotAt;
        return isNew;
    }

    private static async Task<bool[]> InsertEachAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<Seen> batch, DateTimeOffset now)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO nonces (key_id, nonce, seen_at) VALUES (@key, @nonce, @at) ON CONFLICT DO NOTHING";
        command.With("@key", null).With("@nonce", null).With("@at", now.ToUnixTimeMilliseconds());
        var isNew = new bool[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            command.Parameters[0].Value = batch[i].KeyId;
            command.Parameters[1].Value = batch[i].Nonce;
            isNew[i] = await command.ExecuteNonQueryAsync() == 1;
        }

        return isNew;
    }

    private static async Task<bool[]> InsertAllAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<Seen> batch, DateTimeOffset now)
    {
        // In one order on every node, so that two nodes with the same nonces do not wait for each other in a circle.
        var ordered = batch.Distinct().OrderBy(s => s.KeyId, StringComparer.Ordinal).ThenBy(s => s.Nonce, StringComparer.Ordinal).ToList();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT INTO nonces (key_id, nonce, seen_at) SELECT k, n, @at FROM unnest(@keys, @nonces) AS t (k, n) ON CONFLICT DO NOTHING RETURNING key_id, nonce";
        command.With("@keys", ordered.ConvertAll(s => s.KeyId).ToArray()).With("@nonces", ordered.ConvertAll(s => s.Nonce).ToArray())
            .With("@at", now.ToUnixTimeMilliseconds());
        var added = new HashSet<Seen>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            added.Add(new Seen(rows.GetString(0), rows.GetString(1)));
        }

        // Of two equal ones in the same batch, the first is new and the second is its replay.
        return [.. batch.Select(added.Remove)];
    }

    private static async Task ForgetAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset before)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM nonces WHERE seen_at < @before";
        command.With("@before", before.ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Seen(string KeyId, string Nonce);
}
