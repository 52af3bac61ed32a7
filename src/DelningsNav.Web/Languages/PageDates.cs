using System.Globalization;
using System.Resources;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Languages;

/// <summary>Writes moments and days as the pages show them, in the reader's language and in Swedish time.</summary>
/// <remarks>Every date on a page is written here, or by <c>&lt;time-at&gt;</c>, which uses it.</remarks>
public static class PageDates
{
    private static readonly ResourceManager Patterns = new(typeof(SharedTexts));

    /// <summary><c>22 november 2026 kl. 14.05</c>, or <c>22 November 2026 at 14:05</c>.</summary>
    public static string Moment(DateTimeOffset at) =>
        Write(SwedishTime.At(at), "PatternMoment");

    /// <summary><c>22 november 2026</c>: the day in Sweden at that moment.</summary>
    public static string Day(DateTimeOffset at) => Write(SwedishTime.At(at), "PatternDay");

    /// <summary><c>22 november 2026</c>.</summary>
    public static string Day(DateOnly day) => Write(day, "PatternDay");

    /// <summary><c>14.05</c>, or <c>14:05</c>.</summary>
    public static string Time(DateTimeOffset at) => Write(SwedishTime.At(at), "PatternTime");

    /// <summary><c>november 2026</c>.</summary>
    public static string Month(DateOnly day) => Write(day, "PatternMonth");

    /// <summary>The same moment for the <c>datetime</c> attribute, with its offset in Sweden.</summary>
    public static string Machine(DateTimeOffset at) =>
        SwedishTime.At(at).ToString("yyyy-MM-dd'T'HH':'mm':'sszzz", CultureInfo.InvariantCulture);

    private static string Write(IFormattable value, string pattern) =>
        value.ToString(Patterns.GetString(pattern, CultureInfo.CurrentUICulture), CultureInfo.CurrentCulture);
}
