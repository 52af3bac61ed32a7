using System.Globalization;

namespace DelningsNav.AuditLog;

/// <summary>Numbers as the log's text formats write them: ASCII digits, no sign, no leading zero.</summary>
internal static class Decimals
{
    internal static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text is "0" || text[0] != '0');
}
