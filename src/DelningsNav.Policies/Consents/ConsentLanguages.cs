using System.Globalization;

namespace DelningsNav.Policies.Consents;

/// <summary>The languages that families can read a consent in, named by their tags (BCP 47).</summary>
public static class ConsentLanguages
{
    /// <summary>Swedish. Every other text is a translation of the Swedish text.</summary>
    public const string Swedish = "sv";

    /// <summary>Easy Swedish (lättläst). <c>simple</c> is the registered variant for simplified language.</summary>
    public const string EasySwedish = "sv-simple";

    /// <summary>English.</summary>
    public const string English = "en";

    private static readonly Dictionary<string, CultureInfo> Cultures = new(StringComparer.Ordinal)
    {
        [Swedish] = CultureInfo.GetCultureInfo("sv-SE"),
        // .NET requires a region in the name of a culture with a variant.
        [EasySwedish] = CultureInfo.GetCultureInfo("sv-SE-simple"),
        [English] = CultureInfo.GetCultureInfo("en-GB"),
        ["fi"] = CultureInfo.GetCultureInfo("fi-FI"),
        // An Arabic culture with the Gregorian calendar and Western digits, so that an Arabic and a Swedish letter can be compared.
        ["ar"] = CultureInfo.GetCultureInfo("ar-AE"),
        ["so"] = CultureInfo.GetCultureInfo("so-SO"),
    };

    /// <summary>All languages, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } = [Swedish, EasySwedish, English, "fi", "ar", "so"];

    /// <summary>Whether a language is written from right to left.</summary>
    public static bool IsRightToLeft(string language) => Cultures.TryGetValue(language, out var culture) && culture.TextInfo.IsRightToLeft;

    /// <summary>The culture in which days and numbers are written. Each language has its own culture.</summary>
    /// <exception cref="KeyNotFoundException">The language is not one of <see cref="All"/>.</exception>
    public static CultureInfo CultureOf(string language) => Cultures[language];
}
