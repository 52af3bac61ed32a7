namespace DelningsNav.Cedar.Tests;

public sealed class ValidationTests
{
    [Fact]
    public void Every_problem_is_reported_with_its_policy_and_place()
    {
        var policies = CedarPolicySet.Parse(
            """
            permit(principal is User, action == Action::"view", resource);

            @id("second")
            forbid(principal, action == Action::"rest", resource)
            when {
              principal.naem == "x" &&
              principal.age > 1 };  permit(principal, action, resource in Nowhere::"x");
            """, "city.cedar");

        var problems = CedarSchema.Parse(Valid.World).Validate(policies);

        Assert.Equal(
            [
                "city.cedar:6:3: in `second`: `principal` is User, which has no attribute \"naem\"; did you mean `name`?",
                "city.cedar:7:3: in `second`: `principal.age` is optional; test `principal has age` before reading it",
                "city.cedar:7:51: in `policy2`: `Nowhere` is not an entity type of the schema",
            ],
            problems.Select(p => p.ToString()));
        Assert.Same(policies.Policies[1], problems[0].Policy);
    }

    [Theory]
    [InlineData("permit(principal, action, resource);")]
    [InlineData("permit(principal in City::\"gbg\", action in [Action::\"read\"], resource is Document);")]
    [InlineData("permit(principal is User in Unit::\"a\", action, resource in City::\"gbg\");")]
    [InlineData("forbid(principal == Robot::\"r2\", action == Action::\"edit\", resource == Document::\"d\");")]
    public void A_scope_that_the_schema_can_answer_is_sound(string policy) => Assert.Empty(Valid.Policy(policy));

    [Theory]
    [InlineData("principal is Nobody, action, resource", "`Nobody` is not an entity type of the schema")]
    [InlineData(
        "principal, action == Action::\"veiw\", resource",
        "`Action::\"veiw\"` is not an action of the schema; did you mean `Action::\"view\"`?")]
    [InlineData(
        "principal, action, resource == Colour::\"green\"",
        "`Colour::\"green\"` is not one of the entities that the type Colour has: `\"red\"`, `\"blue\"`")]
    [InlineData(
        "principal is Robot, action == Action::\"rest\", resource",
        "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`")]
    [InlineData(
        "principal, action == Action::\"read\", resource",
        "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`")]
    [InlineData(
        "principal == City::\"gbg\", action, resource",
        "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`")]
    [InlineData(
        "principal, action in [], resource",
        "no action of the schema applies to what the scope asks for; widen the scope or the action's `appliesTo`")]
    public void A_scope_that_the_schema_cannot_answer_is_an_error(string scope, string problem) =>
        Assert.Equal(problem, Valid.Policy($"permit({scope});"));

    [Fact]
    public void A_policy_is_checked_for_every_kind_of_request_that_its_scope_allows()
    {
        Assert.Equal(
            "`principal` is Robot, which has no attribute \"unit\"",
            Valid.Policy("permit(principal, action == Action::\"view\", resource) when { principal.unit == Unit::\"a\" };"));
        Assert.Equal(
            "the context of `Action::\"rest\"` has no attribute \"flag\"",
            Valid.Policy("permit(principal, action, resource) when { context.flag };"));
        Assert.Empty(
            Valid.Policy("permit(principal is User, action == Action::\"view\", resource) when { principal.unit == Unit::\"a\" };"));
        Assert.Empty(Valid.Policy("permit(principal, action, resource) when { principal is User && principal.unit == Unit::\"a\" };"));
        Assert.Empty(Valid.Policy("permit(principal, action, resource) when { action == Action::\"rest\" || context.flag };"));
    }

    [Theory]
    [InlineData("principal is Robot")]
    [InlineData("false")]
    [InlineData("principal == resource")]
    [InlineData("principal has salary")]
    [InlineData("resource in City::\"gbg\"")]
    [InlineData("action in Action::\"rest\"")]
    [InlineData("1 == 2 && context.number > 1")]
    [InlineData("if context has text then context.number == 1 && false else true")]
    public void A_policy_that_can_never_apply_is_a_warning(string condition) => Assert.Equal(
        "warning: the policy can never apply; its conditions are false for every request that its scope allows",
        Valid.Condition(condition));

    [Theory]
    [InlineData("permit(principal == ?principal, action, resource);", "")]
    [InlineData("permit(principal is User in ?principal, action == Action::\"view\", resource in ?resource);", "")]
    [InlineData(
        "permit(principal in ?principal, action == Action::\"view\", resource) when { principal.unit == Unit::\"a\" };",
        "`principal` is Robot, which has no attribute \"unit\"")]
    public void A_template_is_checked_as_if_its_slots_were_filled_with_any_entity(string template, string problem) =>
        Assert.Equal(problem, Valid.Policy(template));

    [Fact]
    public void A_forbid_whose_exception_is_always_true_is_a_warning()
    {
        Assert.StartsWith("warning", Valid.Policy("forbid(principal, action, resource) unless { true };"), StringComparison.Ordinal);
        Assert.StartsWith(
            "warning",
            Valid.Policy("forbid(principal, action, resource) when { principal is User } unless { principal is User };"),
            StringComparison.Ordinal);
        Assert.Empty(Valid.Policy("forbid(principal, action, resource) when { principal is User } unless { principal is Robot };"));
    }

    [Theory]
    [InlineData("1", "expected Bool, but `1` is Long")]
    [InlineData("context.text", "expected Bool, but `context.text` is String")]
    [InlineData("true && principal", "expected Bool, but `principal` is User")]
    [InlineData("!context", "expected Bool, but `context` is { now: datetime, wait: duration, from: ipaddr, … }")]
    [InlineData("context.texts || true", "expected Bool, but `context.texts` is Set<String>")]
    [InlineData("context.number + \"1\" == 2", "expected Long, but `\"1\"` is String")]
    [InlineData("-context.text == 1", "expected Long, but `context.text` is String")]
    [InlineData("context.number * context.flag == 1", "expected Long, but `context.flag` is Bool")]
    [InlineData("context.number < context.now", "expected Long, but `context.now` is datetime")]
    [InlineData("context.text < 1", "expected Long, but `context.text` is String")]
    [InlineData("context.text >= context.text", "expected Long, datetime or duration, but `context.text` is String")]
    [InlineData("context.number like \"1*\"", "expected String, but `context.number` is Long")]
    [InlineData("context.text.contains(\"a\")", "expected a set, but `context.text` is String")]
    [InlineData("context.texts.containsAll(\"a\")", "expected a set, but `\"a\"` is String")]
    [InlineData("context.text.isEmpty()", "expected a set, but `context.text` is String")]
    [InlineData("context.text in principal", "expected an entity, but `context.text` is String")]
    [InlineData("principal in context.texts", "expected an entity or a set of entities, but `context.texts` is Set<String>")]
    [InlineData("context.text is User", "expected an entity, but `context.text` is String")]
    [InlineData("context.number.x", "expected a record or an entity, but `context.number` is Long")]
    [InlineData("context.number has x", "expected a record or an entity, but `context.number` is Long")]
    [InlineData("context has text.x", "expected a record or an entity, but `context.text` is String")]
    [InlineData("context.text.isLoopback()", "expected ipaddr, but `context.text` is String")]
    [InlineData("context.from.isInRange(context.text)", "expected ipaddr, but `context.text` is String")]
    [InlineData("context.now.offset(context.now) == context.now", "expected duration, but `context.now` is datetime")]
    [InlineData("resource.worth.lessThan(context.number)", "expected decimal, but `context.number` is Long")]
    [InlineData("action.name == \"view\"", "`action.name` cannot be read, since actions have no attributes")]
    [InlineData("context.now.offset() == context.now", "`offset` takes one argument, not 0")]
    [InlineData("context.from.isInRange(context.from, context.from)", "`isInRange` takes one argument, not 2")]
    public void A_value_of_the_wrong_type_is_an_error(string condition, string problem) =>
        Assert.Equal(problem, Valid.Condition(condition));

    [Theory]
    [InlineData("context.now.toDate() == datetime(\"2026-08-17\")")]
    [InlineData("context.now.durationSince(resource.made) < duration(\"1d\")")]
    [InlineData("context.wait.toHours() + 1 > 3 && context.now.toTime() >= context.wait")]
    [InlineData("context.from.isInRange(ip(\"10.0.0.0/8\")) && context.from.isIpv4()")]
    [InlineData("resource.worth.greaterThan(decimal(\"1.5\"))")]
    [InlineData("{ a: 1, b: [true] } == { b: [context.flag], a: context.number }")]
    [InlineData("context.users.contains(principal) && [principal, resource.owner].containsAny(context.users)")]
    [InlineData("principal in [Unit::\"a\", Unit::\"b\"] && principal in context.users")]
    [InlineData("(if context.flag then principal else resource.owner).name like \"a*\"")]
    [InlineData("context.colour == Colour::\"red\" && !context.texts.isEmpty() && -context.number == 1")]
    public void A_value_of_the_right_type_is_sound(string condition) => Assert.Empty(Valid.Condition(condition));

    [Fact]
    public void Every_problem_of_a_condition_is_reported_at_once() => Assert.Equal(
        """
        expected Bool, but `context.number` is Long
        the context of `Action::"view"` has no attribute "txet"; did you mean `text`?
        expected Long, but `"b"` is String
        """, Valid.Condition("context.number && context.txet == \"a\" && (context.flag || 1 < \"b\")"));

    [Theory]
    [InlineData("false && principal in Unti::\"a\"", "`Unti` is not an entity type of the schema; did you mean `Unit`?")]
    [InlineData("true || principal is Usr", "`Usr` is not an entity type of the schema; did you mean `User`?")]
    [InlineData(
        "true || context.colour == Colour::\"green\"",
        "`Colour::\"green\"` is not one of the entities that the type Colour has: `\"red\"`, `\"blue\"`")]
    [InlineData("true || [action].contains(Action::\"sleep\")", "`Action::\"sleep\"` is not an action of the schema")]
    public void A_name_that_the_schema_does_not_have_is_an_error_even_where_nothing_is_evaluated(string condition, string problem) =>
        Assert.Equal(problem, Valid.Condition(condition));

    [Theory]
    [InlineData("false && 1 + \"a\" == 2", true)]
    [InlineData("true || 1", false)]
    [InlineData("if true then context.flag else 1", false)]
    [InlineData("principal is User || principal.made == context.now", false)]
    public void What_is_never_evaluated_is_not_checked(string condition, bool neverHolds) =>
        Assert.Equal(neverHolds, Valid.Condition(condition).StartsWith("warning: the policy can never apply", StringComparison.Ordinal));
}
