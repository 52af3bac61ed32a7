using System.Text.Json;

namespace DelningsNav.Web.Api.Wire;

/// <summary>
/// The names that members of the hub's enums have on the wire: lower-case words joined by hyphens. The names are a promise to clients.
/// </summary>
internal static class WireNames
{
    /// <summary>The name of a member: <c>nothing-held</c> for <c>NothingHeld</c>.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    /// <summary>All names in the order of the members, for a description: <c>`one`, `two` or `three`</c>.</summary>
    public static string All<TEnum>()
        where TEnum : struct, Enum
    {
        var names = Enum.GetValues<TEnum>().Select(value => $"`{Of(value)}`").ToList();
        return $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
    }

    /// <summary>The member with this name, or null if no member has the name. The caller reports null as a fault.</summary>
    public static TEnum? Read<TEnum>(string name)
        where TEnum : struct, Enum =>
        Names<TEnum>.ByValue.Where(pair => pair.Value == name).Select(pair => (TEnum?)pair.Key).FirstOrDefault();

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
    }
}
