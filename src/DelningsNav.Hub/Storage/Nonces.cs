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

    private const string InsertText = "INSERT INTO nonces (key_id, nonce, seen_at) VALUES (@p0, @p1, @p2) ON CONFLICT DO NOTHING";
    private const string InsertAllText =
        "INSERT INTO nonces (key_id, nonce, seen_at) SELECT k, n, @p2 FROM unnest(@p0, @p1) AS t (k, n) ON CONFLICT DO NOTHING RETURNING key_id, nonce";
    private const string ForgetText = "DELETE FROM nonces WHERE seen_at < @p0";

    private readonly HubDatabase _database;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Seen, bool> _commits;
    private DateTimeOffset _forgotAt;

    // Owned by the committing loop, and by DisposeAsync once the loop has ended.
    private Statements? _statements;

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
    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        await CloseAsync(_statements);
    }

    private async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<Seen> batch)
    {
        var now = _clock.GetUtcNow();
        using var gate = await _database.EnterWriteAsync(CancellationToken.None);
        var statements = _statements ?? new Statements(_database.Engine, await _database.ConnectAsync(CancellationToken.None));

        // Only a connection whose batch went well is used again; any other is closed.
        _statements = null;
        try
        {
            await using var transaction = await statements.Connection.BeginTransactionAsync(CancellationToken.None);
            var isNew = _database.Engine == StorageEngine.Sqlite
                ? await InsertEachAsync(statements, transaction, batch, now)
                : await InsertAllAsync(statements, transaction, batch, now);
            var forget = now - _forgotAt >= ForgetEvery;
            if (forget)
            {
                await statements.With(ForgetText, transaction, (now - Kept).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync(CancellationToken.None);
            _forgotAt = forget ? now : _forgotAt;
            _statements = statements;
            return isNew;
        }
        finally
        {
            if (_statements is null)
            {
                await CloseAsync(statements);
            }
        }
    }

    private static async Task CloseAsync(Statements? statements)
    {
        if (statements is not null)
        {
            await statements.DisposeAsync();
            await statements.Connection.DisposeAsync();
        }
    }

    private static async Task<bool[]> InsertEachAsync(Statements statements, DbTransaction transaction, IReadOnlyList<Seen> batch, DateTimeOffset now)
    {
        var isNew = new bool[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            isNew[i] = await statements.With(InsertText, transaction, batch[i].KeyId, batch[i].Nonce, now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync() == 1;
        }

        return isNew;
    }

    private static async Task<bool[]> InsertAllAsync(Statements statements, DbTransaction transaction, IReadOnlyList<Seen> batch, DateTimeOffset now)
    {
        // In one order on every node, so that two nodes with the same nonces do not wait for each other in a circle.
        var ordered = batch.Distinct().OrderBy(s => s.KeyId, StringComparer.Ordinal).ThenBy(s => s.Nonce, StringComparer.Ordinal).ToList();
        var command = statements.With(
            InsertAllText, transaction, ordered.ConvertAll(s => s.KeyId).ToArray(), ordered.ConvertAll(s => s.Nonce).ToArray(), now.ToUnixTimeMilliseconds());
        var added = new HashSet<Seen>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            added.Add(new Seen(rows.GetString(0), rows.GetString(1)));
        }

        // Of two equal ones in the same batch, the first is new and the second is its replay.
        return [.. batch.Select(added.Remove)];
    }

    private sealed record Seen(string KeyId, string Nonce);
}
