using System.Data.Common;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;

namespace DelningsNav.Hub.Parties;

/// <summary>A registered key and the system that it belongs to.</summary>
/// <param name="Client">The system.</param>
/// <param name="PublicKeyPem">The public key.</param>
/// <param name="RevokedAt">The first moment at which the key is no longer accepted. It is null while the key is not revoked.</param>
/// <param name="Operations">The operations that the system may call.</param>
/// <param name="Roles">The roles in which the system may act for staff.</param>
/// <param name="HasBeenUsed">Whether a call was accepted with it before.</param>
public sealed record RegisteredKey(
    ClientId Client, string PublicKeyPem, DateTimeOffset? RevokedAt, IReadOnlyList<OperationCode> Operations,
    IReadOnlyList<ClientRole> Roles, bool HasBeenUsed)
{
    /// <summary>Whether the key has been revoked.</summary>
    public bool IsRevoked(DateTimeOffset now) => RevokedAt <= now;
}

/// <summary>
/// Finds the key that a signed call names. The key is read from the database for each call, so that a revocation takes effect at its
/// commit.
/// </summary>
/// <remarks>
/// The rows of the system must be those that the hub sealed (ADR 0038). A key that was put into the database without the hub's own key is
/// answered as an unknown key, and raises an alarm.
/// </remarks>
public sealed class FindClientKey(HubDatabase database, LogWriter log)
{
    // This is plain SQL on purpose, because it runs for every signed call.
    private readonly PreparedQuery _query = new($"""
        SELECT c.id, k.public_key_pem, k.revoked_at, c.permitted_operations, s.seal, c.acts_as,
               k.first_used_at IS NOT NULL
        FROM client_keys k JOIN clients c ON c.id = k.client_id LEFT JOIN subjects s ON s.id = c.id WHERE k.key_id = @key;

        {SealedTable.Sql(
            [SealedTable.Clients, SealedTable.Keys], database.Engine, "(SELECT client_id FROM client_keys WHERE key_id = @key)")};
        """,
        ("@key", ColumnType.Text));

    /// <summary>The key with this thumbprint, revoked or not. The result is null when no key has this thumbprint.</summary>
    public async Task<RegisteredKey?> ReadAsync(string keyId, CancellationToken ct)
    {
        // A change of the hub's own may be committed between the two statements. It is then read again.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var (client, key) = await database.Reads.RunAsync(_query, [keyId], ReadRowsAsync, ct);
            if (client is null || key is not null)
            {
                return key;
            }

            if (attempt > 0)
            {
                log.StateAlarms.Raise(SubjectId.Of(client.Value), StateAlarms.ChangedRows);
            }
        }

        return null;
    }

    // The system that has the key, and the key itself when the system's rows match their seal. Nothing of them is read before that,
    // because what somebody wrote into a row may be nothing that the hub can read.
    private async Task<(ClientId? Client, RegisteredKey? Key)> ReadRowsAsync(DbDataReader row, CancellationToken ct)
    {
        if (!await row.ReadAsync(ct))
        {
            return (null, null);
        }

        var client = new ClientId(row.GetGuid(0));
        var (pem, revokedAt) = (row.GetString(1), row.IsDBNull(2) ? (long?)null : row.GetInt64(2));
        var (operations, roles, hasBeenUsed) = (row.GetString(3), row.GetString(5), row.GetBoolean(6));
        var seal = row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4);
        await row.NextResultAsync(ct);
        var rows = new SealedRows();
        while (await row.ReadAsync(ct))
        {
            rows.Add(client.Value, SealedTable.Of(row.GetInt32(0)), row, 1);
        }

        var subject = SubjectId.Of(client);
        return log.StateAlarms.IsOld(subject) || !log.Seals.Match(subject, seal, rows)
            ? (client, null)
            : (client, new RegisteredKey(
                client,
                pem,
                revokedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
                OperationCode.ParseAll(operations),
                [.. roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ClientRole>)],
                hasBeenUsed));
    }
}
