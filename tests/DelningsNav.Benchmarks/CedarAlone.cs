using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DelningsNav.Cedar;
using DelningsNav.Hub.Tests;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Benchmarks;

/// <summary>
/// The Cedar engine by itself, compared with the official build on the same policies, and with 1,000 policies instead of 20.
/// </summary>
internal static partial class CedarAlone
{
    private const int Rounds = 10;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(400);

    public static async Task MeasureAsync(Figures figures)
    {
        var folder = Path.Combine(TestHub.Root, "policies");
        var rules = ReleasePolicies.Load(folder);
        var texts = Twenty(rules);
        var few = CedarPolicySet.Parse(string.Join('\n', texts));
        var many = CedarPolicySet.Parse(
            string.Join('\n', Enumerable.Range(0, 50).SelectMany(copy => texts.Select(text => Copy(text, copy)))));
        var requests = PolicyCaseFolder.Read(folder)
            .Where(c => c.Facts.RecordType.Code is "franvaro" or "psykologiskt-underlag" or "utredning-sarskilt-stod")
            .Select(c => RequestOf(c.Facts, rules))
            .ToList();
        var all = EntityStore.Of(PolicyEntities.Of(rules.RecordTypes));
        var reached = requests.SelectMany(request => ReachedBy(request, all)).DistinctBy(entity => entity.Uid).ToList();
        var entities = EntityStore.Of(reached);

        using var official = new OfficialCedar();
        var calls = new JsonObject
        {
            ["same"] = new JsonArray([.. requests.Select(request => CallOf(request, reached))]),
            ["own"] = new JsonArray([.. requests.Select(request => CallOf(request, ReachedBy(request, all)))]),
        };
        var said = await official.PrepareAsync(
            new JsonObject(few.Policies.Select(policy => KeyValuePair.Create<string, JsonNode?>(policy.Id, policy.Text))), calls);
        foreach (var (list, outcomes) in said.AsObject())
        {
            Assert.Equal(requests.Select(request => Told(few.Authorize(request, entities))), outcomes!.AsArray().Select(Told!));
        }

        Assert.All(requests, request => Assert.Equal(Told(few.Authorize(request, entities)), Told(many.Authorize(request, entities))));

        var json = CedarJson.Of(reached).ToJsonString();
        var contexts = requests.ConvertAll(request => CedarJson.Of(request.Context).ToJsonString());
        var (ours, oursOfMany, oursFromJson, theirs, theirsOwn) = (
            default(Rate), default(Rate), default(Rate), default(Rate), default(Rate));
        for (var round = -2; round < Rounds; round++)
        {
            var one = Run(requests, request => few.Authorize(request, entities));
            var two = await official.RunAsync("same", Slice);
            var three = Run(requests, request => many.Authorize(request, entities));
            var four = await official.RunAsync("own", Slice);
            var five = Run([.. requests.Zip(contexts)], asked => few.Authorize(
                asked.First with { Context = CedarValue.Record.FromJson(asked.Second) }, EntityStore.FromJson(json)));
            if (round >= 0)
            {
                (ours, theirs, oursOfMany, theirsOwn, oursFromJson) = (
                    ours + one, theirs + two, oursOfMany + three, theirsOwn + four, oursFromJson + five);
            }
        }

        figures.Add("policies, entities, requests", $"{few.Policies.Count}, {entities.Count}, {requests.Count}");
        figures.Add("decisions a second: this engine; cedar-wasm", $"{ours.PerSecond:0}; {theirs.PerSecond:0}");
        figures.AtLeast("the first over the second", ours.PerSecond / theirs.PerSecond, 50);
        figures.Add(
            "the same, when cedar-wasm gets only the entities that a request reaches", $"{ours.PerSecond / theirsOwn.PerSecond:0.00}");
        figures.Add(
            "the same, when this engine too reads entities and context from JSON for each decision",
            $"{oursFromJson.PerSecond / theirs.PerSecond:0.00}");
        figures.Add("one decision by 20 and by 1,000 policies", $"{1e6 / ours.PerSecond:0.00} µs; {1e6 / oursOfMany.PerSecond:0.00} µs");
        figures.AtMost("the second over the first", ours.PerSecond / oursOfMany.PerSecond, 3, "");
        figures.Add(
            "allocated, by 20 and by 1,000 policies",
            $"{Allocated(few, requests, entities)} bytes; {Allocated(many, requests, entities)} bytes");
    }

    // The bars, and the first nine grounds for a release.
    private static List<string> Twenty(ReleasePolicies rules)
    {
        var bars = rules.Rules.Where(rule => !rule.Permits).ToList();
        var grounds = rules.Rules.Where(rule => rule.Permits && rule.Policy.Text.Contains("Action::\"Release\"", StringComparison.Ordinal));
        return [.. grounds.Take(20 - bars.Count).Concat(bars).Select(rule => rule.Policy.Text)];
    }

    // The same rules fifty times, distinguished by action, by a group of the resource or by the principal's type.
    private static string Copy(string text, int copy) => copy == 0 ? text : (copy % 3) switch
    {
        0 => text.Replace("Action::\"", $"Action::\"{copy}/", StringComparison.Ordinal),
        1 =>
            OpenResource()
                .Replace(text.Replace("Secrecy::\"", $"Secrecy::\"{copy}/", StringComparison.Ordinal), $"resource in Secrecy::\"{copy}\")"),
        _ => OpenPrincipal().Replace(text, $"(principal is Recipient{copy},"),
    };

    private static CedarRequest RequestOf(ReleaseFacts facts, ReleasePolicies rules)
    {
        var type = rules.RecordTypes.Find(facts.RecordType);
        var holding = type.Holdings.Single(at => at.Party == facts.Holder.Kind && at.Branch == facts.Holder.Branch);
        return new CedarRequest(
            PolicyEntities.RecipientUid(facts.Recipient.Kind, facts.Recipient.Branch),
            PolicyEntities.Release,
            PolicyEntities.RecordUid(type, holding),
            Question.Of(facts));
    }

    private static List<CedarEntity> ReachedBy(CedarRequest request, EntityStore all)
    {
        var reached = new List<CedarEntity>();
        var waiting = new Stack<EntityUid>([request.Principal, request.Action, request.Resource]);
        while (waiting.TryPop(out var uid))
        {
            if (all.TryGet(uid, out var entity) && !reached.Contains(entity))
            {
                reached.Add(entity);
                foreach (var parent in entity.Parents)
                {
                    waiting.Push(parent);
                }
            }
        }

        return reached;
    }

    private static JsonObject CallOf(CedarRequest request, IEnumerable<CedarEntity> entities) => new()
    {
        ["principal"] = CedarJson.Of(request.Principal),
        ["action"] = CedarJson.Of(request.Action),
        ["resource"] = CedarJson.Of(request.Resource),
        ["context"] = CedarJson.Of(request.Context),
        ["entities"] = CedarJson.Of(entities),
    };

    private static Rate Run<T>(List<T> requests, Func<T, CedarAnswer> decide)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0L;
        for (; Stopwatch.GetElapsedTime(start) < Slice; count += requests.Count)
        {
            foreach (var request in requests)
            {
                decide(request);
            }
        }

        return new Rate(count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static long Allocated(CedarPolicySet policies, List<CedarRequest> requests, EntityStore entities)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests)
        {
            policies.Authorize(request, entities);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / requests.Count;
    }

    private static string Told(CedarAnswer answer) => Told(
        answer.Permitted, answer.Reasons.Select(policy => policy.Id), answer.Errors.Select(error => error.Policy.Id));

    private static string Told(JsonNode outcome) => Told(
        outcome["decision"]!.GetValue<string>() == "allow", Texts(outcome["reasons"]!), Texts(outcome["errors"]!));

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => item!.GetValue<string>());

    private static string Told(bool permitted, IEnumerable<string> reasons, IEnumerable<string> errors) =>
        $"{permitted} {string.Join(' ', reasons.Order(StringComparer.Ordinal))} / {string.Join(' ', errors.Order(StringComparer.Ordinal))}";

    [GeneratedRegex(@"resource\s*\)")]
    private static partial Regex OpenResource();

    [GeneratedRegex(@"\(\s*principal\s*,")]
    private static partial Regex OpenPrincipal();
}
