using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>A row of <c>protection_keys</c>.</summary>
internal sealed class ProtectionKey
{
    /// <summary>The key's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key, encrypted.</summary>
    public byte[] Sealed { get; init; } = [];

    /// <summary>When the key was added.</summary>
    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>
/// The keys of form tokens, which every node on the database shares (ADR 0034). A key is encrypted under the hub's own key together with
/// its name.
/// </summary>
/// <remarks>
/// A row that was inserted, changed or renamed without the hub's key is not among the keys, so nobody who only writes the database can make
/// a token. The calls are synchronous, because the framework that asks for the keys is.
/// </remarks>
public sealed class ProtectionKeys(HubDatabase database, HubKeys keys, TimeProvider clock)
{
    /// <summary>Every key that the hub itself has stored, and the names of the rows that it has not.</summary>
    public (IReadOnlyList<string> Keys, IReadOnlyList<string> Refused) Read()
    {
        using var db = database.NewContext();
        var (read, refused) = (new List<string>(), new List<string>());
        foreach (var row in db.Set<ProtectionKey>().AsNoTracking().OrderBy(k => k.AddedAt).ThenBy(k => k.Name).ToList())
        {
            try
            {
                read.Add(keys.OpenText(row.Sealed, Purpose(row.Name)));
            }
            catch (CryptographicException)
            {
                refused.Add(row.Name);
            }
        }

        return (read, refused);
    }

    /// <summary>Stores a new key.</summary>
    public void Add(string name, string key)
    {
        using var db = database.NewContext();
        db.Add(new ProtectionKey { Name = name, Sealed = keys.SealText(key, Purpose(name)), AddedAt = clock.GetUtcNow() });
        db.SaveChanges();
    }

    /// <summary>What a key with this name is sealed for.</summary>
    internal static string Purpose(string name) => $"protection-key:{name}";
}
