using System.Globalization;

namespace DelningsNav.AuditLog;

/// <summary>Days and moments as receipts spell them, each in one way only (RFC 3339): whole milliseconds, in UTC.</summary>
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
