using System.Data.Common;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Storage;

/// <summary>The stored nonces, which prevent a replay of a signed call (RFC 9421 section 7.2.2).</summary>
/// <remarks>
/// A nonce is committed before its call is handled, so that a crash cannot lose it, and several hub nodes on one database refuse it
/// alike. It is deleted once no signature that carries it could be accepted.
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

    /// <summary>Stores a key's nonce. True when it was new and is durable now; false when it was there before.</summary>
    public Task<bool> RememberAsync(string keyId, string nonce, CancellationToken ct) =>
        _commits.AddAsync(_write, new Nonce(keyId, nonce), ct);
}

/// <summary>A nonce under the key that signed it.</summary>
internal sealed record Nonce(string KeyId, string Value);

/// <summary>Writes nonces, returns which were new, and deletes the oldest at intervals.</summary>
internal sealed class NonceWrite(TimeProvider clock) : GroupedWrite<Nonce, bool>
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(30);

    // A signature may be created ahead of our clock by the skew, and is accepted for window and skew after that.
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
        // In the same order on every node, so that two nodes with the same nonces do not deadlock.
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
