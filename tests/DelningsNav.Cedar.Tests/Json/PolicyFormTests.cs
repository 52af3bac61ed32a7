using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Json;

/// <summary>The JSON form of policies and policy sets, from Cedar's documentation.</summary>
public sealed class PolicyFormTests
{
    private const string Anna = """{"type": "User", "id": "anna"}""";
    private const string View = """{"type": "Action", "id": "view"}""";

    [Theory]
    [InlineData("principal", PolicyJson.All)]
    [InlineData("principal == User::\"anna\"", $$$"""{"op": "==", "entity": {{{Anna}}}}""")]
    [InlineData("principal in User::\"anna\"", $$$"""{"op": "in", "entity": {{{Anna}}}}""")]
    [InlineData("principal is City::User", """{"op": "is", "entity_type": "City::User"}""")]
    [InlineData("principal is User in User::\"anna\"", $$$"""{"op": "is", "entity_type": "User", "in": {"entity": {{{Anna}}}}}""")]
    [InlineData("principal == ?principal", """{"op": "==", "slot": "?principal"}""")]
    [InlineData("principal in ?principal", """{"op": "in", "slot": "?principal"}""")]
    [InlineData("principal is User in ?principal", """{"op": "is", "entity_type": "User", "in": {"slot": "?principal"}}""")]
    public void The_principal_and_the_resource_have_an_operator_and_its_operands(string text, string json)
    {
        AssertForm($"permit({text}, action, resource);", PolicyJson.Policy(principal: json));
        AssertForm(
            $"permit(principal, action, {text.Replace("principal", "resource", StringComparison.Ordinal)});",
            PolicyJson.Policy(resource: json.Replace("principal", "resource", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("action", PolicyJson.All)]
    [InlineData("action == Action::\"view\"", $$$"""{"op": "==", "entity": {{{View}}}}""")]
    [InlineData("action in Action::\"view\"", $$$"""{"op": "in", "entity": {{{View}}}}""")]
    [InlineData("action in [Action::\"view\"]", $$$"""{"op": "in", "entities": [{{{View}}}]}""")]
    [InlineData(
        "action in [Action::\"view\", A::Action::\"b\"]",
        $$$"""{"op": "in", "entities": [{{{View}}}, {"type": "A::Action", "id": "b"}]}""")]
    [InlineData("action in []", """{"op": "in", "entities": []}""")]
    public void The_action_may_be_in_a_list(string text, string json) =>
        AssertForm($"permit(principal, {text}, resource);", PolicyJson.Policy(action: json));

    [Fact]
    public void Conditions_keep_their_order_and_their_kind() => AssertForm(
        "forbid(principal, action, resource)\nwhen { true }\nunless { false }\nwhen { 1 };",
        PolicyJson.Policy("\"forbid\"", conditions: """
            [{"kind": "when", "body": {"Value": true}}, {"kind": "unless", "body": {"Value": false}},
             {"kind": "when", "body": {"Value": 1}}]
            """));

    [Fact]
    public void An_annotation_without_a_value_is_null_and_reads_as_the_empty_text()
    {
        const string text = "@id(\"a \\\"b\\\"\")\n@secret\n@if(\"\")\npermit(principal, action, resource);";

        AssertForm(text, PolicyJson.Policy(more: """, "annotations": {"id": "a \"b\"", "secret": null, "if": ""}"""));

        var read = CedarPolicySet.FromJson(CedarPolicySet.Parse(text).ToJson()).Policies[0];
        Assert.Equal(("a \"b\"", ""), (read.Name, read.Annotations["secret"]));
    }

    [Theory]
    [InlineData("""{"op": "all"}""", PolicyJson.All)]
    [InlineData($$$"""{"op": "==", "entity": {"__entity": {{{Anna}}}}}""", $$$"""{"op": "==", "entity": {{{Anna}}}}""")]
    [InlineData("""{"op": "is", "entity_type": "User", "in": null}""", """{"op": "is", "entity_type": "User"}""")]
    public void Other_ways_to_write_a_scope_are_read(string json, string same) =>
        AssertSame(PolicyJson.Policy(principal: same), CedarPolicySet.FromJson(PolicyJson.Policy(principal: json)).Policies[0].ToJson());

    [Fact]
    public void A_set_has_policies_and_templates_by_id_and_a_list_of_links()
    {
        var set = CedarPolicySet.Parse(
            """
            permit(principal, action, resource);
            forbid(principal in ?principal, action, resource == ?resource);
            """).Link(new CedarLink("policy1", "annas", new EntityUid("User", "anna"), new EntityUid("Document", "plan")));

        var json = set.ToJson();

        var template = PolicyJson.Policy(
            "\"forbid\"", principal: """{"op": "in", "slot": "?principal"}""", resource: """{"op": "==", "slot": "?resource"}""");
        AssertSame(
            PolicyJson.Set(
                $$$"""{"policy0": {{{PolicyJson.Policy()}}}}""",
                $$$"""{"policy1": {{{template}}}}""",
                $$$"""
                [{"templateId": "policy1", "newId": "annas",
                  "values": {"?principal": {{{Anna}}}, "?resource": {"type": "Document", "id": "plan"}} }]
                """),
            json);
        AssertSame(json, CedarPolicySet.FromJson(json).ToJson());
    }

    [Fact]
    public void Policies_have_the_ids_and_the_order_of_the_JSON()
    {
        var json = PolicyJson.Set(
            $$$"""{"z": {{{PolicyJson.Policy()}}}, "": {{{PolicyJson.Policy()}}}, "å/~": {{{PolicyJson.Policy()}}}}""");

        var set = CedarPolicySet.FromJson(json, "set.json");

        Assert.Equal(["z", "", "å/~"], set.Policies.Select(p => p.Id));
        Assert.Equal(["z", "", "å/~"], set.Authorize(Ask.Request, Ask.Entities).Reasons.Select(p => p.Id));
        Assert.All(set.Policies, p => Assert.Equal("set.json", p.Source));
    }

    [Fact]
    public void A_policy_read_from_JSON_explains_its_conditions_in_text()
    {
        var json = PolicyJson.With("""
            {"&&": {"left": {"<": {"left": {".": {"left": {"Var": "context"}, "attr": "age"}}, "right": {"Value": 18}}},
                    "right": {"||": {"left": {"Value": false}, "right": {".": {"left": {"Var": "context"}, "attr": "in_case"}}}}}}
            """);

        var conditions = CedarPolicySet.FromJson(json).Policies[0].Conditions(Ask.Request, Ask.Entities);

        Assert.Equal(
            [
                new ConditionResult("context.age < 18", false, true, null),
                new ConditionResult("(false || context.in_case)", false, false, null),
            ],
            conditions);
    }

    private static void AssertForm(string text, string json)
    {
        var fromText = CedarPolicySet.Parse(text);
        var fromJson = CedarPolicySet.FromJson(json);

        AssertSame(json, Only(fromText));
        AssertSame(json, Only(fromJson));
        Assert.Equal(text, fromJson.Policies.Select(p => p.Text).Concat(fromJson.Templates.Select(t => t.Text)).Single());
    }

    private static string Only(CedarPolicySet set) =>
        set.Policies.Select(p => p.ToJson()).Concat(set.Templates.Select(t => t.ToJson())).Single();

    private static void AssertSame(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nactual   {actual}");
}
