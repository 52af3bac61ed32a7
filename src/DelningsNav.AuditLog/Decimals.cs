using System.Globalization;

namespace DelningsNav.AuditLog;

/// <summary>Reads the numbers in the log's text formats, which have only ASCII digits, without a sign or a leading zero.</summary>
internal static class Decimals
{
    internal static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text is "0" || text[0] != '0');
}
