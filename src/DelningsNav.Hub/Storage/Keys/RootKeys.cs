using System.Security.Cryptography;
using System.Text.Json.Serialization;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>The hub's root keys. Anyone who has them can read everything that the hub stores.</summary>
/// <remarks>
/// Each purpose has a list of keys, the oldest first (ADR 0042). A key signs or wraps from its moment on, so that every node knows it
/// before any node uses it. A key that was replaced is valid until its end; what it signed before can be verified afterwards.
/// </remarks>
public sealed record RootKeys
{
    /// <summary>The keys that encrypt data keys and sealed texts. The newest that has begun is used; all can be opened with.</summary>
    public required IReadOnlyList<WrappingKey> Wrapping { get; init; }

    /// <summary>
    /// The key for the keyed indexes of identity numbers and for the tokens of log entries; 32 bytes (HMAC-SHA-256). It cannot be replaced,
    /// because the tokens of an entry are bound to it.
    /// </summary>
    public required byte[] Index { get; init; }

    /// <summary>The keys that sign, for each purpose.</summary>
    public required IReadOnlyList<HubSigningKey> Signing { get; init; }

    /// <summary>New keys from the operating system's random source, one for each purpose.</summary>
    public static RootKeys Create() => new()
    {
        Wrapping = [new WrappingKey(RandomNumberGenerator.GetBytes(WrappingKey.Length), DateTimeOffset.UnixEpoch)],
        Index = RandomNumberGenerator.GetBytes(WrappingKey.Length),
        Signing = [.. Enum.GetValues<KeyPurpose>().Select(purpose => HubSigningKey.Create(purpose, DateTimeOffset.UnixEpoch))],
    };

    /// <summary>The keys of a hub that had one signing key for every purpose.</summary>
    public static RootKeys OfFirstForm(byte[] wrapping, byte[] index, string signingKey) => new()
    {
        Wrapping = [new WrappingKey(wrapping, DateTimeOffset.UnixEpoch)],
        Index = index,
        Signing = [.. Enum.GetValues<KeyPurpose>().Select(purpose => HubSigningKey.Of(purpose, signingKey, DateTimeOffset.UnixEpoch))],
    };

    /// <summary>The signing keys of a purpose, the oldest first.</summary>
    public IEnumerable<HubSigningKey> For(KeyPurpose purpose) => Signing.Where(key => key.Purpose == purpose).OrderBy(key => key.From);
}

/// <summary>A key that encrypts data keys and sealed texts; 32 bytes (AES-256-GCM).</summary>
/// <param name="Secret">The key.</param>
/// <param name="From">The first moment at which it encrypts.</param>
public sealed record WrappingKey(byte[] Secret, DateTimeOffset From)
{
    /// <summary>The number of bytes of a key.</summary>
    public const int Length = 32;

    /// <summary>
    /// The number of bytes of an id. Eight, so that no value of the form without an id is ever taken for one with it by chance.
    /// </summary>
    internal const int IdLength = 8;

    /// <summary>The key's id, which stands before what it has encrypted.</summary>
    internal byte[] Id { get; } = HMACSHA256.HashData(Secret, "delningsnav wrapping key id"u8)[..IdLength];

    /// <summary>The id in hexadecimal digits. It tells nothing about the key.</summary>
    [JsonIgnore]
    public string Name => Convert.ToHexStringLower(Id);
}

/// <summary>A key on curve P-256 that signs for one purpose.</summary>
public sealed record HubSigningKey
{
    /// <summary>What it signs.</summary>
    public required KeyPurpose Purpose { get; init; }

    /// <summary>The first moment at which it signs.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment at which it no longer signs, or null while no other key replaces it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The private key (PKCS#8, PEM), or null when it was destroyed after its end.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>The public key (SPKI).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>
    /// The signed <see cref="KeyStatement"/> that introduced it, or null for the first key of its purpose, which a node signs at start.
    /// </summary>
    public string? Statement { get; init; }

    /// <summary>A new random key.</summary>
    public static HubSigningKey Create(KeyPurpose purpose, DateTimeOffset from)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Of(purpose, key.ExportPkcs8PrivateKeyPem(), from);
    }

    /// <summary>The key with this private half.</summary>
    /// <exception cref="ArgumentException">The text is not a private key.</exception>
    /// <exception cref="CryptographicException">The key is damaged.</exception>
    public static HubSigningKey Of(KeyPurpose purpose, string privateKey, DateTimeOffset from)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKey);
        return new() { Purpose = purpose, From = from, PrivateKey = privateKey, PublicKey = key.ExportSubjectPublicKeyInfo() };
    }

    /// <summary>A signer under a name, with a key object of its own, because .NET does not promise that one can be shared.</summary>
    /// <exception cref="InvalidOperationException">The private key was destroyed.</exception>
    internal NoteSigner SignerUnder(string name)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(PrivateKey ?? throw new InvalidOperationException("the private key was destroyed"));
        return new NoteSigner(name, key);
    }

    /// <summary>Whether it signs at a moment.</summary>
    public bool Signs(DateTimeOffset at) => PrivateKey is not null && From <= at && !(at >= Until);
}
