namespace DelningsNav.Signing.Notes;

/// <summary>
/// Standard base64 (RFC 4648 section 4) that accepts exactly one spelling of each value: padded, no white space, and
/// no stray bits in the last character. If two texts decoded to the same bytes, one signed document could have two forms.
/// </summary>
public static class StrictBase64
{
    /// <summary>The bytes, or null when the text is not the one canonical encoding of them.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var written)
            && Convert.ToBase64String(bytes.AsSpan(0, written)).AsSpan().SequenceEqual(text)
                ? bytes[..written]
                : null;
    }
}
