using System.Data.Common;
using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The encrypted store of deposited documents: AES-256-GCM with a data key for each child. The root key encrypts the data keys.
/// Destroying a child's key makes every copy of that child's records in the hub unreadable for ever.
/// </summary>
internal sealed class Vault(HubDatabase database, HubKeys keys)
{
    private static readonly PreparedQuery Stored = new(
        "SELECT k.wrapped, d.sealed FROM vault_documents d JOIN person_keys k ON k.person_id = @child WHERE d.record_id = @record",
        ("@child", ColumnType.Uuid),
        ("@record", ColumnType.Uuid));

    /// <summary>Stores a document, or replaces its stored content, inside the caller's transaction.</summary>
    public static async Task PutAsync(HubDbContext db, RecordId record, PersonId child, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var key = (await db.KeyOfAsync(child, ct)).Key;
        var (connection, transaction) = db.Raw();
        await using var put = connection.CreateCommand();
        put.Transaction = transaction;
        put.CommandText =
            "INSERT INTO vault_documents (record_id, sealed) VALUES (@record, @sealed) "
            + "ON CONFLICT (record_id) DO UPDATE SET sealed = excluded.sealed";
        put.With("@record", record.Value).With("@sealed", key.Seal(content.Span, DocumentPurpose(record)));
        await put.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Opens the document of a release. The <see cref="Release"/> proves that the decision is logged, because a release exists only after
    /// its log entry.
    /// </summary>
    /// <exception cref="VaultException">The document is gone or cannot be opened.</exception>
    public async Task<byte[]> OpenAsync(Release release, CancellationToken ct)
    {
        var stored = await database.Reads.RunAsync(Stored, [release.Child.Value, release.Record.Value], ReadStoredAsync, ct)
            ?? throw new VaultException("the document is no longer in the vault");
        try
        {
            return DataKey.Of(keys, stored.WrappedKey, release.Child).Open(stored.Sealed, DocumentPurpose(release.Record));
        }
        catch (CryptographicException cause)
        {
            throw new VaultException("the document cannot be opened with the hub's keys", cause);
        }
    }

    private static async Task<StoredDocument?> ReadStoredAsync(DbDataReader reader, CancellationToken ct) =>
        await reader.ReadAsync(ct) ? new StoredDocument((byte[])reader.GetValue(0), (byte[])reader.GetValue(1)) : null;

    private static string DocumentPurpose(RecordId record) => $"document:{record.Value:N}";

    private sealed record StoredDocument(byte[] WrappedKey, byte[] Sealed);
}

/// <summary>A released document cannot be opened. The release fails, and the failure is logged.</summary>
public sealed class VaultException : Exception
{
    /// <summary>Makes the exception with a message about what is wrong.</summary>
    public VaultException(string message)
        : base(message) { }

    /// <summary>Makes the exception with its cause.</summary>
    public VaultException(string message, Exception cause)
        : base(message, cause) { }
}
