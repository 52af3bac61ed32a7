namespace DelningsNav.Cedar.Tests.Json;

public sealed class PolicyJsonProblemsTests
{
    private const string Anna = """{"type": "User", "id": "anna"}""";
    private const string Template = """{"op": "==", "slot": "?principal"}""";

    [Fact]
    public void Every_problem_is_named_at_once_with_a_JSON_pointer()
    {
        var unknown = PolicyJson.With("""{"foo": [1]}""");
        var json = PolicyJson.Set(
            policies: $$$"""
                {
                  "a/b~c": {"effect": "allow", "principal": {"op": "!="}, "action": {"op": "All"}, "resource": {"op": "All"},
                            "conditions": [{"kind": "when", "body": {"==": {"left": {"Value": 1.5}, "rigth": {"Var": "me"}} }}]},
                  "b": {{{unknown}}}
                }
                """,
            templates: "[]",
            links: """[{"templateId": 1, "newId": "x", "values": {}}]""");

        var exception = Assert.Throws<CedarJsonException>(() => CedarPolicySet.FromJson(json, "set.json"));

        Assert.Equal(
            [
                "/staticPolicies/a~1b~0c/effect: the effect is either permit or forbid",
                "/staticPolicies/a~1b~0c/principal/op: \"!=\" is not an operator of the scope for `principal`",
                "/staticPolicies/a~1b~0c/conditions/0/body/==/rigth: the member is unknown",
                "/staticPolicies/a~1b~0c/conditions/0/body/==: the member `right` is missing",
                "/staticPolicies/a~1b~0c/conditions/0/body/==/left/Value: "
                    + "numbers must be whole and lie between -9223372036854775808 and 9223372036854775807",
                "/staticPolicies/b/conditions/0/body/foo: the operator or function is unknown",
                "/templates: expected an object",
                "/templateLinks/0/templateId: expected a string",
            ],
            exception.Problems);
        Assert.StartsWith("set.json: /staticPolicies/a~1b~0c/effect: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "the document: expected an object")]
    [InlineData("{}", "the document: the member `templates` is missing")]
    [InlineData("null", "the document: expected an object")]
    [InlineData("{", "the document: ")]
    [InlineData("", "the document: ")]
    [InlineData("{} {}", "the document: ")]
    [InlineData("""{"staticPolicies": {}, "templates": {}, "templateLinks": [], "version": 1}""", "/version: the member is unknown")]
    public void A_document_is_one_set_or_one_policy(string json, string problem) =>
        Assert.Contains(problem, PolicyJson.Problems(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"op": "=="}""", "/principal: expected either `entity` or `slot`")]
    [InlineData($$$"""{"op": "==", "entity": {{{Anna}}}, "slot": "?principal"}""", "/principal: expected either `entity` or `slot`")]
    [InlineData($$$"""{"op": "All", "entity": {{{Anna}}}}""", "/principal/entity: the member is unknown")]
    [InlineData(
        $$$"""{"op": "in", "entities": [{{{Anna}}}]}""",
        "/principal/entities: the member is unknown\n/principal: expected either `entity` or `slot`")]
    [InlineData("""{"op": "==", "slot": "?resource"}""", "/principal/slot: the slot for `principal` is `?principal`")]
    [InlineData("""{"op": "==", "entity": {"type": "User"}}""", "/principal/entity: the member `id` is missing")]
    [InlineData("""{"op": "==", "entity": {"type": "a b", "id": ""}}""", "/principal/entity/type: \"a b\" is not an entity type")]
    [InlineData("""{"op": "==", "entity": {"type": "User", "id": "a", "more": 1}}""", "/principal/entity/more: the member is unknown")]
    [InlineData("""{"op": "is"}""", "/principal: the member `entity_type` is missing")]
    [InlineData("""{"op": "is", "entity_type": "in"}""", "/principal/entity_type: \"in\" is not an entity type")]
    [InlineData("""{"op": "is", "entity_type": "A", "in": {}}""", "/principal/in: expected either `entity` or `slot`")]
    [InlineData("""{"op": 1}""", "/principal/op: expected a string")]
    [InlineData("\"All\"", "/principal: expected an object with the member `op`")]
    public void A_scope_that_text_could_not_say_is_refused(string principal, string problem) =>
        Assert.Equal(problem, PolicyJson.Problems(PolicyJson.Policy(principal: principal)));

    [Theory]
    [InlineData("""{"op": "is", "entity_type": "Action"}""", "/action/op: \"is\" is not an operator of the scope for `action`")]
    [InlineData(
        $$$"""{"op": "==", "entity": {{{Anna}}}}""",
        "/action/entity: `User::\"anna\"` is not an action; an action's type ends with `Action`")]
    [InlineData(
        $$$"""{"op": "in", "entities": [{{{Anna}}}]}""",
        "/action/entities/0: `User::\"anna\"` is not an action; an action's type ends with `Action`")]
    [InlineData(
        """{"op": "in", "slot": "?action"}""",
        "/action/slot: the member is unknown\n/action: expected either `entity` or `entities`")]
    public void The_action_is_an_action_and_never_a_slot(string action, string problem) =>
        Assert.Equal(problem, PolicyJson.Problems(PolicyJson.Policy(action: action)));

    [Theory]
    [InlineData("{}", ": expected an expression: an object with one operator")]
    [InlineData("1", ": expected an object")]
    [InlineData("""{"Value": 1, "Var": "context"}""", ": an expression has one operator; found 2")]
    [InlineData("""{"Value": null}""", "/Value: null is not a Cedar value")]
    [InlineData(
        """{"Value": 9223372036854775808}""",
        "/Value: numbers must be whole and lie between -9223372036854775808 and 9223372036854775807")]
    [InlineData("""{"Value": 1e400}""", "/Value: numbers must be whole and lie between -9223372036854775808 and 9223372036854775807")]
    [InlineData("""{"Value": {"__expr": "1"}}""", "/Value: `__expr` is no longer part of Cedar; use `__entity` or `__extn`")]
    [InlineData("""{"Value": {"__entity": "a"}}""", "/Value/__entity: expected an object")]
    [InlineData("""{"Value": {"__extn": {"fn": "foo", "arg": 1}}}""", "/Value/__extn/fn: unknown function \"foo\"")]
    [InlineData("""{"Value": {"__extn": {"fn": "ip"}}}""", "/Value/__extn: expected either `arg` or `args`")]
    [InlineData("""{"Var": "me"}""", "/Var: the variables are principal, action, resource and context")]
    [InlineData("""{"Slot": "?principal"}""", "/Slot: a slot is allowed only in the scope of a template")]
    [InlineData("""{"Unknown": {"name": "x"}}""", "/Unknown: unknowns belong to partial evaluation and are not allowed in a policy")]
    [InlineData("""{"/": {"left": {"Value": 1}, "right": {"Value": 1}}}""", "/~1: the operator or function is unknown")]
    [InlineData("""{"isInRange": []}""", "/isInRange: `isInRange` is a method; its first argument is the value that it is called on")]
    [InlineData("""{"ip": {"Value": "::1"}}""", "/ip: expected an array")]
    [InlineData(
        """{"!": {"left": {"Value": true}}}""",
        "/!/left: the member is unknown\n/conditions/0/body/!: the member `arg` is missing")]
    [InlineData("""{"has": {"left": {"Var": "context"}, "attr": []}}""", "/has/attr: the path has no steps")]
    [InlineData(
        """{"has": {"left": {"Var": "context"}, "attr": ["a", "b c"]}}""",
        "/has/attr/1: each of several steps must be an identifier, and no reserved word")]
    [InlineData(
        """{"has": {"left": {"Var": "context"}, "attr": ["a", "if"]}}""",
        "/has/attr/1: each of several steps must be an identifier, and no reserved word")]
    [InlineData("""{".": {"left": {"Var": "context"}, "attr": ["a"]}}""", "/./attr: expected a string")]
    [InlineData("""{"is": {"left": {"Var": "context"}, "entity_type": "A in B"}}""", "/is/entity_type: \"A in B\" is not an entity type")]
    [InlineData("""{"like": {"left": {"Value": ""}, "pattern": "*"}}""", "/like/pattern: expected an array")]
    [InlineData("""{"like": {"left": {"Value": ""}, "pattern": ["*"]}}""", "/like/pattern/0: expected \"Wildcard\" or {\"Literal\": …}")]
    public void An_expression_that_text_could_not_say_is_refused(string expression, string problem) =>
        Assert.Equal("/conditions/0/body" + problem, PolicyJson.Problems(PolicyJson.With(expression)));

    [Theory]
    [InlineData("""[{"kind": "while", "body": {"Value": true}}]""", "", "/conditions/0/kind: the kind is either when or unless")]
    [InlineData("""[{"kind": "when"}]""", "", "/conditions/0: the member `body` is missing")]
    [InlineData("{}", "", "/conditions: expected an array")]
    [InlineData("[]", """, "annotations": {"a b": "x"}""", "/annotations/a b: an annotation's name must be an identifier")]
    [InlineData("[]", """, "annotations": {"a": 1}""", "/annotations/a: expected a string")]
    [InlineData("[]", """, "id": "a" """, "/id: the member is unknown")]
    public void The_rest_of_a_policy_is_as_strict(string conditions, string more, string problem) =>
        Assert.Equal(problem, PolicyJson.Problems(PolicyJson.Policy(conditions: conditions, more: more)));

    [Theory]
    [InlineData("""{"Value": {"a": 1, "a": 1}}""", "/Value/a")]
    [InlineData("""{"Record": {"a": {"Value": 1}, "a": {"Value": 2}}}""", "/Record/a")]
    [InlineData("""{"!": {"arg": {"Value": true}, "arg": {"Value": false}}}""", "/!/arg")]
    [InlineData("""{"Value": true, "Value": false}""", "/Value")]
    [InlineData("""{"Record": {"a": {"Value": 1}, "\u0061": {"Value": 2}}}""", "/Record/a")]
    public void A_member_that_is_given_twice_is_refused_even_if_it_is_the_same(string expression, string place) =>
        Assert.Equal($"/conditions/0/body{place}: the member is given twice", PolicyJson.Problems(PolicyJson.With(expression)));

    [Fact]
    public void An_id_names_one_policy_or_template()
    {
        var (policy, template) = (PolicyJson.Policy(), PolicyJson.Policy(principal: Template));

        Assert.Equal(
            "/staticPolicies/a: the member is given twice\n/templates/a: another policy or template has the same id",
            PolicyJson.Problems(PolicyJson.Set($$$"""{"a": {{{policy}}}, "a": {{{policy}}}}""", $$$"""{"a": {{{template}}}}""")));
    }

    [Fact]
    public void Policies_and_templates_stand_each_in_their_own_part() => Assert.Equal(
        "/staticPolicies/a: a policy with slots is a template and belongs under `templates`\n"
        + "/templates/b: a policy without slots is not a template and belongs under `staticPolicies`",
        PolicyJson.Problems(PolicyJson.Set(
            $$$"""{"a": {{{PolicyJson.Policy(principal: Template)}}}}""", $$$"""{"b": {{{PolicyJson.Policy()}}}}""")));

    [Fact]
    public void A_link_fills_exactly_the_slots_of_a_template_that_is_there_under_an_id_that_is_free()
    {
        var links = $$$"""
            [
              {"templateId": "t", "newId": "ok", "values": {"?principal": {{{Anna}}}}},
              {"templateId": "t", "newId": "ok", "values": {"?principal": {{{Anna}}}}},
              {"templateId": "s", "newId": "a", "values": {}},
              {"templateId": "t", "newId": "t", "values": {}},
              {"templateId": "t", "newId": "b", "values": {"?principal": {{{Anna}}}, "?resource": {{{Anna}}}}},
              {"templateId": "t", "newId": "c", "values": {"?action": {{{Anna}}}}},
              {"templateId": "t", "newId": "d", "values": {"?principal": "anna"}}
            ]
            """;

        Assert.Equal(
            """
            /templateLinks/1: the id "ok" is taken by another policy or template
            /templateLinks/2: there is no template "s"
            /templateLinks/3: the id "t" is taken by another policy or template
            /templateLinks/3: template "t" has the slot `?principal`, which the link leaves open
            /templateLinks/4: template "t" has no slot `?resource`
            /templateLinks/5/values/?action: the member is unknown
            /templateLinks/5: template "t" has the slot `?principal`, which the link leaves open
            /templateLinks/6/values/?principal: expected an object
            """,
            PolicyJson.Problems(PolicyJson.Set(
                $$$"""{"s": {{{PolicyJson.Policy()}}}}""", $$$"""{"t": {{{PolicyJson.Policy(principal: Template)}}}}""", links)));
    }
}
