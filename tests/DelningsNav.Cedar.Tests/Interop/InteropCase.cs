using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>One case: policies and templates with links, entities, and requests, all for one world.</summary>
internal sealed record InteropCase(World World, Piece[] Policies, JsonObject[] Links, JsonObject[] Entities, JsonObject[] Requests)
{
    /// <summary>Policies of the JSON format, most of them broken.</summary>
    public JsonNode[] PolicyJson { get; init; } = [];

    /// <summary>Whether the official build reads the policies as JSON when it decides.</summary>
    public bool DecidesByJson { get; init; }

    public string Text => string.Join('\n', Policies.Select(p => p.ToString()));

    /// <summary>Smaller cases, the smallest first.</summary>
    public IEnumerable<InteropCase> Smaller() => new[]
    {
        Without(PolicyJson).Select(json => this with { PolicyJson = json }),
        Without(Requests).Select(requests => this with { Requests = requests }),
        Without(Links).Select(links => this with { Links = links }),
        Without(Policies).Select(policies => this with { Policies = policies }),
        Without(Entities).Select(entities => this with { Entities = entities }),
        Each(Policies, p => p.Simpler()).Select(policies => this with { Policies = policies }),
        Each(Entities, Shorter).Select(entities => this with { Entities = entities }),
        Each(Requests, ShorterRequests).Select(requests => this with { Requests = requests }),
        Each(PolicyJson, Shorter).Select(json => this with { PolicyJson = json }),
    }.SelectMany(smaller => smaller);

    public override string ToString() => string.Join('\n', ((string[])
    [
        World.Schema(), "---", Text, "---", .. Links.Select(l => $"link {l.ToJsonString(Readable.Json)}"),
        .. Entities.Select(e => e.ToJsonString(Readable.Json)), .. Requests.Select(r => $"request {r.ToJsonString(Readable.Json)}"),
        .. PolicyJson.Select(p => $"policy {p.ToJsonString(Readable.Json)}"),
    ]).Where(line => line.Length > 0));

    private static IEnumerable<T[]> Without<T>(T[] items) =>
        items.Length > 3 ? items.Select((_, i) => (T[])[.. items[..i], .. items[(i + 1)..]]).Prepend(items[(items.Length / 2)..]).Prepend(
            items[..(items.Length / 2)])
        : items.Select((_, i) => (T[])[.. items[..i], .. items[(i + 1)..]]);

    private static IEnumerable<T[]> Each<T>(T[] items, Func<T, IEnumerable<T>> smaller) =>
        items.SelectMany((item, i) => smaller(item).Select(s => (T[])[.. items[..i], s, .. items[(i + 1)..]]));

    private static IEnumerable<JsonObject> ShorterRequests(JsonObject request)
    {
        foreach (var context in Shorter(request["context"]!))
        {
            var copy = (JsonObject)request.DeepClone();
            copy["context"] = context;
            yield return copy;
        }
    }

    // The same JSON without one of its members or items, at any depth.
    private static IEnumerable<T> Shorter<T>(T json)
        where T : JsonNode
    {
        for (var at = 0; ; at++)
        {
            var (copy, skip) = (json.DeepClone(), at);
            if (!RemoveOne(copy, ref skip))
            {
                yield break;
            }

            yield return (T)copy;
        }
    }

    private static bool RemoveOne(JsonNode? node, ref int skip)
    {
        switch (node)
        {
            case JsonObject record:
                foreach (var (name, value) in record.ToList())
                {
                    if (skip-- == 0)
                    {
                        return record.Remove(name);
                    }

                    if (RemoveOne(value, ref skip))
                    {
                        return true;
                    }
                }

                return false;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (skip-- == 0)
                    {
                        items.RemoveAt(i);
                        return true;
                    }

                    if (RemoveOne(items[i], ref skip))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
