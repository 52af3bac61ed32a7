using DelningsNav.Hub.Consents;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>How often records may be shown, in the words of the working area.</summary>
internal static class UseWords
{
    /// <summary>The key of the limit's text; the text takes the number.</summary>
    public static string KeyOf(UseLimit limit) => (limit.AtMost, limit.Per) switch
    {
        (null, _) => "Uses_any",
        (_, null) => "Uses_once",
        var (_, per) => $"Uses_per-{per.ToString()!.ToLowerInvariant()}",
    };
}
