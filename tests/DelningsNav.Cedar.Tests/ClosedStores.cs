using System.Diagnostics;
using System.Text.Json.Nodes;
using DelningsNav.Cedar.Tests.Interop;

namespace DelningsNav.Cedar.Tests;

/// <summary>Reduces a store to the entities within a level of a request, and compares the decisions of policies of that level.</summary>
internal static class ClosedStores
{
    private const int Levels = 4;

    /// <summary>Decides every valid policy of the case with both stores, and returns the number of policies.</summary>
    public static int Compare(InteropCase one)
    {
        var (schema, compared) = (OurAnswers.SchemaOf(one.World), 0);
        try
        {
            var policies = CedarPolicySet.Parse(one.Text).Policies;
            var whole = EntityStore.FromJson(new JsonArray([.. one.Entities.Select(e => e.DeepClone())]).ToJsonString(), schema);
            foreach (var request in one.Requests)
            {
                var action = Uid(request["action"]!);
                var asked = new CedarRequest(
                    Uid(request["principal"]!),
                    action,
                    Uid(request["resource"]!),
                    CedarValue.Record.FromJson(request["context"]!.ToJsonString(), schema, action));
                foreach (var policy in schema.Validate(asked).Count == 0 ? policies : [])
                {
                    compared += Compare(policy, schema, asked, whole);
                }
            }
        }
        catch (FormatException)
        {
            // Levels are defined only for what can be read and fits the schema.
        }

        return compared;
    }

    private static int Compare(CedarPolicy policy, CedarSchema schema, CedarRequest request, EntityStore whole)
    {
        for (var level = 0; level <= Levels; level++)
        {
            if (schema.ValidateLevel(policy, level).Any(p => p.Severity == ValidationSeverity.Error))
            {
                continue;
            }

            var alone = CedarPolicySet.Parse(policy.Text);
            var (expected, actual) = (alone.Authorize(request, whole), alone.Authorize(request, Closed(request, whole, level)));
            Assert.True(Say(expected) == Say(actual), $"at level {level}: {Say(expected)} became {Say(actual)}\n{policy.Text}");
            return 1;
        }

        return 0;
    }

    // An entity has everything it belongs to, but entities that are further away are removed.
    private static EntityStore Closed(CedarRequest request, EntityStore whole, int level)
    {
        var named = new HashSet<EntityUid>([request.Principal, request.Action, request.Resource, .. Named(request.Context)]);
        var kept = new Dictionary<EntityUid, CedarEntity>();
        for (; level > 0; level--)
        {
            foreach (var uid in named.Where(uid => !kept.ContainsKey(uid)).ToList())
            {
                if (whole.TryGet(uid, out var entity))
                {
                    kept.Add(uid, new CedarEntity(uid, entity.Attributes, Above(entity, whole), entity.Tags));
                    named.UnionWith([.. Named(entity.Attributes), .. Named(entity.Tags)]);
                }
            }
        }

        return EntityStore.Of(kept.Values);
    }

    private static HashSet<EntityUid> Above(CedarEntity entity, EntityStore whole)
    {
        var (found, waiting) = (new HashSet<EntityUid>(), new Stack<EntityUid>(entity.Parents));
        while (waiting.TryPop(out var next))
        {
            if (found.Add(next) && whole.TryGet(next, out var parent))
            {
                parent.Parents.ToList().ForEach(waiting.Push);
            }
        }

        return found;
    }

    private static IEnumerable<EntityUid> Named(CedarValue value) => value switch
    {
        CedarValue.Entity entity => [entity.Uid],
        CedarValue.Set set => set.Items.SelectMany(Named),
        CedarValue.Record record => record.Attributes.Values.SelectMany(Named),
        CedarValue.Bool or CedarValue.Long or CedarValue.String or CedarValue.Decimal or CedarValue.Ip
            or CedarValue.Datetime or CedarValue.Duration => [],
        _ => throw new UnreachableException(),
    };

    private static string Say(CedarAnswer answer) =>
        $"{(answer.Permitted ? "allow" : "deny")}, {answer.Reasons.Count} reasons, {answer.Errors.Count} errors";

    private static EntityUid Uid(JsonNode uid) => new(uid["type"]!.ToString(), uid["id"]!.ToString());
}
