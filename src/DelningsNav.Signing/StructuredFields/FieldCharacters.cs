using System.Buffers;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>The characters that are allowed in keys, tokens and base64 (RFC 9651 section 3).</summary>
internal static class FieldCharacters
{
    public static readonly SearchValues<char> Key = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    public static readonly SearchValues<char> Token = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~:/");

    public static readonly SearchValues<char> Base64 = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=");

    public static bool StartsKey(char c) => char.IsAsciiLetterLower(c) || c == '*';

    public static bool StartsToken(char c) => char.IsAsciiLetter(c) || c == '*';

    public static bool IsKey(string text) => text is [var first, ..] && StartsKey(first) && !text.AsSpan().ContainsAnyExcept(Key);

    public static bool IsToken(string text) => text is [var first, ..] && StartsToken(first) && !text.AsSpan().ContainsAnyExcept(Token);
}
