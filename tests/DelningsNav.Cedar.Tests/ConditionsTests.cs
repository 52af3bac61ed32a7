namespace DelningsNav.Cedar.Tests;

public sealed class ConditionsTests
{
    [Fact]
    public void Each_conjunct_of_each_when_and_each_unless_is_listed_with_its_text()
    {
        var policy = CedarPolicySet.Parse(
            """
            // A comment and a policy come first, so that places in the source differ from places in the policy's text.
            forbid(principal, action, resource);
            @id("owner")
            permit(principal is User, action, resource)
            when { context.age < 18 && (context.in_case || false) &&
                   context.missing }
            when { (principal.role == "teacher") }
            unless { context.in_case && true };
            """).Policies[1];

        var results = policy.Conditions(Ask.Request, Ask.Entities);

        Assert.Equal(
            [
                new ConditionResult("context.age < 18", false, true, null),
                new ConditionResult("(context.in_case || false)", false, false, null),
                new ConditionResult("context.missing", false, null, "record does not have the attribute `missing`"),
                new ConditionResult("(principal.role == \"teacher\")", false, true, null),
                new ConditionResult("context.in_case && true", true, true, null),
            ],
            results);
    }

    [Theory]
    [InlineData("when { 1 }", false)]
    [InlineData("unless { 1 }", true)]
    [InlineData("when { true && 1 }", false)]
    public void A_part_that_is_not_a_boolean_is_an_error(string condition, bool isUnless)
    {
        var policy = CedarPolicySet.Parse($"permit(principal, action, resource) {condition};").Policies[0];

        var result = policy.Conditions(Ask.Request, Ask.Entities)[^1];

        Assert.Equal(new ConditionResult("1", isUnless, null, "type error: expected bool, got long"), result);
    }

    [Fact]
    public void A_policy_without_conditions_lists_none() =>
        Assert.Empty(CedarPolicySet.Parse("permit(principal, action, resource);").Policies[0].Conditions(Ask.Request, Ask.Entities));

    [Theory]
    [InlineData("principal is User, action, resource", true)]
    [InlineData("principal is Unit, action, resource", false)]
    [InlineData("principal, action in Action::\"read\", resource", true)]
    [InlineData("principal, action, resource == Document::\"other\"", false)]
    public void The_scope_is_tested_without_the_conditions(string scope, bool matches)
    {
        var policies = CedarPolicySet.Parse($"permit({scope}) when {{ false }};");

        var found = policies.InScope(Ask.Anna, Ask.View, Ask.Plan, Ask.Entities).Policies;

        Assert.Equal(matches ? policies.Policies : [], found);
    }

    [Theory]
    [InlineData("when { context.age < 18 && (principal.role == \"head\") && context.missing }", "(principal.role == \"head\")")]
    [InlineData("when { context.missing } unless { context.age < 18 }", "context.missing")]
    [InlineData("unless { context.age < 18 }", "context.age < 18")]
    [InlineData("when { context.age < 18 } unless { context.in_case }", null)]
    public void The_first_part_that_is_not_met_or_cannot_be_evaluated_is_named(string conditions, string? unmet)
    {
        var inScope = CedarPolicySet.Parse($"permit(principal, action, resource) {conditions};")
            .InScope(Ask.Anna, Ask.View, Ask.Plan, Ask.Entities);

        Assert.Equal([unmet], inScope.FirstUnmet(inScope.Policies, Ask.Request.Context));
    }
}
