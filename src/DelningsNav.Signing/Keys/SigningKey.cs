using System.Security.Cryptography;

namespace DelningsNav.Signing;

/// <summary>A private key on curve P-256, which signs in its owner's name.</summary>
/// <remarks>A key can be used from many threads at once. <see cref="ToString"/> shows only the key's id.</remarks>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    // .NET does not promise that ECDsa is thread-safe.
    private readonly Lock _oneAtATime = new();

    private SigningKey(ECDsa key, VerificationKey publicKey)
    {
        _key = key;
        PublicKey = publicKey;
    }

    /// <summary>The public key, which others need to check this key's signatures.</summary>
    public VerificationKey PublicKey { get; }

    /// <summary>The key's id, which is used everywhere: the thumbprint of its public key (RFC 7638).</summary>
    public string KeyId => PublicKey.KeyId;

    /// <summary>Makes a new random key.</summary>
    public static SigningKey Create() => Owning(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key in PEM: PKCS#8 (<c>BEGIN PRIVATE KEY</c>) or SEC 1 (<c>BEGIN EC PRIVATE KEY</c>).</summary>
    /// <exception cref="FormatException">The text is not a private key on curve P-256, or is encrypted.</exception>
    public static SigningKey FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var key = ECDsa.Create();
        try
        {
            Import(key, pem);
            return Owning(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key in PEM (PKCS#8, not encrypted). Anyone who reads it can sign as its owner.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Signs bytes with ECDSA and SHA-256. The signature is r followed by s, 64 bytes in all.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_oneAtATime)
        {
            return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"signing key {KeyId}";

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static SigningKey Owning(ECDsa key) => new(key, VerificationKey.Of(key));

    private static void Import(ECDsa key, string pem)
    {
        var label = PemEncoding.TryFind(pem, out var found) ? pem[found.Label] : null;
        if (label is not ("PRIVATE KEY" or "EC PRIVATE KEY"))
        {
            throw new FormatException(label switch
            {
                "PUBLIC KEY" => "the text holds a public key; to sign takes the private one (`BEGIN PRIVATE KEY`)",
                "ENCRYPTED PRIVATE KEY" => "the private key is protected by a password; decrypt it first",
                _ => "the text holds no private key in PEM (`BEGIN PRIVATE KEY`)",
            });
        }

        try
        {
            key.ImportFromPem(pem.AsSpan()[found.Location]);
        }
        catch (CryptographicException)
        {
            throw new FormatException("the private key is damaged or not an elliptic curve key");
        }
    }
}
