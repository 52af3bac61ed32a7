using System.Globalization;

namespace DelningsNav.AuditLog;

/// <summary>
/// Reads and writes the days and moments in receipts (RFC 3339). Each has one spelling: a moment is in UTC, with whole milliseconds.
/// </summary>
internal static class ReceiptTimes
{
    private const string Day = "yyyy-MM-dd";
    private const string Moment = "yyyy-MM-dd'T'HH':'mm':'ss'.'fff'Z'";

    internal static string Write(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    internal static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);

    internal static bool TryRead(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    internal static bool TryRead(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
}
