namespace DelningsNav.Web;

/// <summary>The types of the files that the hub hands out.</summary>
internal static class MediaTypes
{
    /// <summary>
    /// The type as a header: a text names its character set, so that no browser guesses it. The hub's own texts, and the ones it takes (a
    /// deposit is checked), are UTF-8.
    /// </summary>
    public static string Header(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.Ordinal) && !mediaType.Contains(';', StringComparison.Ordinal)
            ? mediaType + "; charset=utf-8"
            : mediaType;

    /// <summary>The ending of a file name, with its full stop; empty for a type that the hub does not take.</summary>
    public static string Ending(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "application/json" => ".json",
        "text/plain" => ".txt",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => "",
    };
}
