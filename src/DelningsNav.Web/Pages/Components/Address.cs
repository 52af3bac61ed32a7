using Microsoft.AspNetCore.Http.Extensions;

namespace DelningsNav.Web.Pages.Components;

/// <summary>The current address with a part of its query changed, so that a reader can share the view of a list and return to it.</summary>
internal static class Address
{
    /// <summary>Replaces the value of each given name and leaves the other values as they are. A null removes the value.</summary>
    public static string With(this HttpRequest request, params (string Name, string? Value)[] changes)
    {
        var kept = request.Query
            .Where(pair => changes.All(change => !string.Equals(change.Name, pair.Key, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")));
        var set = changes
            .Where(change => change.Value is not null)
            .Select(change => KeyValuePair.Create(change.Name, change.Value!));
        return request.PathBase + request.Path + new QueryBuilder(kept.Concat(set)).ToString();
    }
}
