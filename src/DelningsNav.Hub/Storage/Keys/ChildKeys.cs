using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>
/// The data key of each child, encrypted with the root key. If a data key is destroyed, everything that is encrypted with it is permanently
/// unreadable.
/// </summary>
internal static class ChildKeys
{
    /// <summary>The child's key. If the child has no key, it is created inside the caller's transaction.</summary>
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

    /// <summary>
    /// The child's key. It is null when the child has no key, and when the key was destroyed. The connection must be open.
    /// </summary>
    public static async Task<byte[]?> FindAsync(HubDbContext db, HubKeys keys, PersonId child, CancellationToken ct)
    {
        var (connection, transaction) = db.Raw();
        await using var find = connection.CreateCommand();
        find.Transaction = transaction;
        find.CommandText = "SELECT wrapped FROM child_keys WHERE child_id = @child";
        find.With("@child", child.Value);
        return await find.ExecuteScalarAsync(ct) is byte[] wrapped ? keys.Unwrap(wrapped, Purpose(child)) : null;
    }

    /// <summary>The purpose that a child's key is wrapped for.</summary>
    public static string Purpose(PersonId child) => $"child-key:{child.Value:N}";
}
