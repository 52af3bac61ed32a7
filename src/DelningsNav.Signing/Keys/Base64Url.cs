using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Signing;

/// <summary>Base64 for names and URLs, without padding (RFC 4648 section 5).</summary>
internal static class Base64Url
{
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        // The decoder of .NET also accepts padding and white space, which a JSON Web Key must not contain.
        bytes = text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && System.Buffers.Text.Base64Url.IsValid(text)
            ? System.Buffers.Text.Base64Url.DecodeFromChars(text)
            : null;
        return bytes is not null;
    }
}
