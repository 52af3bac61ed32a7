using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Foundation;

/// <summary>
/// Finds the digits in a text that a person may have written as an identity number. The caller checks their date and check digit.
/// </summary>
/// <remarks>
/// <para>
/// Twelve digits are found with blanks anywhere between them, and with a dash, a plus or a dot between year, month, day and the last four.
/// They are also found with the same sign between all digits. Ten digits are found with a blank or a sign before the last four. Without a
/// blank or a sign, ten digits are too often something else, for example a telephone number. Digits of every script and width and dashes of
/// every length are recognised. Invisible characters between them are ignored.
/// </para>
/// <para>
/// Two dates in a row, as in <c>2024-05-03 - 2024-06-10</c>, are not treated as an identity number.
/// </para>
/// </remarks>
internal static partial class WrittenNumbers
{
    private static readonly string[] Centuries = ["18", "19", "20"];

    /// <summary>Each candidate as twelve digits. Ten written digits give one candidate for each century.</summary>
    public static IEnumerable<string> In(string text)
    {
        var plain = Plain(text);
        foreach (var pattern in (Regex[])[Plainly(), WithBlanksOrSigns(), WithASignBetweenAll(), WithTenDigits()])
        {
            for (var match = pattern.Match(plain); match.Success; match = pattern.Match(plain, match.Index + 1))
            {
                var digits = string.Concat(match.Value.Where(char.IsAsciiDigit));
                foreach (var candidate in digits.Length == 12 ? [digits] : Centuries.Select(century => century + digits))
                {
                    yield return candidate;
                }
            }
        }
    }

    // One spelling for each digit and sign: 0-9, '-', '+', '.' and a blank.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var digit = CharUnicodeInfo.GetDigitValue(rune.ToString(), 0);
            _ = (digit, category, rune.Value) switch
            {
                ( >= 0, _, _) => plain.Append((char)('0' + digit)),
                (_, UnicodeCategory.Format, _) => plain,
                (_, UnicodeCategory.SpaceSeparator, _) or (_, _, '\t') => plain.Append(' '),
                (_, UnicodeCategory.DashPunctuation, _) or (_, _, 0x2212) => plain.Append('-'),
                (_, _, 0xFF0B or 0xFE62) => plain.Append('+'),
                (_, _, 0xFF0E or 0xFE52 or 0x2024 or 0x00B7) => plain.Append('.'),
                _ => plain.Append(rune.IsAscii ? (char)rune.Value : '*'),
            };
        }

        return plain.ToString();
    }

    private const string Between = "(?: {0,3}[-+] {0,3}|\\.| {0,3})";

    // The last four digits of what looks like a number may be the year of a second date: "2024-05-03 - 2024-06-10".
    private const string NotADay = "(?!(?:19|20)[0-9]{2}" + Apart + "[0-9]{1,2}" + Apart + "[0-9]{1,2}(?![0-9]))";

    private const string Apart = "(?: {0,3}- {0,3}|\\.| {1,3})";

    [GeneratedRegex("(?<![0-9])(?:18|19|20)[0-9]{6}[-+ ]?[0-9]{4}(?![0-9])|(?<![0-9A-Za-z])[0-9]{6}[-+][0-9]{4}(?![0-9A-Za-z])")]
    private static partial Regex Plainly();

    [GeneratedRegex(
        "(?<![0-9])(?:1 {0,3}[89]|2 {0,3}0) {0,3}[0-9] {0,3}[0-9]" + Between + "[0-9] {0,3}[0-9]" + Between + "[0-9] {0,3}[0-9]" + Between
        + NotADay + "[0-9](?: {0,3}[0-9]){3}(?![0-9])")]
    private static partial Regex WithBlanksOrSigns();

    [GeneratedRegex("(?<![0-9])(?:1(?<sign>[-+.])[89]|2(?<sign>[-+.])0)(?:\\k<sign>[0-9]){10}(?![0-9])")]
    private static partial Regex WithASignBetweenAll();

    [GeneratedRegex(
        "(?<![0-9A-Za-z])[0-9]{2}(?<inner>[-. ]?)[0-9]{2}\\k<inner>[0-9]{2}(?: {0,3}[-+] {0,3}|\\.| {1,3})" + NotADay
        + "[0-9]{4}(?![0-9A-Za-z])")]
    private static partial Regex WithTenDigits();
}
