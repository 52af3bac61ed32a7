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
    /// <summary>The only retention class so far. Its entries are stored as long as the city's plan for the access log prescribes.</summary>
    public const string AccessLog = "access-log";

    private readonly ConcurrentDictionary<string, PayloadKey> _byMonth = new();
    private readonly ConcurrentDictionary<Guid, byte[]> _byId = new();

    /// <summary>
    /// The key with which an entry of this moment is encrypted. The key of a month is created and committed at its first use.
    /// </summary>
    /// <remarks>This must not be called inside a write transaction, because on SQLite it would cause a deadlock.</remarks>
    public async ValueTask<PayloadKey> ForAsync(DateTimeOffset at, CancellationToken ct)
    {
        var month = at.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (_byMonth.TryGetValue(month, out var known))
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
            insert.With("@id", id).With("@class", AccessLog).With("@month", month)
                .With("@wrapped", keys.Wrap(RandomNumberGenerator.GetBytes(32), $"payload-key:{id:N}"));
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var select = connection.CreateCommand();
        select.CommandText = "SELECT id, wrapped FROM payload_keys WHERE retention_class = @class AND month = @month";
        select.With("@class", AccessLog).With("@month", month);
        await using var reader = await select.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var keyId = reader.GetGuid(0);
        var key = new PayloadKey(keyId, keys.Unwrap((byte[])reader.GetValue(1), $"payload-key:{keyId:N}"));
        _byId[keyId] = key.Secret;
        return _byMonth.GetOrAdd(month, key);
    }

    /// <summary>Encrypts a payload.</summary>
    public static byte[] Seal(PayloadKey key, ReadOnlySpan<byte> payload) => Sealing.Seal(key.Secret, payload, "log-payload");

    /// <summary>Decrypts a payload. Returns null when its key was destroyed.</summary>
    public async Task<byte[]?> OpenAsync(Guid keyId, byte[] sealedPayload, CancellationToken ct)
    {
        if (!_byId.TryGetValue(keyId, out var secret))
        {
            await using var connection = await database.ConnectAsync(ct);
            await using var select = connection.CreateCommand();
            select.CommandText = "SELECT wrapped FROM payload_keys WHERE id = @id";
            select.With("@id", keyId);
            if (await select.ExecuteScalarAsync(ct) is not byte[] wrapped)
            {
                return null;
            }

            secret = _byId.GetOrAdd(keyId, keys.Unwrap(wrapped, $"payload-key:{keyId:N}"));
        }

        return Sealing.Open(secret, sealedPayload, "log-payload");
    }
}

/// <summary>A data key of log payloads.</summary>
internal sealed record PayloadKey(Guid Id, byte[] Secret);
