namespace DelningsNav.Cedar.Tests;

/// <summary>What strict validation refuses although it could be evaluated, and what must be tested before it is read.</summary>
public sealed class StrictValidationTests
{
    [Theory]
    [InlineData(
        "context.text == context.number",
        "only values of one type can be compared; `context.text` is String and `context.number` is Long")]
    [InlineData(
        "context != principal",
        "only values of one type can be compared; `context` is { now: datetime, wait: duration, from: ipaddr, … } and "
            + "`principal` is User")]
    [InlineData(
        "{ a: 1 } == { a: 1, b: 2 }",
        "only values of one type can be compared; `{ a: 1 }` is { a: Long } and `{ a: 1, b: 2 }` is { a: Long, b: Long }")]
    [InlineData(
        "context has seal && context.seal == { key: \"a\", grade: 1 }",
        "only values of one type can be compared; `context.seal` is { key: String, grade?: Long } and `{ key: \"a\", "
            + "grade: 1 }` is { key: String, grade: Long }")]
    [InlineData("(true || context.flag) == 0", "only values of one type can be compared; `true || context.flag` is Bool and `0` is Long")]
    [InlineData("(!false) == 0", "only values of one type can be compared; `!false` is Bool and `0` is Long")]
    [InlineData("[1] == [context.text]", "only values of one type can be compared; `[1]` is Set<Long> and `[context.text]` is Set<String>")]
    [InlineData(
        "[context.number, context.text].contains(1)",
        "the items of a set must have one type; `context.text` is String, those before it are Long")]
    [InlineData(
        "[principal, resource].contains(principal)",
        "the items of a set must have one type; `resource` is Document, those before it are User")]
    [InlineData("[].contains(1)", "the type of an empty set is not known; use `.isEmpty()` to test for one")]
    [InlineData("context.texts == []", "the type of an empty set is not known; use `.isEmpty()` to test for one")]
    [InlineData(
        "(if context.flag then 1 else \"a\") == 1",
        "both branches of an `if` must have one type; `then` is Long and `else` is String")]
    [InlineData(
        "context.texts.contains(1)",
        "the set has items of the type String, so none of them can be Long; compare values of one type")]
    [InlineData(
        "context.users.contains(resource)",
        "the set has items of the type User, so none of them can be Document; compare values of one type")]
    [InlineData(
        "context.texts.containsAny([1])",
        "the set has items of the type String, so none of them can be Long; compare values of one type")]
    [InlineData("ip(context.text).isIpv4()", "`ip` takes one string literal, such as `ip(\"10.0.0.0/8\")`")]
    [InlineData(
        "datetime(\"2026\" ) < context.now && decimal(if true then \"1.0\" else \"2.0\") == resource.worth",
        "error while evaluating `datetime`: \"2026\" is not well-formed; write `YYYY-MM-DD`, or that with `Thh:mm:ss`, "
            + "optional `.SSS`, and `Z` or an offset as `+0200`\n`decimal` takes one string literal, such as `decimal(\"1.5\")`")]
    public void Types_must_be_one_and_known(string condition, string problem) => Assert.Equal(problem, Valid.Condition(condition));

    [Theory]
    [InlineData("principal == resource")]
    [InlineData("1 == \"a\"")]
    [InlineData("(true || true) == 0")]
    [InlineData("0 == (true && (false || true) && false)")]
    public void Entities_of_two_types_and_literals_can_be_compared_and_differ(string condition) =>
        Assert.StartsWith("warning: the policy can never apply", Valid.Condition(condition), StringComparison.Ordinal);

    [Theory]
    [InlineData("context has seal && context.seal.key == \"a\"")]
    [InlineData("context has seal && context.flag && context[\"seal\"].key == \"a\"")]
    [InlineData("context has seal.grade && context.seal.grade == 1")]
    [InlineData("context has seal && context.seal has grade && context.seal.grade == 1")]
    [InlineData("if context has seal then context.seal.key == \"a\" else true")]
    [InlineData("((context has seal && context.flag) || (context.number == 1 && context has seal)) && context.seal.key == \"a\"")]
    [InlineData("(false || context has seal) && context.seal.key == \"a\"")]
    [InlineData("!(context has seal) || (context has seal && context.seal.key == \"a\")")]
    [InlineData("resource has \"odd name\" && resource[\"odd name\"]")]
    [InlineData("principal has home.number && principal.home.street == \"a\" && principal.home.number == 1")]
    [InlineData("resource.owner has age && resource.owner.age > 17")]
    [InlineData(
        "(if context.flag then principal else resource.owner) has age && (if context.flag then principal else "
            + "resource.owner).age > 17")]
    public void What_was_tested_may_be_read(string condition) => Assert.Empty(Valid.Condition(condition));

    [Theory]
    [InlineData("context.seal.key == \"a\"")]
    [InlineData("context.seal.key == \"a\" && context has seal")]
    [InlineData("context has seal || context.seal.key == \"a\"")]
    [InlineData("!(context has seal) && context.seal.key == \"a\"")]
    [InlineData("(context has seal || context.flag) && context.seal.key == \"a\"")]
    [InlineData("if context has seal then true else context.seal.key == \"a\"")]
    [InlineData("(if context has seal then context.flag else false) && context.seal.key == \"a\"")]
    [InlineData("(if context has seal then context.flag else context.flag) && context.seal.key == \"a\"")]
    public void What_was_not_tested_may_not_be_read(string condition) =>
        Assert.Equal("`context.seal` is optional; test `context has seal` before reading it", Valid.Condition(condition));

    [Theory]
    [InlineData(
        "principal has age && resource.owner.age > 1",
        "`resource.owner.age` is optional; test `resource.owner has age` before reading it")]
    [InlineData(
        "context has seal && context.seal.grade == 1",
        "`context.seal.grade` is optional; test `context.seal has grade` before reading it")]
    [InlineData("resource[\"odd name\"]", "`resource[\"odd name\"]` is optional; test `resource has \"odd name\"` before reading it")]
    [InlineData(
        "principal has home && principal.home.number == 1 || principal.home.street == \"a\"",
        "`principal.home.number` is optional; test `principal.home has number` before reading it\n`principal.home` is "
            + "optional; test `principal has home` before reading it")]
    public void A_test_of_one_thing_says_nothing_of_another(string condition, string problem) =>
        Assert.Equal(problem, Valid.Condition(condition));

    [Fact]
    public void A_test_in_one_when_counts_in_the_next_but_a_test_in_an_unless_does_not()
    {
        const string scope = "permit(principal is User, action == Action::\"view\", resource)";

        Assert.Empty(Valid.Policy($"{scope} when {{ context has seal }} when {{ context.seal.key == \"a\" }};"));
        Assert.Empty(Valid.Policy($"{scope} when {{ context has seal }} unless {{ context.seal.key == \"a\" }};"));
        Assert.NotEmpty(Valid.Policy($"{scope} unless {{ context has seal }} when {{ context.seal.key == \"a\" }};"));
        Assert.NotEmpty(Valid.Policy($"{scope} when {{ context.seal.key == \"a\" }} when {{ context has seal }};"));
    }

    [Theory]
    [InlineData("context has flag", "")]
    [InlineData("if context has flag then true else 1", "")]
    [InlineData(
        "if principal has name then context.flag else 1",
        "both branches of an `if` must have one type; `then` is Bool and `else` is Long")]
    public void A_record_always_has_its_required_attributes_but_an_entity_may_be_missing(string condition, string problem) =>
        Assert.Equal(problem, Valid.Condition(condition));

    [Theory]
    [InlineData("resource.hasTag(\"a\") && resource.getTag(\"a\") == \"b\"", "")]
    [InlineData("principal.hasTag(context.text) && principal.getTag(context.text).contains(\"b\")", "")]
    [InlineData("resource.getTag(\"a\") == \"b\"", "the tag may be missing; test `resource.hasTag(\"a\")` before reading it")]
    [InlineData(
        "resource.hasTag(\"a\") && resource.getTag(\"b\") == \"b\"",
        "the tag may be missing; test `resource.hasTag(\"b\")` before reading it")]
    [InlineData(
        "resource.hasTag(\"a\") && principal.getTag(\"a\").isEmpty()",
        "the tag may be missing; test `principal.hasTag(\"a\")` before reading it")]
    [InlineData(
        "principal has age && principal.getTag(\"age\").isEmpty()",
        "the tag may be missing; test `principal.hasTag(\"age\")` before reading it")]
    [InlineData("principal.unit.hasTag(\"a\") || context.flag", "")]
    [InlineData("principal.unit.getTag(\"a\") == \"b\"", "entities of the type Unit have no tags")]
    [InlineData("resource.hasTag(1)", "expected String, but `1` is Long")]
    [InlineData("context.hasTag(\"a\")", "expected an entity, but `context` is { now: datetime, wait: duration, from: ipaddr, … }")]
    public void A_tag_may_be_read_after_a_test_for_the_same_tag(string condition, string problem) =>
        Assert.Equal(problem, Valid.Condition(condition));

    [Theory]
    [InlineData("principal in City::\"gbg\"", true)]
    [InlineData("principal in User::\"other\"", true)]
    [InlineData("principal in Document::\"d\"", false)]
    [InlineData("principal.unit in principal", false)]
    [InlineData("principal is User in Unit::\"a\"", true)]
    [InlineData("principal is Robot in Unit::\"a\"", false)]
    [InlineData("action in Action::\"read\"", true)]
    [InlineData("action in [Action::\"rest\", Action::\"view\"]", true)]
    [InlineData("Action::\"rest\" in Action::\"read\"", false)]
    [InlineData("action == Action::\"edit\"", false)]
    [InlineData("action in Unit::\"a\"", false)]
    public void The_schema_declares_what_can_belong_to_what(string condition, bool mayHold) =>
        Assert.Equal(
            mayHold
                ? string.Empty
                : "warning: the policy can never apply; its conditions are false for every request that its scope allows",
            Valid.Condition(condition));
}
