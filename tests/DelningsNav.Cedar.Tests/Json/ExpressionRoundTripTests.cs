using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Json;

/// <summary>Every operator within every other: the text that is made from JSON must mean the same, with all parentheses.</summary>
public sealed class ExpressionRoundTripTests
{
    private static readonly string[] Infix = ["==", "!=", "<", ">=", "in", "&&", "||", "+", "-", "*", "contains", "getTag"];

    private static readonly string[] Leaves =
    [
        """{"Value": 1}""", """{"Value": -1}""", """{"Value": "a*\"b"}""", """{"Value": true}""", """{"Var": "context"}""",
        """{"Value": {"__entity": {"type": "A::B", "id": "\\"}}}""", """{"Set": []}""", """{"Record": {}}""",
    ];

    private static readonly Func<JsonNode, JsonNode, JsonNode>[] Operators =
    [
        .. Infix.Select(name => (Func<JsonNode, JsonNode, JsonNode>)((a, b) =>
            new JsonObject { [name] = new JsonObject { ["left"] = a, ["right"] = b } })),
        (a, _) => new JsonObject { ["!"] = new JsonObject { ["arg"] = a } },
        (a, _) => new JsonObject { ["neg"] = new JsonObject { ["arg"] = a } },
        (a, _) => new JsonObject { ["isEmpty"] = new JsonObject { ["arg"] = a } },
        (a, _) => new JsonObject { ["."] = new JsonObject { ["left"] = a, ["attr"] = "x" } },
        (a, _) => new JsonObject { ["."] = new JsonObject { ["left"] = a, ["attr"] = "if" } },
        (a, _) => new JsonObject { ["has"] = new JsonObject { ["left"] = a, ["attr"] = new JsonArray("x", "y") } },
        (a, _) => new JsonObject
        {
            ["like"] = new JsonObject { ["left"] = a, ["pattern"] = new JsonArray("Wildcard", new JsonObject { ["Literal"] = "*\\" }) },
        },
        (a, _) => new JsonObject { ["is"] = new JsonObject { ["left"] = a, ["entity_type"] = "A" } },
        (a, b) => new JsonObject { ["is"] = new JsonObject { ["left"] = a, ["entity_type"] = "A", ["in"] = b } },
        (a, b) => new JsonObject { ["if-then-else"] = new JsonObject { ["if"] = a, ["then"] = b, ["else"] = a.DeepClone() } },
        (a, b) => new JsonObject { ["Set"] = new JsonArray(a, b) },
        (a, b) => new JsonObject { ["Record"] = new JsonObject { ["x"] = a, ["y z"] = b } },
        (a, b) => new JsonObject { ["isInRange"] = new JsonArray(a, b) },
        (a, _) => new JsonObject { ["ip"] = new JsonArray(a) },
    ];

    [Fact]
    public void Every_operator_within_every_other_reads_back_as_it_was()
    {
        foreach (var outer in Operators)
        {
            foreach (var inner in Operators)
            {
                Check(outer(inner(Leaf(0), Leaf(1)), Leaf(2)));
                Check(outer(Leaf(1), inner(Leaf(3), Leaf(4))));
                Check(outer(inner(Leaf(1), Leaf(6)), inner(Leaf(7), Leaf(5))));
            }
        }
    }

    [Fact]
    public void A_thousand_random_trees_of_operators_read_back_as_they_were()
    {
        var random = new Random(20261122);
        JsonNode Grow(int depth) => depth == 0 || random.Next(8) == 0
            ? Leaf(random.Next(Leaves.Length))
            : Operators[random.Next(Operators.Length)](Grow(depth - 1), Grow(depth - 1));

        for (var i = 0; i < 1_000; i++)
        {
            Check(Grow(6));
        }
    }

    private static JsonNode Leaf(int number) => JsonNode.Parse(Leaves[number])!;

    private static void Check(JsonNode expression)
    {
        var json = JsonNode.Parse(PolicyJson.With(expression.ToJsonString()))!;

        var policy = CedarPolicySet.FromJson(json.ToJsonString()).Policies[0];

        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(policy.ToJson())), $"{json["conditions"]}\n{policy}");
        Assert.Equal(policy.ToJson(), CedarPolicySet.Parse(policy.Text).Policies[0].ToJson());
    }
}
