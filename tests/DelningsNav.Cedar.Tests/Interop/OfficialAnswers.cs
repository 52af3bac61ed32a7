using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Asks the official build about a case: makes the calls, and reads their answers in the same order.</summary>
/// <remarks>The policies that could be read here are sent with their ids, so that both sides use the same ids.</remarks>
internal sealed class OfficialAnswers(InteropCase one, OurAnswers ours)
{
    private static readonly JsonObject Nothing = [];

    private readonly string _probe = $"policy{one.Requests.Length % Math.Max(1, one.Policies.Length)}";

    public Answers Answers { get; } = new();

    /// <summary>The calls that are made once for a world: its schema, and a set without policies.</summary>
    public static IEnumerable<string> Preparation(World world) =>
        [Peer.Call("preparseSchema", "schema", world.Schema()), Peer.Call("preparsePolicySet", "none", Nothing.DeepClone())];

    /// <summary>Adds the policies and templates, with a prefix before their ids, to a call that validates those of many cases.</summary>
    public void AddTo(JsonObject policies, JsonObject templates, string prefix)
    {
        foreach (var policy in ours.Set?.Policies ?? [])
        {
            policies[prefix + policy.Id] = policy.Text;
        }

        foreach (var template in ours.Set?.Templates ?? [])
        {
            templates[prefix + template.Id] = template.Text;
        }
    }

    public IEnumerable<(string Call, Action<JsonElement> Read)> Calls()
    {
        foreach (var call in AskUnless(ours.Set is not null && !one.DecidesByJson, "parse", "policySetTextToParts", one.Text))
        {
            yield return call;
        }

        foreach (var (i, json) in one.PolicyJson.Index())
        {
            var question = $"policy json {i}";
            yield return (Peer.Call("policyToText", json), a => ReadPolicyJson(a, question));
            yield return (Peer.Call("templateToText", json), a => ReadPolicyJson(a, question));
        }

        foreach (
            var call in ours.Set is { } set && !one.DecidesByJson && set.Policies.Count + set.Templates.Count > 0 ? AboutJson(set) : [])
        {
            yield return call;
        }

        foreach (var call in ours.Set is { } set ? AboutDecisions(set) : [])
        {
            yield return call;
        }
    }

    // The official JSON of our text, and the official text of our JSON.
    private IEnumerable<(string Call, Action<JsonElement> Read)> AboutJson(CedarPolicySet set)
    {
        var id = set.Policies.Select(p => p.Id).Concat(set.Templates.Select(t => t.Id)).FirstOrDefault(p => p == _probe) ?? "policy0";
        var isTemplate = set.Templates.Any(t => t.Id == id);
        var (json, text) = (
            OurAnswers.JsonOf(set, id), set.Policies.FirstOrDefault(p => p.Id == id)?.Text ?? set.Templates.First(t => t.Id == id).Text);
        var rewritten = CedarPolicySet.FromJson(json);
        var again = isTemplate ? rewritten.Templates[0].Text : rewritten.Policies[0].Text;
        ours.Answers.Say("json", Readable.InOrder(JsonNode.Parse(json)));
        ours.Answers.Say("json of the text of json", ours.Answers["json"]!);
        ours.Answers.Say("json of the official text", ours.Answers["json"]!);
        yield return (Peer.Call(isTemplate ? "templateToJson" : "policyToJson", text), a => Answers.Say("json", JsonOrWhy(a)));
        yield return (
            Peer.Call(isTemplate ? "templateToJson" : "policyToJson", again),
            a => Answers.Say("json of the text of json", JsonOrWhy(a), again));
        yield return (
            Peer.Call(isTemplate ? "templateToText" : "policyToText", JsonNode.Parse(json)!),
            a => ReadText(a, "json of the official text"));
    }

    private IEnumerable<(string Call, Action<JsonElement> Read)> AboutDecisions(CedarPolicySet set)
    {
        var policies = new JsonObject(
            set.Policies.Select(p => KeyValuePair.Create(p.Id, one.DecidesByJson ? JsonNode.Parse(p.ToJson()) : p.Text)));
        var templates = new JsonObject(
            set.Templates.Select(t => KeyValuePair.Create(t.Id, one.DecidesByJson ? JsonNode.Parse(t.ToJson()) : t.Text)));
        var links = new JsonArray([.. one.Links.Select(l => l.DeepClone())]);
        var all = new JsonObject { ["staticPolicies"] = policies, ["templates"] = templates, ["templateLinks"] = links };
        yield return (Peer.Call("preparsePolicySet", "set", all), a => Answers.Say("link", IsGood(a), Why(a)));
        if (ours.Linked is null)
        {
            yield break;
        }

        var entities = new JsonArray([.. one.Entities.Select(e => e.DeepClone())]);
        var (decided, decidedBySchema) = (
            ours.Answers["decision 0"] is not null,
            one.Requests.Index().Any(r => ours.Answers[$"decision {r.Index} by the schema"] is not null));
        List<(string, Action<JsonElement>)> calls =
        [
            .. AskUnless(decided, "entities", "checkParseEntities", new JsonObject { ["entities"] = entities.DeepClone() }),
            .. AskUnless(decidedBySchema, "entities fit", "statefulIsAuthorized", Request(Resting(), "none", entities, withSchema: true)),
        ];
        foreach (var (i, request) in one.Requests.Index())
        {
            var (question, bySchema) = ($"decision {i}", $"decision {i} by the schema");
            var context = new JsonObject { ["context"] = request["context"]!.DeepClone() };
            var fitting = Request(request, "none", [], withSchema: true);
            calls.AddRange(AskUnless(ours.Answers[question] is not null, $"context {i}", "checkParseContext", context));
            calls.AddRange(AskUnless(ours.Answers[bySchema] is not null, $"request {i} fits", "statefulIsAuthorized", fitting));
            calls.AddRange(Decision(question, Request(request, "set", entities, withSchema: false)));
            calls.AddRange(Decision(bySchema, Request(request, "set", entities, withSchema: true)));
        }

        foreach (var call in calls)
        {
            yield return call;
        }
    }

    // When a decision depends on the answer and the answer is yes here, no call is needed: without a yes the official build does
    // not decide.
    private IEnumerable<(string Call, Action<JsonElement> Read)> AskUnless(bool rests, string question, string function, JsonNode argument)
    {
        if (!rests)
        {
            return [(Peer.Call(function, argument), a => Answers.Say(question, IsGood(a), Why(a)))];
        }

        Answers.Say(question, true);
        return [];
    }

    private IEnumerable<(string Call, Action<JsonElement> Read)> Decision(string question, JsonObject request) =>
        ours.Answers[question] is null ? [] : [(Peer.Call("statefulIsAuthorized", request), a => ReadDecision(a, question))];

    private static JsonObject Request(JsonObject request, string set, JsonArray entities, bool withSchema)
    {
        var call = (JsonObject)request.DeepClone();
        call["preparsedPolicySetId"] = set;
        call["entities"] = entities.DeepClone();
        if (withSchema)
        {
            call["preparsedSchemaName"] = "schema";
        }

        return call;
    }

    // A request that fits every world.
    private JsonObject Resting()
    {
        var rest = Array.Find(one.World.Actions, a => a.Id == "rest")!;
        JsonObject Uid(string type, string id) => new() { ["type"] = type, ["id"] = id };
        return new JsonObject
        {
            ["principal"] = Uid(rest.Principals[0], "a"),
            ["action"] = Uid(one.World.ActionType, "rest"),
            ["resource"] = Uid(rest.Resources[0], "a"),
            ["context"] = new JsonObject(),
        };
    }

    private void ReadDecision(JsonElement answer, string question)
    {
        if (!IsGood(answer))
        {
            Answers.Say(question, "none", Why(answer));
            return;
        }

        var response = answer.GetProperty("response");
        var (reasons, errors) = (
            response.GetProperty("diagnostics").GetProperty("reason"), response.GetProperty("diagnostics").GetProperty("errors"));
        Answers.Say(
            question,
            $"{response.GetProperty("decision")}, reasons [{OurAnswers.Ids(reasons.EnumerateArray().Select(r => r.ToString()))}], "
            + $"errors [{OurAnswers.Ids(errors.EnumerateArray().Select(e => e.GetProperty("policyId").ToString()))}]",
            string.Join("; ", errors.EnumerateArray().Select(e => e.GetProperty("error").GetProperty("message"))));
    }

    // JSON that is not a policy may be a template.
    private void ReadPolicyJson(JsonElement answer, string question)
    {
        if (ours.Answers[question] == "stricter")
        {
            Answers.Say(question, "stricter");
        }
        else if (IsGood(answer))
        {
            Answers.Say(question, true);
            ReadText(answer, $"{question} as text");
        }
        else if (Answers[question] is null)
        {
            Answers.Say(question, false, Why(answer));
        }
    }

    private void ReadText(JsonElement answer, string question)
    {
        var text = IsGood(answer) ? answer.GetProperty("text").GetString()! : string.Empty;
        try
        {
            Answers.Say(question, Readable.InOrder(JsonNode.Parse(OurAnswers.JsonOf(CedarPolicySet.Parse(text), "policy0"))), text);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            Answers.Say(question, "unreadable", Why(answer) ?? $"{text}: {e.Message}");
        }
    }

    private static string JsonOrWhy(JsonElement answer) =>
        IsGood(answer) ? Readable.InOrder(JsonNode.Parse(answer.GetProperty("json").GetRawText())) : Why(answer)!;

    public static bool IsGood(JsonElement answer) => answer.GetProperty("type").ValueEquals("success");

    public static string? Why(JsonElement answer) => IsGood(answer) ? null
        : answer.TryGetProperty("errors", out var errors) ? string.Join("; ", errors.EnumerateArray().Select(e => e.GetProperty("message")))
        : answer.GetRawText();
}
