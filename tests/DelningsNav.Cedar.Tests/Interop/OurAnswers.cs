using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Asks this repository's Cedar about a case.</summary>
internal sealed class OurAnswers
{
    private static readonly Dictionary<World, CedarSchema> Schemas = CaseSchemas();

    private readonly InteropCase _case;
    private readonly CedarSchema _schema;

    public OurAnswers(InteropCase one)
    {
        (_case, _schema) = (one, Schemas[one.World]);
        Set = Read(() => CedarPolicySet.Parse(one.Text), "parse");
        for (var i = 0; i < one.PolicyJson.Length; i++)
        {
            ReadJson(one.PolicyJson[i].ToJsonString(), $"policy json {i}");
        }

        if (Set is null)
        {
            return;
        }

        Validate(Set);
        Linked = Read(() => Set.Link([.. one.Links.Select(ToLink)]), "link");
        if (Linked is not null)
        {
            Decide(Linked);
        }
    }

    public Answers Answers { get; } = new();

    /// <summary>The policies and templates, or null when they cannot be read.</summary>
    public CedarPolicySet? Set { get; }

    /// <summary>The same with links, or null when they cannot be linked.</summary>
    public CedarPolicySet? Linked { get; }

    public static CedarSchema SchemaOf(World world) => Schemas[world];

    public static string JsonOf(CedarPolicySet set, string id) =>
        set.Policies.FirstOrDefault(p => p.Id == id)?.ToJson() ?? set.Templates.First(t => t.Id == id).ToJson();

    private static Dictionary<World, CedarSchema> CaseSchemas()
    {
        var worlds = Enumerable.Range(0, CaseMaker.Worlds).Select(i => CaseMaker.WorldOf((long)i * CaseMaker.PerWorld));
        return worlds.ToDictionary(w => w, w => CedarSchema.Parse(w.Schema(), $"world {w.Number}"));
    }

    private static CedarLink ToLink(JsonObject link) => new(
        link["templateId"]!.ToString(), link["newId"]!.ToString(), Slot(link, "?principal"), Slot(link, "?resource"));

    private static EntityUid? Slot(JsonObject link, string slot) => link["values"]![slot] is { } uid ? Uid(uid) : null;

    private static EntityUid Uid(JsonNode uid) => new(uid["type"]!.ToString(), uid["id"]!.ToString());

    private T? Read<T>(Func<T> read, string question)
        where T : class
    {
        try
        {
            var found = read();
            Answers.Say(question, true);
            return found;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            Answers.Say(question, false, e.Message);
            return null;
        }
    }

    private void ReadJson(string json, string question)
    {
        try
        {
            Answers.Say($"{question} as text", Readable.InOrder(JsonNode.Parse(JsonOf(CedarPolicySet.FromJson(json), "policy0"))));
            Answers.Say(question, true);
        }
        catch (CedarJsonException e)
        {
            Answers.Say(question, e.Problems.All(IsStricter) ? "stricter" : "no", e.Message);
        }
    }

    /// <summary>Whether the problem is one of the refusals that are stricter here on purpose.</summary>
    /// <remarks>
    /// They are: unknown members, and members that are not allowed together, most of which the official build refuses too; a method
    /// without a receiver; several steps after <c>has</c> of which one is not an identifier, since no text can express that; the
    /// unknowns of partial evaluation; and marks with the wrong content, which the official build reads as records.
    /// </remarks>
    private static bool IsStricter(string problem) =>
        problem.EndsWith("the member is unknown", StringComparison.Ordinal)
        || problem.Contains("expected either `ent", StringComparison.Ordinal)
        || problem.EndsWith("its first argument is the value that it is called on", StringComparison.Ordinal)
        || problem.EndsWith("each of several steps must be an identifier, and no reserved word", StringComparison.Ordinal)
        || problem.EndsWith("and are not allowed in a policy", StringComparison.Ordinal)
        || problem.Contains("__entity", StringComparison.Ordinal) || problem.Contains("__extn", StringComparison.Ordinal);

    private void Validate(CedarPolicySet set)
    {
        var problems = _schema.Validate(set);
        var errors = problems.Where(p => p.Severity == ValidationSeverity.Error).ToList();
        var warnings = problems.Where(p => p.Severity == ValidationSeverity.Warning).ToList();
        Answers.Say("errors", Ids(errors.Select(e => e.Policy.Id)), string.Join("; ", errors.Select(e => e.Message)));
        Answers.Say("warnings", Ids(warnings.Select(w => w.Policy.Id)), string.Join("; ", warnings.Select(w => w.Message)));
    }

    // Each request is decided twice: from the JSON alone, and by the schema when everything fits it.
    private void Decide(CedarPolicySet set)
    {
        var json = new JsonArray([.. _case.Entities.Select(e => e.DeepClone())]).ToJsonString();
        var entities = Read(() => EntityStore.FromJson(json), "entities");
        var fitting = Read(() => EntityStore.FromJson(json, _schema), "entities fit");
        foreach (var (i, request) in _case.Requests.Index())
        {
            var (principal, action, resource) = (Uid(request["principal"]!), Uid(request["action"]!), Uid(request["resource"]!));
            var written = request["context"]!.ToJsonString();
            if (Read(() => CedarValue.Record.FromJson(written), $"context {i}") is { } context && entities is not null)
            {
                Say($"decision {i}", set.Authorize(new CedarRequest(principal, action, resource, context), entities));
            }

            CedarRequest Fitted() => Fitting(new CedarRequest(
                principal, action, resource, CedarValue.Record.FromJson(written, _schema, action)));
            if (Read(Fitted, $"request {i} fits") is { } fits && fitting is not null)
            {
                Say($"decision {i} by the schema", set.Authorize(fits, fitting));
            }
        }
    }

    private CedarRequest Fitting(CedarRequest request) =>
        _schema.Validate(request) is { Count: > 0 } misfits ? throw new FormatException(string.Join("; ", misfits)) : request;

    private void Say(string question, CedarAnswer answer) => Answers.Say(
        question,
        $"{(answer.Permitted ? "allow" : "deny")}, "
        + $"reasons [{Ids(answer.Reasons.Select(p => p.Id))}], errors [{Ids(answer.Errors.Select(e => e.Policy.Id))}]",
        string.Join("; ", answer.Errors.Select(e => e.Message)));

    public static string Ids(IEnumerable<string> ids) => string.Join(", ", ids.Distinct().Order(StringComparer.Ordinal));
}
