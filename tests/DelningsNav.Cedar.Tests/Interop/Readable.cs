using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>JSON in a readable form, and in one form for all JSON that means the same.</summary>
internal static class Readable
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON with the members of every object in order, and in the shortest of the forms that mean the same.</summary>
    /// <remarks>
    /// The official build reads <c>has</c> with several steps but writes a chain of single ones, and it writes a literal for
    /// each character of a pattern but reads longer ones. Here the steps are made a chain, and the literals are put together.
    /// </remarks>
    public static string InOrder(JsonNode? json) => Sorted(json)?.ToJsonString(Json) ?? "null";

    private static JsonNode? Sorted(JsonNode? json) => json switch
    {
        JsonObject { Count: 1 } one when one["has"] is JsonObject has && has["attr"] is JsonArray { Count: > 0 } steps => Sorted(
            Chain(has["left"]!, steps)),
        JsonObject record => new JsonObject(
            record.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray items => new JsonArray([.. Merged(items.Select(Sorted))]),
        _ => json?.DeepClone(),
    };

    private static JsonNode Chain(JsonNode target, JsonArray steps)
    {
        JsonNode? whole = null;
        foreach (var step in steps)
        {
            var has = new JsonObject { ["has"] = new JsonObject { ["left"] = target.DeepClone(), ["attr"] = step!.DeepClone() } };
            whole = whole is null ? has : new JsonObject { ["&&"] = new JsonObject { ["left"] = whole, ["right"] = has } };
            target = new JsonObject { ["."] = new JsonObject { ["left"] = target.DeepClone(), ["attr"] = step.DeepClone() } };
        }

        return whole!;
    }

    private static IEnumerable<JsonNode?> Merged(IEnumerable<JsonNode?> items)
    {
        var text = string.Empty;
        foreach (var item in items)
        {
            if (item is JsonObject { Count: 1 } one && one["Literal"] is JsonValue literal)
            {
                text += literal.ToString();
                continue;
            }

            if (text.Length > 0)
            {
                yield return new JsonObject { ["Literal"] = text };
                text = string.Empty;
            }

            yield return item;
        }

        if (text.Length > 0)
        {
            yield return new JsonObject { ["Literal"] = text };
        }
    }
}
