using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DelningsNav.Signing.Notes;

/// <summary>A public key that is trusted to sign notes under a name.</summary>
/// <remarks>
/// The key is written on one line as <c>name+keyid+base64(type || key)</c>, the form in which a log publishes its key. The key id is the
/// start of a SHA-256 hash: for an ECDSA key of its SPKI encoding, and for an Ed25519 key of name, line feed, type and key.
/// </remarks>
public sealed class NoteVerifier : IEquatable<NoteVerifier>
{
    private const int P256SpkiLength = 91;

    private readonly byte[] _publicKey;

    private NoteVerifier(string name, NoteKeyType type, uint keyId, byte[] publicKey)
    {
        Name = name;
        Type = type;
        KeyId = keyId;
        _publicKey = publicKey;
    }

    /// <summary>The name that signature lines must have.</summary>
    public string Name { get; }

    /// <summary>The type of the key's signatures.</summary>
    public NoteKeyType Type { get; }

    /// <summary>The key id that signature lines must have.</summary>
    public uint KeyId { get; }

    /// <summary>A verifier for an ECDSA key in SPKI encoding.</summary>
    /// <exception cref="ArgumentException">The name is not a valid key name, or the bytes are not a key on
    /// P-256, P-384 or P-521.</exception>
    public static NoteVerifier Ecdsa(string name, ReadOnlyMemory<byte> subjectPublicKeyInfo) =>
        TryMake(name, NoteKeyType.Ecdsa, subjectPublicKeyInfo.ToArray())
        ?? throw new ArgumentException("not a key name with an ECDSA key on a NIST curve", nameof(subjectPublicKeyInfo));

    /// <summary>Reads a verifier key line. Its key id must be the id that is computed from its key.</summary>
    public static bool TryParse(string? line, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        if (line?.Trim().Split('+', 3) is not [var name, { Length: 8 } id, var encoded]
            || !uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var keyId)
            || StrictBase64.TryDecode(encoded) is not [var type, .. var key]
            || !Enum.IsDefined((NoteKeyType)type))
        {
            return false;
        }

        verifier = TryMake(name, (NoteKeyType)type, key);
        if (verifier?.KeyId != keyId)
        {
            verifier = null;
        }

        return verifier is not null;
    }

    /// <summary>
    /// The key's algorithm in a JSON Web Signature, or null when it cannot be used there (RFC 7518 section 3.4, RFC 8037 section 3.1).
    /// </summary>
    internal string? JwsAlgorithm => Type switch
    {
        NoteKeyType.Ed25519 => "EdDSA",
        NoteKeyType.Ecdsa => _publicKey.Length == P256SpkiLength ? "ES256" : null,
    };

    /// <summary>The same key under another name, for documents other than the log that its owner signs.</summary>
    /// <exception cref="ArgumentException">The name is not a valid key name.</exception>
    public NoteVerifier Under(string name) =>
        TryMake(name, Type, _publicKey) ?? throw new ArgumentException("not a key name", nameof(name));

    /// <summary>Whether the signature line names this key. Both the name and the id must be equal.</summary>
    public bool Claims(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.KeyId == KeyId && signature.Name == Name;
    }

    /// <summary>Whether this key made this signature over this text.</summary>
    public bool Verifies(string text, NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (!Claims(signature))
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        switch (Type)
        {
            case NoteKeyType.Ed25519:
                return Ed25519.Verify(_publicKey, bytes, signature.Signature.Span);
            case NoteKeyType.Ecdsa:
                using (var key = ImportEcdsa(_publicKey))
                {
                    return key!.VerifyData(
                        bytes, signature.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                }
        }

        throw new UnreachableException();
    }

    /// <summary>Whether this key made this signature over these bytes. The signature is in the form of JSON Web Signatures.</summary>
    internal bool VerifiesFixed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        if (Type == NoteKeyType.Ed25519)
        {
            return Ed25519.Verify(_publicKey, bytes, signature);
        }

        using var key = ImportEcdsa(_publicKey)!;
        return key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The verifier key line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Type, .. _publicKey])}");

    /// <summary>Two verifiers are equal when the name, the type and the whole key are equal.</summary>
    public bool Equals(NoteVerifier? other) =>
        other is not null && Name == other.Name && Type == other.Type && _publicKey.AsSpan().SequenceEqual(other._publicKey);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NoteVerifier);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId);

    private static NoteVerifier? TryMake(string name, NoteKeyType type, byte[] key)
    {
        if (!NoteName.IsValid(name))
        {
            return null;
        }

        switch (type)
        {
            case NoteKeyType.Ed25519:
                return key.Length == Ed25519.KeyLength
                    ? new NoteVerifier(name, type, KeyIdOf([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. key]), key)
                    : null;
            case NoteKeyType.Ecdsa:
                using (var ecdsa = ImportEcdsa(key))
                {
                    return ecdsa is null ? null : new NoteVerifier(name, type, KeyIdOf(key), key);
                }
        }

        throw new UnreachableException();
    }

    private static uint KeyIdOf(byte[] identity) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(identity));

    private static ECDsa? ImportEcdsa(byte[] subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            if (read == subjectPublicKeyInfo.Length && IsNistCurve(key))
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // The bytes are not a key. The caller gets null.
        }

        key.Dispose();
        return null;
    }

    private static bool IsNistCurve(ECDsa key) =>
        key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value
            is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35";
}
