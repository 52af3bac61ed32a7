using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Finds a key file that is older than the last rotation, which a backup of the file may be. With it, the hub would refuse its own newest
/// values as forged (ADR 0042).
/// </summary>
internal static class KeyFileAge
{
    /// <summary>Compares the keys with what they have sealed, and with the entries of the log that say which keys are in force.</summary>
    /// <exception cref="KeySourceException">The key file lacks a key that this hub has used.</exception>
    public static async Task AssertNewestAsync(HubDatabase database, LogWriter log, CancellationToken ct)
    {
        if (!await OpensAsync(database, log.Keys, ct) || !await HasEnteredAsync(database, log, ct))
        {
            throw new KeySourceException(
                "the key file lacks keys that this hub has used: it is older than the last rotation; put the newest key file back");
        }
    }

    // A value from before keys had ids begins with a random number, so it is opened instead.
    private static async Task<bool> OpensAsync(HubDatabase database, HubKeys keys, CancellationToken ct)
    {
        var known = keys.Root.Wrapping.Select(key => key.Id).ToList();
        var other = string.Concat(known.Select((_, i) => $" AND substr(wrapped, 1, {WrappingKey.IdLength}) <> @p{i}"));
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        foreach (var (id, table, purpose) in (IEnumerable<(string, string, Func<Guid, string>)>)
        [
            ("person_id", "person_keys", person => PersonKey.Purpose(new Foundation.PersonId(person))),
            ("id", "payload_keys", key => $"payload-key:{key:N}"),
        ])
        {
            var found = statements.With(
                $"SELECT {id}, wrapped FROM {table} WHERE length(wrapped) > 0{other}", null, [.. known]);
            await using var rows = await found.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                if (!Opens(keys, (byte[])rows.GetValue(1), purpose(rows.GetGuid(0))))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Opens(HubKeys keys, byte[] wrapped, string purpose)
    {
        try
        {
            keys.Unwrap(wrapped, purpose);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // Earlier wrapping keys may have been destroyed, so the newest key of each purpose is compared.
    private static async Task<bool> HasEnteredAsync(HubDatabase database, LogWriter log, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var newest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.KeyInForce).OrderBy(e => e.Index).ToListAsync(ct))
        {
            try
            {
                if (await log.PayloadKeys.OpenAsync(row, ct) is { } json && EntryPayload.TryParse(json, out var opened)
                    && opened.Fields.GetValueOrDefault("key")?.Split(':') is [var purpose, var key])
                {
                    newest[purpose] = key;
                }
            }
            catch (CryptographicException)
            {
                // Somebody has changed the entry, which the verification of the log finds.
            }
        }

        var root = log.Keys.Root;
        var ids = root.Signing.Select(key => key.PublicKey).Concat(root.Wrapping.Select(key => key.Id)).Select(Convert.ToHexStringLower);
        return newest.Values.All(ids.ToHashSet(StringComparer.Ordinal).Contains);
    }
}
