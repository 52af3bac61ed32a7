using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Json;

/// <summary>The JSON form of every operator, from the page "JSON policy format" of Cedar's documentation.</summary>
public sealed class ExpressionFormTests
{
    private const string Principal = """{"Var": "principal"}""";
    private const string Context = """{"Var": "context"}""";
    private const string One = """{"Value": 1}""";
    private const string Two = """{"Value": 2}""";

    public static TheoryData<string, string> Forms => new()
    {
        { "true", """{"Value": true}""" },
        { "-1", """{"Value": -1}""" },
        { "9223372036854775807", """{"Value": 9223372036854775807}""" },
        { "-9223372036854775808", """{"Value": -9223372036854775808}""" },
        { "\"å \\\"\\u{1F600}\\n\"", """{"Value": "å \"😀\n"}""" },
        { "City::Unit::\"north\"", """{"Value": {"__entity": {"type": "City::Unit", "id": "north"}}}""" },
        { "principal", Principal },
        { "action", """{"Var": "action"}""" },
        { "resource", """{"Var": "resource"}""" },
        { "context", Context },
        { "!true", """{"!": {"arg": {"Value": true}}}""" },
        { "-(1)", $$$"""{"neg": {"arg": {{{One}}}}}""" },
        { "-context.age", """{"neg": {"arg": {".": {"left": {"Var": "context"}, "attr": "age"}}}}""" },
        { "[].isEmpty()", """{"isEmpty": {"arg": {"Set": []}}}""" },
        { "context.age", """{".": {"left": {"Var": "context"}, "attr": "age"}}""" },
        { "context[\"in\"]", """{".": {"left": {"Var": "context"}, "attr": "in"}}""" },
        { "context has age", """{"has": {"left": {"Var": "context"}, "attr": "age"}}""" },
        { "context has \"-78/%$!\"", """{"has": {"left": {"Var": "context"}, "attr": "-78/%$!"}}""" },
        { "context has inner.deep", """{"has": {"left": {"Var": "context"}, "attr": ["inner", "deep"]}}""" },
        { "principal is City::User", """{"is": {"left": {"Var": "principal"}, "entity_type": "City::User"}}""" },
        {
            "principal is User in Group::\"friends\"",
            """
            {"is": {"left": {"Var": "principal"}, "entity_type": "User",
                    "in": {"Value": {"__entity": {"type": "Group", "id": "friends"}}}}}
            """
        },
        {
            "context.name like \"/home/*/\\*.txt\"",
            """
            {"like": {"left": {".": {"left": {"Var": "context"}, "attr": "name"}},
                      "pattern": [{"Literal": "/home/"}, "Wildcard", {"Literal": "/*.txt"}]}}
            """
        },
        { "\"\" like \"\"", """{"like": {"left": {"Value": ""}, "pattern": []}}""" },
        { "\"\" like \"**\"", """{"like": {"left": {"Value": ""}, "pattern": ["Wildcard", "Wildcard"]}}""" },
        { "if true then 1 else 2", $$$"""{"if-then-else": {"if": {"Value": true}, "then": {{{One}}}, "else": {{{Two}}}}}""" },
        { "[1, \"a\", [2]]", $$$"""{"Set": [{{{One}}}, {"Value": "a"}, {"Set": [{{{Two}}}]}]}""" },
        { "{}", """{"Record": {}}""" },
        { "{a: 1, \"b c\": {}}", $$$"""{"Record": {"a": {{{One}}}, "b c": {"Record": {}} }}""" },
        { "decimal(\"10.0\")", """{"decimal": [{"Value": "10.0"}]}""" },
        { "ip(\"::1\").isLoopback()", """{"isLoopback": [{"ip": [{"Value": "::1"}]}]}""" },
        {
            "context.ip.isInRange(ip(\"10.0.0.0/8\"))",
            """{"isInRange": [{".": {"left": {"Var": "context"}, "attr": "ip"}}, {"ip": [{"Value": "10.0.0.0/8"}]}]}"""
        },
        {
            "datetime(\"2026-11-22\").offset(duration(\"1d\"))",
            """{"offset": [{"datetime": [{"Value": "2026-11-22"}]}, {"duration": [{"Value": "1d"}]}]}"""
        },
    };

    public static TheoryData<string> Infix => ["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "+", "-", "*"];

    public static TheoryData<string> Methods => ["contains", "containsAll", "containsAny", "getTag", "hasTag"];

    public static TheoryData<string, int> Functions => new()
    {
        { "lessThan", 2 }, { "lessThanOrEqual", 2 }, { "greaterThan", 2 }, { "greaterThanOrEqual", 2 },
        { "isIpv4", 1 }, { "isIpv6", 1 }, { "isLoopback", 1 }, { "isMulticast", 1 }, { "isInRange", 2 },
        { "offset", 2 }, { "durationSince", 2 }, { "toDate", 1 }, { "toTime", 1 },
        { "toMilliseconds", 1 }, { "toSeconds", 1 }, { "toMinutes", 1 }, { "toHours", 1 }, { "toDays", 1 },
    };

    public static TheoryData<string, string> Groupings => new()
    {
        { "1 + 2 - 1", $$$"""{"-": {"left": {"+": {"left": {{{One}}}, "right": {{{Two}}}}}, "right": {{{One}}}}}""" },
        { "1 - (2 + 1)", $$$"""{"-": {"left": {{{One}}}, "right": {"+": {"left": {{{Two}}}, "right": {{{One}}} }} }}""" },
        { "(1 + 2) * 1", $$$"""{"*": {"left": {"+": {"left": {{{One}}}, "right": {{{Two}}}}}, "right": {{{One}}}}}""" },
        { "1 * 2 * -2", $$$"""{"*": {"left": {"*": {"left": {{{One}}}, "right": {{{Two}}}}}, "right": {"Value": -2}} }""" },
        {
            "true && (true && true)",
            """{"&&": {"left": {"Value": true}, "right": {"&&": {"left": {"Value": true}, "right": {"Value": true}}}}}"""
        },
        {
            "true || true && true",
            """{"||": {"left": {"Value": true}, "right": {"&&": {"left": {"Value": true}, "right": {"Value": true}}}}}"""
        },
        {
            "(true || true) && true",
            """{"&&": {"left": {"||": {"left": {"Value": true}, "right": {"Value": true}}}, "right": {"Value": true}}}"""
        },
        { "(1 == 2) == true", $$$"""{"==": {"left": {"==": {"left": {{{One}}}, "right": {{{Two}}}}}, "right": {"Value": true}} }""" },
        {
            "(if true then 1 else 2) == 1",
            $$$"""{"==": {"left": {"if-then-else": {"if": {"Value": true}, "then": {{{One}}}, "else": {{{Two}}}}}, "right": {{{One}}}}}"""
        },
        { "(-1).isEmpty()", """{"isEmpty": {"arg": {"Value": -1}}}""" },
        { "-1.isEmpty()", $$$"""{"neg": {"arg": {"isEmpty": {"arg": {{{One}}} }} }}""" },
        { "--(1)", $$$"""{"neg": {"arg": {"neg": {"arg": {{{One}}} }} }}""" },
        { "-(-1)", """{"neg": {"arg": {"Value": -1}}}""" },
        { "!(-1)", """{"!": {"arg": {"Value": -1}}}""" },
        { "(!true).isEmpty()", """{"isEmpty": {"arg": {"!": {"arg": {"Value": true}}}}}""" },
        { "(1 + 2).isEmpty()", $$$"""{"isEmpty": {"arg": {"+": {"left": {{{One}}}, "right": {{{Two}}} }} }}""" },
        { "(context has a) has b", """{"has": {"left": {"has": {"left": {"Var": "context"}, "attr": "a"}}, "attr": "b"}}""" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    [MemberData(nameof(Groupings))]
    public void Every_expression_has_one_form_in_JSON_and_is_read_back_from_it(string text, string json)
    {
        AssertSame(json, ToJson(text));
        AssertSame(json, ToJson(ToText(json)));
    }

    [Theory]
    [MemberData(nameof(Groupings))]
    public void Text_made_of_JSON_has_parentheses_only_where_they_are_needed(string text, string json) =>
        Assert.Equal(text, ToText(json));

    [Theory]
    [MemberData(nameof(Infix))]
    public void An_operator_between_two_operands_has_left_and_right(string name) =>
        Every_expression_has_one_form_in_JSON_and_is_read_back_from_it(
            $"1 {name} 2", $$$"""{"{{{name}}}": {"left": {{{One}}}, "right": {{{Two}}}}}""");

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_of_the_language_has_left_and_right(string name) =>
        Every_expression_has_one_form_in_JSON_and_is_read_back_from_it(
            $"principal.{name}(1)", $$$"""{"{{{name}}}": {"left": {{{Principal}}}, "right": {{{One}}}}}""");

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_method_of_an_extension_has_its_receiver_as_first_argument(string name, int count) =>
        Every_expression_has_one_form_in_JSON_and_is_read_back_from_it(
            $"context.{name}({(count == 2 ? "1" : "")})", $$$"""{"{{{name}}}": [{{{Context}}}{{{(count == 2 ? ", " + One : "")}}}]}""");

    [Theory]
    [InlineData("""{"Value": [1, [true], {"a": -2}]}""", "[1, [true], {\"a\": -2}]")]
    [InlineData("""{"Value": {"__extn": {"fn": "ip", "arg": "10.0.0.1"}}}""", "ip(\"10.0.0.1\")")]
    [InlineData("""{"Value": {"__extn": {"fn": "isIpv4", "arg": {"__extn": {"fn": "ip", "arg": "::1"}}}}}""", "ip(\"::1\").isIpv4()")]
    [InlineData("""{"Value": {"__extn": {"fn": "offset", "args": [1, -2]}}}""", "1.offset(-2)")]
    [InlineData("""{"Value": {"__entity": 1, "other": 2}}""", "{\"__entity\": 1, \"other\": 2}")]
    [InlineData(
        """{"like": {"left": {"Value": "ab"}, "pattern": [{"Literal": "a"}, {"Literal": "*"}, "Wildcard"]}}""",
        "\"ab\" like \"a\\**\"")]
    [InlineData("""{"has": {"left": {"Var": "context"}, "attr": ["age"]}}""", "context has age")]
    [InlineData("""{"is": {"left": {"Var": "principal"}, "entity_type": "User", "in": null}}""", "principal is User")]
    public void Other_ways_to_say_the_same_are_read(string json, string text) => Assert.Equal(text, ToText(json));

    [Theory]
    [InlineData("""{"Value": "\" } ; permit(principal, action, resource); //"}""")]
    [InlineData("""{"Value": {"__entity": {"type": "User", "id": "\\\" || true"}}}""")]
    [InlineData("""{".": {"left": {"Var": "context"}, "attr": "a\"] || true || context[\"b"}}""")]
    [InlineData("""{"Record": {"a\": 1}.b || {\"": {"Value": 1}}}""")]
    [InlineData("""{"has": {"left": {"Var": "context"}, "attr": "age || true"}}""")]
    [InlineData("""{"like": {"left": {"Value": "a"}, "pattern": [{"Literal": "*\" || \"a\" like \"*"}]}}""")]
    public void Text_within_JSON_cannot_become_a_piece_of_the_policy(string json) => AssertSame(json, ToJson(ToText(json)));

    private static string ToJson(string expression)
    {
        var policy = CedarPolicySet.Parse($"permit(principal, action, resource) when {{ {expression} }};").Policies[0];
        return JsonNode.Parse(policy.ToJson())!["conditions"]![0]!["body"]!.ToJsonString();
    }

    private static string ToText(string expression)
    {
        var policy = Assert.Single(CedarPolicySet.FromJson(PolicyJson.With(expression)).Policies);
        Assert.StartsWith("permit(principal, action, resource)\nwhen { ", policy.Text, StringComparison.Ordinal);
        Assert.EndsWith(" };", policy.Text, StringComparison.Ordinal);
        return policy.Text["permit(principal, action, resource)\nwhen { ".Length..^3];
    }

    private static void AssertSame(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nactual   {actual}");
}
