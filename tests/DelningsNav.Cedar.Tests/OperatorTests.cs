namespace DelningsNav.Cedar.Tests;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("true && false", "false")]
    [InlineData("false && 1", "false")]
    [InlineData("true || 1", "true")]
    [InlineData("false || false || true", "true")]
    [InlineData("true && 1", "type error: expected bool, got long")]
    [InlineData("1 && true", "type error: expected bool, got long")]
    [InlineData("false || \"x\"", "type error: expected bool, got string")]
    [InlineData("!false", "true")]
    [InlineData("!!!!true", "true")]
    [InlineData("!1", "type error: expected bool, got long")]
    [InlineData("if true then true else 1 + \"\" == 2", "true")]
    [InlineData("(if false then 1 else 2) == 2", "true")]
    [InlineData("if 1 then true else false", "type error: expected bool, got long")]
    [InlineData("1", "type error: expected bool, got long")]
    public void Logic_looks_no_further_than_it_must(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("1 + 2 * 3 - 4 == 3", "true")]
    [InlineData("10 - 4 - 3 == 3", "true")]
    [InlineData("-context.age == -16", "true")]
    [InlineData("--5 == 5", "true")]
    [InlineData("-9223372036854775808 < 9223372036854775807", "true")]
    [InlineData("9223372036854775807 + 1 == 0", "integer overflow in addition")]
    [InlineData("-9223372036854775808 - 1 == 0", "integer overflow in subtraction")]
    [InlineData("4611686018427387904 * 2 == 0", "integer overflow in multiplication")]
    [InlineData("--9223372036854775808 == 0", "integer overflow in negation")]
    [InlineData("1 + 9223372036854775807 - 9223372036854775807 == 1", "integer overflow in addition")]
    [InlineData("1 + \"1\" == 2", "type error: expected long, got string")]
    public void Arithmetic_is_exact_or_fails(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", "true")]
    [InlineData("1 == \"1\"", "false")]
    [InlineData("1 != \"1\"", "true")]
    [InlineData("principal == User::\"anna\"", "true")]
    [InlineData("principal == Other::\"anna\"", "false")]
    [InlineData("[1, 2, 2] == [2, 1]", "true")]
    [InlineData("[1, [2]] == [[2], 1]", "true")]
    [InlineData("{a: 1, \"b\": [2]} == {b: [2], a: 1}", "true")]
    [InlineData("{a: 1} == {a: 1, b: 2}", "false")]
    [InlineData("1 < \"2\"", "type error: expected long, got string")]
    [InlineData("\"1\" < 2", "type error: expected long, got string")]
    [InlineData("\"a\" < \"b\"", "type error: expected long, datetime or duration, got string")]
    public void Comparing_needs_like_types_and_equality_does_not(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("principal in Unit::\"north\"", "true")]
    [InlineData("principal in City::\"gothenburg\"", "true")]
    [InlineData("principal in principal", "true")]
    [InlineData("principal in [Unit::\"south\", City::\"gothenburg\"]", "true")]
    [InlineData("principal in []", "false")]
    [InlineData("resource in Unit::\"north\"", "false")]
    [InlineData("principal in [Unit::\"north\", 1]", "type error: expected (entity), got long")]
    [InlineData("1 in Unit::\"north\"", "type error: expected (entity), got long")]
    [InlineData("principal in 1", "type error: expected set or (entity), got long")]
    [InlineData("principal is User", "true")]
    [InlineData("principal is Unit in 1", "false")]
    [InlineData("principal is User in City::\"gothenburg\"", "true")]
    [InlineData("1 is User", "type error: expected (entity), got long")]
    public void Belonging_is_transitive(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("principal.role == \"teacher\"", "true")]
    [InlineData("principal[\"role\"] == \"teacher\"", "true")]
    [InlineData("context.inner.deep.deeper", "true")]
    [InlineData("context has inner.deep.deeper", "true")]
    [InlineData("context has inner.other.deeper", "false")]
    [InlineData("context has age.years", "type error: expected record or (entity), got long")]
    [InlineData("principal has unit.name", "false")]
    [InlineData("context has \"not here\"", "false")]
    [InlineData("resource has anything", "false")]
    [InlineData("{has_it: 1} has has_it", "true")]
    [InlineData("1 has a", "type error: expected record or (entity), got long")]
    [InlineData("context.missing", "record does not have the attribute `missing`")]
    [InlineData("principal.missing", "`User::\"anna\"` does not have the attribute `missing`")]
    [InlineData("resource.title == \"\"", "entity `Document::\"plan\"` does not exist")]
    [InlineData("principal.hasTag(\"seal\") && principal.getTag(\"seal\") == 7", "true")]
    [InlineData("resource.hasTag(\"seal\")", "false")]
    [InlineData("resource.getTag(\"seal\") == 7", "entity `Document::\"plan\"` does not exist")]
    [InlineData("principal.getTag(\"wax\") == 7", "`User::\"anna\"` does not have the tag \"wax\"")]
    [InlineData("principal.hasTag(1)", "type error: expected string, got long")]
    [InlineData("context.hasTag(\"a\")", "type error: expected (entity), got record")]
    public void Attributes_and_tags_are_read_from_records_and_entities(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("context.tags.contains(\"a\")", "true")]
    [InlineData("[1, 2, 3].containsAll([3, 1])", "true")]
    [InlineData("[1, 2].containsAll([])", "true")]
    [InlineData("[1, 2].containsAny([3, 2])", "true")]
    [InlineData("[1, 2].containsAny([])", "false")]
    [InlineData("[].isEmpty()", "true")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,10].contains(10)", "true")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10] == [10,9,8,7,6,5,4,3,2,1,1]", "true")]
    [InlineData("context.contains(1)", "type error: expected set, got record")]
    [InlineData("[1].containsAll(1)", "type error: expected set, got long")]
    [InlineData("1.isEmpty()", "type error: expected set, got long")]
    public void Sets_contain_each_value_once(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("\"\" like \"\"", "true")]
    [InlineData("\"\" like \"*\"", "true")]
    [InlineData("\"a*b\" like \"a\\*b\"", "true")]
    [InlineData("\"axb\" like \"a\\*b\"", "false")]
    [InlineData("\"aXbXXc\" like \"a*b*c\"", "true")]
    [InlineData("\"ab\" like \"ab*ab\"", "false")]
    [InlineData("\"abab\" like \"ab*ab\"", "true")]
    [InlineData("\"aab\" like \"*ab\"", "true")]
    [InlineData("\"aba\" like \"*b\"", "false")]
    [InlineData("\"anything\" like \"**\\u{2a}\"", "true")]
    [InlineData("context.name like \"\\u{c5}*\"", "true")]
    [InlineData("1 like \"*\"", "type error: expected string, got long")]
    public void A_star_matches_any_text(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData(@"""\n\r\t\\\0\'\"""" == ""\x0a\x0d\x09\x5c\x00\x27\x22""", "true")]
    [InlineData("\"\\u{1F600}\" == \"😀\"", "true")]
    [InlineData("\"\\u{0_0_41}\" == \"A\"", "true")]
    [InlineData("\"a\nb\" == \"a\\nb\"", "true")]
    public void Escapes_mean_what_Rust_says_they_mean(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));
}
