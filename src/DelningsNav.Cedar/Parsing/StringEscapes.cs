using System.Globalization;
using System.Text;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Parsing;

/// <summary>Turns the characters between quotation marks into the text that they mean.</summary>
/// <remarks>The escapes are <c>\n \r \t \\ \0 \' \" \x41 \u{1F600}</c> and, only in patterns, <c>\*</c>.</remarks>
internal static class StringEscapes
{
    private const int MaxCodePointLength = 64;

    /// <summary>The text of a string token. Each wrong escape is noted at its place.</summary>
    public static string Text(string source, SourceSpan token, Problems problems) => Parts(source, token, isPattern: false, problems)[0];

    /// <summary>The pattern of a string token after <c>like</c>: every <c>*</c> that is not written <c>\*</c> is a wildcard.</summary>
    public static Pattern Pattern(string source, SourceSpan token, Problems problems) =>
        new(Parts(source, token, isPattern: true, problems));

    private static List<string> Parts(string source, SourceSpan token, bool isPattern, Problems problems)
    {
        var raw = source.AsSpan(token.Start + 1, token.End - token.Start - 2);
        if (!CedarText.IsWellFormed(raw))
        {
            problems.Add(token, "the string is not well-formed Unicode");
        }

        var parts = new List<string>();
        var part = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length;)
        {
            var start = at;
            var escaped = raw[at] == '\\';
            var read = escaped ? ReadEscape(raw, ref at, isPattern) : ReadPlain(raw, ref at);
            if (read is null)
            {
                problems.Add(token.Start + 1 + start, $"{CedarText.Quote(raw[start..at].ToString())} is not a valid escape");
            }
            else if (isPattern && read == "*" && raw[start..at] is not "\\*")
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(read);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    // A bare carriage return is refused, as in Cedar, because it would look like a line break but is not a line break in Cedar.
    private static string? ReadPlain(ReadOnlySpan<char> raw, ref int at)
    {
        var c = raw[at++];
        return c == '\r' ? null : c.ToString();
    }

    private static string? ReadEscape(ReadOnlySpan<char> raw, ref int at, bool isPattern)
    {
        var c = at + 1 < raw.Length ? raw[at + 1] : '\0';
        at = Math.Min(at + 2, raw.Length);
        return c switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '0' => "\0",
            '\\' => "\\",
            '\'' => "'",
            '"' => "\"",
            '*' when isPattern => "*",
            'x' => ReadByte(raw, ref at),
            'u' => ReadCodePoint(raw, ref at),
            _ => null,
        };
    }

    private static string? ReadByte(ReadOnlySpan<char> raw, ref int at)
    {
        var digits = raw[at..Math.Min(at + 2, raw.Length)];
        at += digits.Length;
        return digits.Length == 2
            && byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value <= 0x7F
            ? ((char)value).ToString()
            : null;
    }

    private static string? ReadCodePoint(ReadOnlySpan<char> raw, ref int at)
    {
        // Without this limit, a long text of such escapes would take quadratic time.
        var end = raw[at..Math.Min(at + MaxCodePointLength, raw.Length)].IndexOf('}');
        if (at == raw.Length || raw[at] != '{' || end < 0)
        {
            return null;
        }

        var digits = raw[(at + 1)..(at + end)];
        at += end + 1;
        var plain = digits.ToString().Replace("_", string.Empty, StringComparison.Ordinal);
        return plain.Length is >= 1 and <= 6 && digits[0] != '_'
            && int.TryParse(plain, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
            ? new Rune(value).ToString()
            : null;
    }
}
