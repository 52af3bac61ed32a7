using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace DelningsNav.Signing;

/// <summary>The public key of a pair on curve P-256. It checks signatures and cannot make any.</summary>
/// <remarks>A key can be used from many threads at once.</remarks>
public sealed class VerificationKey
{
    /// <summary>The only algorithm that these keys are used with (RFC 9421 section 3.3.4).</summary>
    public const string Algorithm = "ecdsa-p256-sha256";

    internal const int SignatureLength = 64;

    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ECParameters _point;

    // .NET does not promise that ECDsa is thread-safe. Each use therefore borrows its own instance.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    private VerificationKey(ECParameters point)
    {
        _point = point;
        KeyId = Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
    }

    /// <summary>The key's id, which is used everywhere: its thumbprint in base64url, 43 characters (RFC 7638).</summary>
    public string KeyId { get; }

    internal string X => Base64Url.Encode(_point.Q.X);

    internal string Y => Base64Url.Encode(_point.Q.Y);

    /// <summary>Reads a public key in PEM (<c>BEGIN PUBLIC KEY</c>).</summary>
    /// <exception cref="FormatException">The text is not a public key on curve P-256.</exception>
    public static VerificationKey FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (!PemEncoding.TryFind(pem, out var found) || !pem.AsSpan()[found.Label].SequenceEqual("PUBLIC KEY"))
        {
            throw new FormatException("the text holds no public key in PEM (`BEGIN PUBLIC KEY`)");
        }

        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(pem[found.Base64Data]), out _);
        }
        catch (CryptographicException)
        {
            throw new FormatException("the public key is damaged or not an elliptic curve key");
        }

        return Of(key);
    }

    /// <summary>Reads a public key as a JSON Web Key (RFC 7517), from a string.</summary>
    /// <exception cref="FormatException">The text is not a public key on curve P-256, or contains a private key.</exception>
    public static VerificationKey FromJwk(string json) => Of(JsonWebKey.ReadPoint(json));

    /// <summary>The key in PEM. <see cref="FromPem"/> reads it.</summary>
    public string ToPem()
    {
        using var key = ECDsa.Create(_point);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    /// <summary>The key as a JSON Web Key on one line. <see cref="FromJwk"/> reads it.</summary>
    public string ToJwk() => JsonWebKey.Write(this);

    /// <summary>Whether the signature (r followed by s, 64 bytes) was made over these bytes by the private key of this pair.</summary>
    public bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        var key = _idle.TryTake(out var idle) ? idle : ECDsa.Create(_point);
        var holds = key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _idle.Add(key);
        return holds;
    }

    internal static VerificationKey Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false);
        return point.Curve.IsNamed && point.Curve.Oid.Value == P256
            ? new VerificationKey(point)
            : throw new FormatException("the key is not on curve P-256");
    }

    private static VerificationKey Of(ECPoint point)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return Of(key);
        }
        catch (CryptographicException)
        {
            throw new FormatException("`x` and `y` are not a point on curve P-256");
        }
    }
}
