using System.Text;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Consents;

/// <summary>
/// A consent text that a signer has answered, stored for as long as an answer refers to it. It names the child, so it is sealed with the
/// child's key, and found by the digest of its hash under that key.
/// </summary>
internal sealed class StoredText
{
    public string Digest { get; init; } = "";

    public string Version { get; init; } = "";

    public string Language { get; init; } = "";

    public byte[] Sealed { get; init; } = [];

    /// <summary>What the text is sealed for.</summary>
    public static string Purpose(string digest) => $"consent-text:{digest}";

    /// <summary>The text as it was shown.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed outside the hub.</exception>
    public ShownText Open(DataKey key)
    {
        var text = Encoding.UTF8.GetString(key.Open(Sealed, Purpose(Digest)));
        return new ShownText(Version, Language, ConsentTexts.HashOf(text), text);
    }
}
