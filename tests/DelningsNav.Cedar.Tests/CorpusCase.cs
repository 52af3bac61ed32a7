using System.Text.Json;

namespace DelningsNav.Cedar.Tests;

/// <summary>One case of the corpus: policies, entities, a schema, and requests with their expected answers.</summary>
internal sealed record CorpusCase(string Name, string Policies, string Entities, string Schema, string Requests)
{
    /// <summary>Validates the policies, and returns the difference from the expected result, or null.</summary>
    public string? Validate()
    {
        using var document = JsonDocument.Parse(Requests);
        var expected = document.RootElement.GetProperty("shouldValidate").GetBoolean();
        string? problems;
        try
        {
            var errors = CedarSchema.Parse(Schema, Name).Validate(CedarPolicySet.Parse(Policies, Name))
                .Where(p => p.Severity == ValidationSeverity.Error).ToList();
            problems = errors.Count == 0 ? null : string.Join("\n  ", errors);
        }
        catch (FormatException e)
        {
            return $"{Name}: {e.Message}";
        }

        return expected == problems is null ? null : $"{Name}: expected {(expected ? "no errors" : "errors")}\n  {problems}";
    }

    /// <summary>Decides every request, adds each disagreement to the list, and returns the number of requests.</summary>
    /// <remarks><paramref name="read"/> reads the policies; without it their text is parsed.</remarks>
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
                var description = request.GetProperty("description").GetString();
                disagreements.Add(
                    $"{Name}, {description}:\n  expected {expected}\n  actual   {actual} {messages}\n  {request.GetRawText()}");
            }
        }

        return requests.GetArrayLength();
    }

    /// <summary>Checks the entities and every request against the schema, and returns what does not fit. Everything should.</summary>
    public IEnumerable<string> Misfits()
    {
        var schema = CedarSchema.Parse(Schema, Name);
        foreach (var problem in schema.Validate(EntityStore.FromJson(Entities)))
        {
            yield return $"{Name}: {problem}";
        }

        using var document = JsonDocument.Parse(Requests);
        foreach (var request in document.RootElement.GetProperty("requests").EnumerateArray())
        {
            var context = CedarValue.Record.FromJson(request.GetProperty("context").GetRawText());
            var asked = new CedarRequest(Uid(request, "principal"), Uid(request, "action"), Uid(request, "resource"), context);
            foreach (var problem in schema.Validate(asked))
            {
                yield return $"{Name}, {request.GetProperty("description").GetString()}: {problem}";
            }
        }
    }

    /// <summary>
    /// Decides every request with the policies that validate, and returns the errors that validation should have prevented. It
    /// prevents all errors except numbers that are too large and entities that are not in the store.
    /// </summary>
    public IEnumerable<string> Surprises()
    {
        var policies = CedarPolicySet.Parse(Policies, Name);
        var unsound = CedarSchema.Parse(Schema, Name).Validate(policies).Select(p => p.Policy).ToHashSet();
        var entities = EntityStore.FromJson(Entities);
        using var document = JsonDocument.Parse(Requests);
        foreach (var request in document.RootElement.GetProperty("requests").EnumerateArray())
        {
            var context = CedarValue.Record.FromJson(request.GetProperty("context").GetRawText());
            var asked = new CedarRequest(Uid(request, "principal"), Uid(request, "action"), Uid(request, "resource"), context);
            foreach (var error in policies.Authorize(asked, entities).Errors.Where(e => !unsound.Contains(e.Policy)))
            {
                if (!error.Message.Contains("overflow", StringComparison.Ordinal)
                    && !error.Message.EndsWith("does not exist", StringComparison.Ordinal))
                {
                    yield return $"{Name}: {error.Message}";
                }
            }
        }
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
