using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>
/// The data key of each child, wrapped by the root key. Destroying one makes everything that is sealed under it unreadable for good.
/// </summary>
internal static class ChildKeys
{
    /// <summary>The child's key. When there is none, it is made inside the caller's transaction.</summary>
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

    /// <summary>The purpose that a child's key is wrapped for.</summary>
    public static string Purpose(PersonId child) => $"child-key:{child.Value:N}";
}
