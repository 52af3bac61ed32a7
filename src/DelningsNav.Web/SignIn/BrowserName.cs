namespace DelningsNav.Web.SignIn;

/// <summary>
/// A browser's name as its owner recognises it, such as "Firefox, Windows". It is coarse on purpose: no version and no address is stored.
/// </summary>
internal static class BrowserName
{
    // The first mark that is found decides, because most browsers also claim to be those further down.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>The name that the header <c>User-Agent</c> gives. It is empty if the browser and the system are unknown.</summary>
    public static string Of(string userAgent)
    {
        string?[] known = [Find(Browsers, userAgent), Find(Systems, userAgent)];
        return string.Join(", ", known.OfType<string>());
    }

    private static string? Find((string Mark, string Name)[] marks, string text) =>
        marks.FirstOrDefault(known => text.Contains(known.Mark, StringComparison.Ordinal)).Name;
}
