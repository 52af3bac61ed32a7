namespace DelningsNav.Signing.Notes;

/// <summary>
/// Standard base64 (RFC 4648 section 4), with exactly one spelling of each value: with padding, without white space, and without stray
/// bits in the last character. If two texts could be decoded to the same bytes, one signed document could have two forms.
/// </summary>
public static class StrictBase64
{
    /// <summary>The bytes, or null when the text is not their only allowed encoding.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var written)
            && Convert.ToBase64String(bytes.AsSpan(0, written)).AsSpan().SequenceEqual(text)
                ? bytes[..written]
                : null;
    }
}
