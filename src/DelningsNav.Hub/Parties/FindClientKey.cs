using System.Data.Common;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;

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
public sealed class FindClientKey(HubDatabase database)
{
    // This is plain SQL on purpose, because it runs for every signed call.
    private static readonly PreparedQuery Query = new("""
        SELECT c.id, k.public_key_pem, k.revoked_at, c.permitted_operations, c.acts_as, k.first_used_at IS NOT NULL
        FROM client_keys k JOIN clients c ON c.id = k.client_id WHERE k.key_id = @key
        """,
        ("@key", ColumnType.Text));

    /// <summary>The key with this thumbprint, revoked or not. The result is null when no key has this thumbprint.</summary>
    public Task<RegisteredKey?> ReadAsync(string keyId, CancellationToken ct) => database.Reads.RunAsync(Query, [keyId], ReadRowAsync, ct);

    private static async Task<RegisteredKey?> ReadRowAsync(DbDataReader row, CancellationToken ct) =>
        await row.ReadAsync(ct)
            ? new RegisteredKey(
                new ClientId(row.GetGuid(0)),
                row.GetString(1),
                row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                OperationCode.ParseAll(row.GetString(3)),
                [.. row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ClientRole>)],
                row.GetBoolean(5))
            : null;
}
