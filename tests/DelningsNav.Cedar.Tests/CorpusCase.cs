using System.Text.Json;

namespace DelningsNav.Cedar.Tests;

/// <summary>One case of the corpus: policies, entities, and requests with their expected answers.</summary>
internal sealed record CorpusCase(string Name, string Policies, string Entities, string Requests)
{
    /// <summary>Decides every request and tells each disagreement; answers how many requests there were.</summary>
    /// <remarks>The policies are read as <paramref name="read"/> says, or else as they stand.</remarks>
    public int Run(List<string> disagreements, Func<CorpusCase, CedarPolicySet>? read = null)
    {
        CedarPolicySet policies;
        EntityStore entities;
        try
        {
            (policies, entities) = (read is null ? Parse() : read(this), EntityStore.FromJson(Entities));
        }
        catch (FormatException e)
        {
            disagreements.Add($"{Name}: {e.Message}");
            return 0;
        }

        using var document = JsonDocument.Parse(Requests);
        var requests = document.RootElement.GetProperty("requests");
        foreach (var request in requests.EnumerateArray())
        {
            var expected = Write(
                request.GetProperty("decision").GetString()!,
                request.GetProperty("reason").EnumerateArray().Select(e => e.GetString()!),
                request.GetProperty("errors").EnumerateArray().Select(e => e.GetString()!));
            var actual = Decide(request, policies, entities, out var messages);
            if (actual != expected)
            {
                disagreements.Add($"{Name}, {request.GetProperty("description").GetString()}:\n  expected {expected}\n  actual   {actual} {messages}\n  {request.GetRawText()}");
            }
        }

        return requests.GetArrayLength();
    }

    public CedarPolicySet Parse() => CedarPolicySet.Parse(Policies, Name);

    private static string Decide(JsonElement request, CedarPolicySet policies, EntityStore entities, out string messages)
    {
        messages = string.Empty;
        CedarValue.Record context;
        try
        {
            context = CedarValue.Record.FromJson(request.GetProperty("context").GetRawText());
        }
        catch (CedarJsonException e)
        {
            return $"a context that cannot be read: {e.Message}";
        }

        var answer = policies.Authorize(
            new CedarRequest(Uid(request, "principal"), Uid(request, "action"), Uid(request, "resource"), context), entities);
        messages = string.Join("; ", answer.Errors.Select(e => e.Message));
        return Write(answer.Permitted ? "allow" : "deny", answer.Reasons.Select(p => p.Id), answer.Errors.Select(e => e.Policy.Id));
    }

    private static EntityUid Uid(JsonElement request, string part) => new(
        request.GetProperty(part).GetProperty("type").GetString()!, request.GetProperty(part).GetProperty("id").GetString()!);

    private static string Write(string decision, IEnumerable<string> reasons, IEnumerable<string> errors) =>
        $"{decision}, reasons [{string.Join(", ", reasons.Order())}], errors [{string.Join(", ", errors.Order())}]";
}
