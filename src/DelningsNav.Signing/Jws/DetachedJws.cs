using System.Buffers;
using System.Globalization;
using System.Text;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Signing;

/// <summary>A JSON Web Signature whose content is sent separately (RFC 7515, appendix F).</summary>
/// <remarks>
/// The keys are the same keys that sign notes. The key fixes the algorithm, and the message never chooses it (RFC 8725 section 3.1). A
/// verifier writes the header that each of its keys would have, and compares it with the received header, which it never parses.
/// <c>kid</c> is the name and id of the key's verifier line. <c>typ</c> prevents the use of a signature over one kind of document for
/// another kind.
/// </remarks>
public static class DetachedJws
{
    private const int Parts = 3;

    /// <summary>Signs content, with ECDSA P-256 (<c>ES256</c>, RFC 7518 section 3.4).</summary>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static string Sign(NoteSigner signer, string type, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var header = Header(signer.Verifier, type)
            ?? throw new ArgumentException("a JSON Web Signature takes a key on curve P-256", nameof(signer));
        return $"{header}..{Base64Url.Encode(signer.SignFixed(Input(header, content)))}";
    }

    /// <summary>Whether a known key signed this content as a document of this type.</summary>
    public static NoteVerdict Verify(string signature, string type, ReadOnlySpan<byte> content, IEnumerable<NoteVerifier> known)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(known);
        if (signature.Split('.', Parts + 1) is not [var header, "", var encoded])
        {
            return new NoteVerdict.NoKnownSigner();
        }

        foreach (var key in known)
        {
            if (Header(key, type) == header)
            {
                return Decode(encoded) is { } bytes && key.VerifiesFixed(Input(header, content), bytes)
                    ? new NoteVerdict.SignedBy([key])
                    : new NoteVerdict.BadSignature(key);
            }
        }

        return new NoteVerdict.NoKnownSigner();
    }

    // The members are in canonical order, so that each key has exactly one header.
    private static string? Header(NoteVerifier key, string type)
    {
        if (key.JwsAlgorithm is not { } algorithm)
        {
            return null;
        }

        var json = new ArrayBufferWriter<byte>();
        Write("{\"alg\":\"", algorithm);
        Write("\",\"kid\":\"", string.Create(CultureInfo.InvariantCulture, $"{key.Name}+{key.KeyId:x8}"));
        Write("\",\"typ\":\"", type);
        Write("\"}", "");
        return Base64Url.Encode(json.WrittenSpan);

        void Write(string plain, string text)
        {
            Encoding.ASCII.GetBytes(plain, json);
            CanonicalJson.WriteText(json, text);
        }
    }

    private static byte[] Input(string header, ReadOnlySpan<byte> content) =>
        Encoding.ASCII.GetBytes($"{header}.{Base64Url.Encode(content)}");

    // Only one spelling of the bytes is accepted, so that any changed character is noticed.
    private static byte[]? Decode(string encoded) =>
        Base64Url.TryDecode(encoded, out var bytes) && Base64Url.Encode(bytes) == encoded ? bytes : null;
}
