using System.Security.Cryptography;
using System.Text;

namespace DelningsNav.Signing.Notes;

/// <summary>Signs notes with an ECDSA key under a name.</summary>
/// <remarks>
/// The key belongs to the caller, who disposes of it. .NET does not promise that <see cref="ECDsa"/> objects are thread-safe. A lock
/// therefore allows one signature of this signer at a time. Other uses of the same key are only as thread-safe as the key itself.
/// </remarks>
public sealed class NoteSigner
{
    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    /// <summary>A signer for P-256, P-384 or P-521. By convention the name is a URL without scheme.</summary>
    /// <exception cref="ArgumentException">The name is not valid in a note, or the key has no private part.</exception>
    public NoteSigner(string name, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!NoteName.IsValid(name))
        {
            throw new ArgumentException("a key name is not empty and has neither white space nor a plus sign", nameof(name));
        }

        _key = key;
        Name = name;
        Verifier = NoteVerifier.Ecdsa(name, key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The name in the signature lines.</summary>
    public string Name { get; }

    /// <summary>The public key, which others need to check this signer's notes.</summary>
    public NoteVerifier Verifier { get; }

    internal NoteSignature Sign(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] signature;
        lock (_signing)
        {
            signature = _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }

        return new NoteSignature(Name, Verifier.KeyId, signature);
    }

    /// <summary>Signs bytes. The signature is r followed by s, the form in JSON Web Signatures (RFC 7518 section 3.4).</summary>
    internal byte[] SignFixed(ReadOnlySpan<byte> bytes)
    {
        lock (_signing)
        {
            return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
