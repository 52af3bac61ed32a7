using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The data keys of log payloads. There is one key for each retention class and month, encrypted with the root key, so that gallring can
/// destroy a whole month at once.
/// </summary>
internal sealed class PayloadKeys(HubDatabase database, HubKeys keys)
{
    /// <summary>The retention class of the access log. Its entries are stored as long as the city's plan prescribes.</summary>
    public const string AccessLog = "access-log";

    /// <summary>
    /// The retention class of the entries about the log itself: erasures, restores and keys. Their one key is never destroyed.
    /// </summary>
    public const string Erasures = "erasures";

    /// <summary>Whether entries of a kind belong to <see cref="Erasures"/>.</summary>
    public static bool IsForEver(string kind) => kind is EntryKinds.PayloadsErased or EntryKinds.LogRestored or EntryKinds.KeyInForce;

    private readonly ConcurrentDictionary<(string Class, string Month), PayloadKey> _byMonth = new();
    private readonly ConcurrentDictionary<Guid, byte[]> _byId = new();

    /// <summary>The month of a moment, in UTC, as keys are named: <c>yyyy-MM</c>.</summary>
    public static string MonthOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>
    /// The key of a retention class and month, with which its entries are encrypted. It is created and committed at its first use.
    /// </summary>
    /// <remarks>This must not be called inside a write transaction, because on SQLite it would cause a deadlock.</remarks>
    public async ValueTask<PayloadKey> ForAsync(string retentionClass, string month, CancellationToken ct)
    {
        if (_byMonth.TryGetValue((retentionClass, month), out var known))
        {
            return known;
        }

        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using (var insert = connection.CreateCommand())
        {
            insert.CommandText =
                "INSERT INTO payload_keys (id, retention_class, month, wrapped) VALUES (@id, @class, @month, @wrapped) "
                + "ON CONFLICT DO NOTHING";
            var id = new Guid(RandomNumberGenerator.GetBytes(16));
            insert.With("@id", id).With("@class", retentionClass).With("@month", month)
                .With("@wrapped", keys.Wrap(RandomNumberGenerator.GetBytes(32), $"payload-key:{id:N}"));
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var select = connection.CreateCommand();
        select.CommandText = "SELECT id, wrapped FROM payload_keys WHERE retention_class = @class AND month = @month";
        select.With("@class", retentionClass).With("@month", month);
        await using var reader = await select.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var keyId = reader.GetGuid(0);
        var key = new PayloadKey(keyId, keys.Unwrap((byte[])reader.GetValue(1), $"payload-key:{keyId:N}"));
        _byId[keyId] = key.Secret;
        return _byMonth.GetOrAdd((retentionClass, month), key);
    }

    /// <summary>Encrypts a payload, and authenticates the authorities of its entry.</summary>
    public static byte[] Seal(PayloadKey key, ReadOnlySpan<byte> payload, EntrySearch search) =>
        Sealing.Seal(key.Secret, payload, search.Purpose);

    /// <summary>Decrypts the payload of an entry. Returns null when it is missing, and when its key was destroyed.</summary>
    /// <exception cref="CryptographicException">The payload, its key, or an authority of the entry was changed.</exception>
    public async Task<byte[]?> OpenAsync(LogRow row, CancellationToken ct)
    {
        if (row is not { Payload: { } sealedPayload, PayloadKey: { } keyId })
        {
            return null;
        }

        if (!_byId.TryGetValue(keyId, out var secret))
        {
            await using var connection = await database.ConnectAsync(ct);
            await using var select = connection.CreateCommand();
            select.CommandText = "SELECT wrapped FROM payload_keys WHERE id = @id";
            select.With("@id", keyId);
            if (await select.ExecuteScalarAsync(ct) is not byte[] { Length: > 0 } wrapped)
            {
                return null;
            }

            secret = _byId.GetOrAdd(keyId, keys.Unwrap(wrapped, $"payload-key:{keyId:N}"));
        }

        return Sealing.Open(secret, sealedPayload, EntrySearch.PurposeOf(row));
    }

    /// <summary>The stored keys that cannot be used: destroyed, or not wrapped with this hub's root key.</summary>
    public async Task<IReadOnlyList<StoredKey>> UnusableAsync(CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var select = connection.CreateCommand();
        select.CommandText = "SELECT id, retention_class, month, wrapped FROM payload_keys ORDER BY month";
        await using var reader = await select.ExecuteReaderAsync(ct);
        var unusable = new List<StoredKey>();
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetGuid(0);
            if (!CanUnwrap((byte[])reader.GetValue(3), id))
            {
                unusable.Add(new StoredKey(id, reader.GetString(1), reader.GetString(2)));
            }
        }

        return unusable;
    }

    private bool CanUnwrap(byte[] wrapped, Guid id)
    {
        try
        {
            keys.Unwrap(wrapped, $"payload-key:{id:N}");
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Forgets a key, so that this process cannot use it after its destruction.</summary>
    public void Forget(Guid keyId, string month)
    {
        _byId.TryRemove(keyId, out _);
        _byMonth.TryRemove((AccessLog, month), out _);
    }
}

/// <summary>A stored data key of log payloads, named by its retention class and month.</summary>
internal sealed record StoredKey(Guid Id, string RetentionClass, string Month);

/// <summary>A data key of log payloads.</summary>
internal sealed record PayloadKey(Guid Id, byte[] Secret);
