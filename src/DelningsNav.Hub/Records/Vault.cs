using System.Data.Common;
using System.Security.Cryptography;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Records;

/// <summary>
/// The encrypted store of deposited documents: AES-256-GCM with a data key for each child, wrapped by the root key. Destroying a child's key
/// destroys every copy that the hub has of that child's records.
/// </summary>
internal sealed class Vault(HubDatabase database, HubKeys keys)
{
    private static readonly KeptQuery Stored = new(
        "SELECT k.wrapped, d.sealed FROM vault_documents d JOIN child_keys k ON k.child_id = @child WHERE d.record_id = @record",
        ("@child", ColumnType.Uuid),
        ("@record", ColumnType.Uuid));

    /// <summary>Puts a document in, or in its own place again, inside the caller's transaction.</summary>
    public async Task PutAsync(HubDbContext db, RecordId record, PersonId child, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var key = await ChildKeys.ForAsync(db, keys, child, ct);
        var (connection, transaction) = db.Raw();
        await using var put = connection.CreateCommand();
        put.Transaction = transaction;
        put.CommandText =
            "INSERT INTO vault_documents (record_id, sealed) VALUES (@record, @sealed) ON CONFLICT (record_id) DO UPDATE SET sealed = excluded.sealed";
        put.With("@record", record.Value).With("@sealed", Sealing.Seal(key, content.Span, DocumentPurpose(record)));
        await put.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Opens the document of a release. Asking for a <see cref="Release"/> is what keeps this call honest: it exists only after the log entry.</summary>
    /// <exception cref="VaultException">The document is gone or cannot be opened.</exception>
    public async Task<byte[]> OpenAsync(Release release, CancellationToken ct)
    {
        var stored = await database.Reads.RunAsync(Stored, [release.Child.Value, release.Record.Value], ReadStoredAsync, ct)
            ?? throw new VaultException("the document is no longer in the vault");
        try
        {
            var key = keys.Unwrap(stored.WrappedKey, ChildKeys.Purpose(release.Child));
            return Sealing.Open(key, stored.Sealed, DocumentPurpose(release.Record));
        }
        catch (CryptographicException cause)
        {
            throw new VaultException("the document cannot be opened with the keys at hand", cause);
        }
    }

    private static async Task<StoredDocument?> ReadStoredAsync(DbDataReader reader, CancellationToken ct) =>
        await reader.ReadAsync(ct) ? new StoredDocument((byte[])reader.GetValue(0), (byte[])reader.GetValue(1)) : null;

    private static string DocumentPurpose(RecordId record) => $"document:{record.Value:N}";

    private sealed record StoredDocument(byte[] WrappedKey, byte[] Sealed);
}

/// <summary>The data key of each child, wrapped by the root key. Destroying one destroys everything that is sealed under it.</summary>
internal static class ChildKeys
{
    /// <summary>The child's key, made when there is none, inside the caller's transaction.</summary>
    public static async Task<byte[]> ForAsync(HubDbContext db, HubKeys keys, PersonId child, CancellationToken ct)
    {
        if (await FindAsync(db, keys, child, ct) is { } found)
        {
            return found;
        }

        var key = RandomNumberGenerator.GetBytes(32);
        var (connection, transaction) = db.Raw();
        await using var add = connection.CreateCommand();
        add.Transaction = transaction;
        add.CommandText = "INSERT INTO child_keys (child_id, wrapped) VALUES (@child, @wrapped)";
        add.With("@child", child.Value).With("@wrapped", keys.Wrap(key, Purpose(child)));
        await add.ExecuteNonQueryAsync(ct);
        return key;
    }

    /// <summary>The child's key, or null when there is none or it was destroyed. The connection is open.</summary>
    public static async Task<byte[]?> FindAsync(HubDbContext db, HubKeys keys, PersonId child, CancellationToken ct)
    {
        var (connection, transaction) = db.Raw();
        await using var find = connection.CreateCommand();
        find.Transaction = transaction;
        find.CommandText = "SELECT wrapped FROM child_keys WHERE child_id = @child";
        find.With("@child", child.Value);
        return await find.ExecuteScalarAsync(ct) is byte[] wrapped ? keys.Unwrap(wrapped, Purpose(child)) : null;
    }

    /// <summary>What a child's key is wrapped for.</summary>
    public static string Purpose(PersonId child) => $"child-key:{child.Value:N}";
}

/// <summary>A released document cannot be had; the release fails and the log says so.</summary>
public sealed class VaultException : Exception
{
    /// <summary>Makes the exception with what is wrong.</summary>
    public VaultException(string message)
        : base(message) { }

    /// <summary>Makes the exception with its cause.</summary>
    public VaultException(string message, Exception cause)
        : base(message, cause) { }
}
