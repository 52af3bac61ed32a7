namespace DelningsNav.Cedar.Tests;

public sealed class SyntaxTests
{
    [Fact]
    public void Every_problem_of_a_text_is_named_with_line_and_column()
    {
        var problems = Ask.Problems(
            """
            permit(principal, action, resource) when { principal.foo( };
            allow(principal, action, resource);
            // fine
            permit(principal == ?resource, action, resource)
            when { "\q" == context.in };
            forbid(principal, action) unless {};
            permit(principal, action, resource) when { nobody.name == 1 / 2 };
            """);

        const string variables = "the variables are principal, action, resource and context, and an entity is written";
        Assert.Equal(
            $$"""
            1:59: expected an expression, found `}`
            2:1: expected `permit` or `forbid`, found `allow`
            4:21: the slot for `principal` is `?principal`, not `?resource`
            5:9: "\\q" is not a valid escape
            5:24: `in` is a reserved word and cannot be used as a name
            6:25: the scope lacks `resource`
            6:35: the `unless` is empty
            7:44: `nobody` is not a variable; {{variables}} `nobody::"id"`
            7:61: `/` is not supported; Cedar only multiplies
            """, problems);
    }

    [Fact]
    public void The_exception_names_the_source_and_the_problems()
    {
        var exception = Assert.Throws<CedarSyntaxException>(() => CedarPolicySet.Parse("permit", "photos.cedar"));

        Assert.Equal("photos.cedar: 1:7: expected `(`, found the end of the text", exception.Message);
        Assert.Equal([new SyntaxProblem(1, 7, "expected `(`, found the end of the text")], exception.Problems);
    }

    [Theory]
    [InlineData("principal == User::\"anna\"")]
    [InlineData("principal == (User::\"anna\")")]
    [InlineData("principal in Unit::\"north\"")]
    [InlineData("principal in City::\"gothenburg\"")]
    [InlineData("principal is User")]
    [InlineData("principal is User in Unit::\"north\"")]
    public void A_scope_on_the_principal_matches(string principal) =>
        Assert.True(Ask.Permits($"permit({principal}, action, resource);"));

    [Theory]
    [InlineData("action == Action::\"view\"")]
    [InlineData("action in Action::\"read\"")]
    [InlineData("action in [Action::\"write\", Action::\"read\",]")]
    [InlineData("action in ([Action::\"view\"])")]
    public void A_scope_on_the_action_matches(string action) =>
        Assert.True(Ask.Permits($"permit(principal, {action}, resource,);"));

    [Theory]
    [InlineData("principal == User::\"bo\", action, resource")]
    [InlineData("principal is Unit, action, resource")]
    [InlineData("principal is User in Unit::\"south\", action, resource")]
    [InlineData("principal, action in [], resource")]
    [InlineData("principal, action == Action::\"read\", resource")]
    [InlineData("principal, action, resource in Unit::\"north\"")]
    public void A_scope_that_names_something_else_does_not_match(string scope) =>
        Assert.False(Ask.Permits($"permit({scope});"));

    [Theory]
    [InlineData("principal, action", "the scope lacks `resource`")]
    [InlineData("", "the scope lacks `principal`")]
    [InlineData("action, principal, resource", "expected `principal` as part 1 of the scope, found `action`")]
    [InlineData("principal, action, resource, context", "the scope has three parts; `context` is one too many")]
    [InlineData("principal: User, action, resource", "types are not declared with `:`")]
    [InlineData("principal in [User::\"a\"], action, resource", "only with an entity")]
    [InlineData("principal == 1, action, resource", "only with an entity")]
    [InlineData("principal != User::\"a\", action, resource", "expected `,` or `)`")]
    [InlineData("principal = User::\"a\", action, resource", "expected `,` or `)`")]
    [InlineData("principal is User == User::\"a\", action, resource", "`is` and `==` cannot be used together")]
    [InlineData("principal in Unit::\"a\" is User, action, resource", "only with an entity")]
    [InlineData("principal, action == User::\"a\", resource", "is not an action")]
    [InlineData("principal, action is Action, resource", "`is` cannot be used for the action")]
    [InlineData("principal in User::\"a\" && true, action, resource", "only with an entity")]
    public void A_wrong_scope_is_refused(string scope, string problem) =>
        Assert.Contains(problem, Ask.Problems($"permit({scope});"), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 < 2 < 3", "relations cannot be chained")]
    [InlineData("context has a == true", "relations cannot be chained")]
    [InlineData("1 = 1", "use `==`")]
    [InlineData("!-1 == 1", "expected an expression")]
    [InlineData("!!!!!true", "at most 4")]
    [InlineData("-----1 == 1", "at most 4")]
    [InlineData("9223372036854775808 == 1", "the number is too large")]
    [InlineData("-9223372036854775809 == 1", "the number is too large")]
    [InlineData("99999999999999999999999999 == 1", "the number is too large")]
    [InlineData("-(9223372036854775808) == 1", "the number is too large")]
    [InlineData("5 % 2 == 1", "`%` is not supported")]
    [InlineData("{a: 1, \"a\": 2} == 1", "twice")]
    [InlineData("{true: 1} == 1", "reserved word")]
    [InlineData("{1: 1} == 1", "expected an attribute's name")]
    [InlineData("[,] == 1", "expected an expression")]
    [InlineData("context.__cedar", "reserved word")]
    [InlineData("__cedar::A::\"x\" == 1", "reserved word")]
    [InlineData("principal is if", "reserved word")]
    [InlineData("principal is \"User\"", "expected an entity type")]
    [InlineData("principal is (User)", "expected an entity type")]
    [InlineData("context[1] == 1", "expected an attribute's name as a string")]
    [InlineData("context[context.name] == 1", "expected an attribute's name as a string")]
    [InlineData("context has (a)", "expected an attribute's name")]
    [InlineData("context has \"a\".b", "expected `}`")]
    [InlineData("\"a\" like context.name", "expected a string with the pattern")]
    [InlineData("\"\\*\" == \"\"", "not a valid escape")]
    [InlineData("\"\\x80\" == \"\"", "not a valid escape")]
    [InlineData("\"\\u{D800}\" == \"\"", "not a valid escape")]
    [InlineData("\"\\u{110000}\" == \"\"", "not a valid escape")]
    [InlineData("\"\\u{}\" == \"\"", "not a valid escape")]
    [InlineData("\"\\u{_1}\" == \"\"", "not a valid escape")]
    [InlineData("\"\\u{0000041}\" == \"\"", "not a valid escape")]
    [InlineData("\"\r\" == \"\"", "not a valid escape")]
    [InlineData("principal(1)", "only functions and methods can be called")]
    [InlineData("context.tags.has_it(1)", "unknown method `has_it`")]
    [InlineData("lookup(1)", "unknown function `lookup`")]
    [InlineData("isIpv4(1)", "`isIpv4` is a method")]
    [InlineData("contains([1], 1)", "`contains` is a method")]
    [InlineData("context.ip(\"::\")", "`ip` is a function")]
    [InlineData("context.tags.contains()", "takes one argument")]
    [InlineData("context.tags.isEmpty(1)", "takes no arguments")]
    [InlineData("User == 1", "is not a variable")]
    [InlineData("User::Sub == 1", "is not a variable")]
    [InlineData("User::{id: 1} == 1", "expected an entity's id")]
    [InlineData("?principal == principal", "is a slot; it is allowed only in the scope")]
    [InlineData("principal in ?resource", "is a slot; it is allowed only in the scope")]
    [InlineData("1 + if true then 1 else 2 == 1", "reserved word")]
    [InlineData("if true then 1", "expected `else`")]
    [InlineData("a # b", "means nothing")]
    [InlineData("\"no end", "the string has no end")]
    public void A_wrong_expression_is_refused(string expression, string problem) =>
        Assert.Contains(problem, Ask.ProblemsOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("context.permit == 1 || context.principal == 1 || true")]
    [InlineData("{when: 1, context: 2, \"if\": 3} has when")]
    [InlineData("principal is principal || true")]
    [InlineData("(((true)))")]
    [InlineData("context has principal || true")]
    [InlineData("action in [Action::\"read\",] // comment } ;\n")]
    public void Words_that_are_not_reserved_may_be_names(string expression) =>
        Assert.Equal(string.Empty, Ask.ProblemsOf(expression));

    [Fact]
    public void Annotations_can_be_read_and_name_the_policy()
    {
        var policies = CedarPolicySet.Parse(
            """
            @id("owner") @note("page 10, page 12") @if @when("a\nb")
            permit(principal, action, resource); forbid(principal, action, resource);
            """, "photos.cedar").Policies;

        Assert.Equal(["owner", "policy1"], policies.Select(p => p.Name));
        Assert.Equal(["policy0", "policy1"], policies.Select(p => p.Id));
        Assert.Equal(
            ("page 10, page 12", "", "a\nb"),
            (policies[0].Annotations["note"], policies[0].Annotations["if"], policies[0].Annotations["when"]));
        Assert.Equal((Effect.Permit, Effect.Forbid), (policies[0].Effect, policies[1].Effect));
        Assert.Equal("forbid(principal, action, resource);", policies[1].Text);
        Assert.Equal("photos.cedar", policies[1].Source);
        Assert.StartsWith("@id", policies[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_annotation_twice_is_refused() =>
        Assert.Equal(
            "1:10: the policy has the annotation `id` twice", Ask.Problems("@id(\"a\")@id(\"b\") permit(principal, action, resource);"));

    [Fact]
    public void A_text_without_policies_is_a_set_that_denies()
    {
        var policies = CedarPolicySet.Parse(" // nothing here");

        Assert.Empty(policies.Policies);
        Assert.False(policies.Authorize(Ask.Request, Ask.Entities).Permitted);
    }
}
