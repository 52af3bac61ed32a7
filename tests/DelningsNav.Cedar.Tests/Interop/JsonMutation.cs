using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Breaks policies of the JSON format in one place, if the case's text can be read.</summary>
internal static class JsonMutation
{
    private static readonly string[] Words =
    [
        "effect", "op", "entity", "slot", "entities", "kind", "body", "Value", "Var", "Slot", "==", "<", "in", "has", "like",
        "is", "&&", "!", "neg", ".", "if-then-else", "Set", "Record", "left", "right", "arg",
        "attr", "pattern", "entity_type", "contains", "isEmpty", "getTag", "ip", "decimal", "lessThan", "isInRange", "All",
        "when", "unless", "permit", "principal", "resource", "?principal", "?resource", "User", "__entity", "__extn", "fn",
        "args", "Literal", "Wildcard", "unknown", "",
    ];

    private static readonly string[] Nodes =
    [
        "{}", "[]", """{"__entity":{"type":"User","id":"a"}}""", """{"__extn":{"fn":"ip","arg":"::1"}}""", """{"type":"User","id":"a"}""",
    ];

    public static IEnumerable<JsonNode> Of(InteropCase one, Chance chance)
    {
        CedarPolicySet set;
        try
        {
            set = CedarPolicySet.Parse(one.Text);
        }
        catch (CedarSyntaxException)
        {
            yield break;
        }

        foreach (var json in set.Policies.Select(p => p.ToJson()).Concat(set.Templates.Select(t => t.ToJson())))
        {
            var policy = JsonNode.Parse(json)!;
            if (chance.Percent(90))
            {
                Break(policy, chance);
            }

            yield return policy;
        }
    }

    private static void Break(JsonNode policy, Chance chance)
    {
        var places = Within(policy).ToList();
        var (place, word) = (chance.Of(places), chance.Of(Words));
        switch (place)
        {
            case JsonObject record when record.Count > 0 && chance.Percent(50):
                var (name, value) = record.ElementAt(chance.Below(record.Count));
                record.Remove(name);
                if (chance.Percent(70))
                {
                    record[word] = value?.DeepClone();
                }

                break;
            case JsonObject record:
                record[word] = Any(places, chance);
                break;
            case JsonArray { Count: > 0 } items when chance.Percent(50):
                items[chance.Below(items.Count)] = Any(places, chance);
                break;
            case JsonArray items:
                items.Add(Any(places, chance));
                break;
            default:
                place.ReplaceWith(Any(places, chance));
                break;
        }
    }

    private static JsonNode? Any(List<JsonNode> places, Chance chance) => chance.Below(8) switch
    {
        0 => null,
        1 => chance.Percent(50),
        2 => 9223372036854775807,
        3 => 1.5,
        4 => JsonNode.Parse(chance.Of("9223372036854775808", "1e2", "-0", "1.0")),
        5 => chance.Of(places).DeepClone(),
        6 => JsonNode.Parse(chance.Of(Nodes)),
        _ => chance.Of(Words),
    };

    private static IEnumerable<JsonNode> Within(JsonNode node) => node switch
    {
        JsonObject record => record.Where(m => m.Value is not null).SelectMany(m => Within(m.Value!)).Prepend(node),
        JsonArray items => items.Where(i => i is not null).SelectMany(i => Within(i!)).Prepend(node),
        _ when node.Parent is JsonObject or JsonArray => [node],
        _ => [],
    };
}
