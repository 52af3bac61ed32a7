using System.Globalization;
using System.Text;

namespace DelningsNav.Cedar;

/// <summary>Writes strings in Cedar's form, and tests which names Cedar accepts.</summary>
internal static class CedarText
{
    private static readonly string[] ReservedWords = ["true", "false", "if", "then", "else", "in", "is", "like", "has"];

    /// <summary>Whether the word may not be used as a name, an attribute after a dot or an entity type.</summary>
    public static bool IsReserved(string word) => word == "__cedar" || Array.IndexOf(ReservedWords, word) >= 0;

    /// <summary>Whether the character may begin an identifier.</summary>
    public static bool StartsIdentifier(char c) => char.IsAsciiLetter(c) || c == '_';

    /// <summary>Whether the character may continue an identifier.</summary>
    public static bool ContinuesIdentifier(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Whether the text is an identifier, reserved or not.</summary>
    public static bool IsIdentifier(string text) => text.Length > 0 && StartsIdentifier(text[0]) && text.All(ContinuesIdentifier);

    /// <summary>Whether the text consists of identifiers joined by <c>::</c>, without spaces and without reserved words.</summary>
    public static bool IsName(string text) => text.Split("::").All(part => IsIdentifier(part) && !IsReserved(part));

    /// <summary>The text within quotation marks, with escapes from which the parser gets the same text.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                '\0' => quoted.Append(@"\0"),
                _ when char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The text, shortened with an ellipsis when it is longer than the length.</summary>
    public static string Shortened(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
