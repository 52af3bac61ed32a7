using System.Data.Common;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Storage;

/// <summary>The stored nonces, which prevent a replay of a signed call (RFC 9421 section 7.2.2).</summary>
/// <remarks>
/// A nonce is committed before its call is handled. Therefore a crash cannot lose it, and every hub node on the same database refuses a
/// repeated nonce. A nonce is deleted when no signature that carries it can be accepted any more.
/// </remarks>
public sealed class Nonces
{
    private readonly GroupCommit _commits;
    private readonly NonceWrite _write;

    /// <summary>The nonces in a hub's database.</summary>
    public Nonces(HubDatabase database, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        _commits = database.Commits;
        _write = new NonceWrite(clock);
    }

    /// <summary>
    /// Stores a nonce of a key. The result is true when the nonce was new and is now durable, and false when it was already stored.
    /// </summary>
    public Task<bool> RememberAsync(string keyId, string nonce, CancellationToken ct) =>
        _commits.AddAsync(_write, new Nonce(keyId, nonce), ct);
}

/// <summary>A nonce, with the key that signed it.</summary>
internal sealed record Nonce(string KeyId, string Value);

/// <summary>Writes nonces, returns which nonces were new, and deletes old nonces at intervals.</summary>
internal sealed class NonceWrite(TimeProvider clock) : GroupedWrite<Nonce, bool>
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(30);

    // The time of a signature may be ahead of our clock by the skew. The signature is accepted until the window and the skew have passed
    // after that time.
    private static readonly TimeSpan StoredFor = RequestSignature.Window + (2 * RequestSignature.Skew);

    private const string InsertText = "INSERT INTO nonces (key_id, nonce, seen_at) VALUES (@p0, @p1, @p2) ON CONFLICT DO NOTHING";
    private const string InsertAllText =
        "INSERT INTO nonces (key_id, nonce, seen_at) SELECT k, n, @p2 FROM unnest(@p0, @p1) AS t (k, n) "
        + "ON CONFLICT DO NOTHING RETURNING key_id, nonce";
    private const string ForgetText = "DELETE FROM nonces WHERE seen_at < @p0";

    private DateTimeOffset _forgotAt;

    /// <inheritdoc/>
    public override LockOrder Order => LockOrder.Nonces;

    /// <inheritdoc/>
    public override async Task<Func<IReadOnlyList<bool>>> WriteAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<Nonce> items)
    {
        var now = clock.GetUtcNow();
        var isNew = statements.Engine == StorageEngine.Sqlite
            ? await InsertEachAsync(statements, transaction, items, now)
            : await InsertAllAsync(statements, transaction, items, now);
        if (now - _forgotAt >= ForgetEvery)
        {
            await statements.With(ForgetText, transaction, (now - StoredFor).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync();
            _forgotAt = now;
        }

        return () => isNew;
    }

    private static async Task<bool[]> InsertEachAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<Nonce> items, DateTimeOffset now)
    {
        var isNew = new bool[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            isNew[i] = await statements.With(InsertText, transaction, items[i].KeyId, items[i].Value, now.ToUnixTimeMilliseconds())
                .ExecuteNonQueryAsync() == 1;
        }

        return isNew;
    }

    private static async Task<bool[]> InsertAllAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<Nonce> items, DateTimeOffset now)
    {
        // The nonces are inserted in the same order on every node, so that two nodes with the same nonces do not deadlock.
        var ordered = items.Distinct().OrderBy(n => n.KeyId, StringComparer.Ordinal).ThenBy(n => n.Value, StringComparer.Ordinal).ToList();
        var command = statements.With(
            InsertAllText, transaction,
            ordered.ConvertAll(n => n.KeyId).ToArray(), ordered.ConvertAll(n => n.Value).ToArray(), now.ToUnixTimeMilliseconds());
        var added = new HashSet<Nonce>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            added.Add(new Nonce(rows.GetString(0), rows.GetString(1)));
        }

        // Of two equal nonces in the same batch, the first is new and the second is its replay.
        return [.. items.Select(added.Remove)];
    }
}
