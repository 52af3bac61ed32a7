using DelningsNav.Cedar.Tests.Interop;

namespace DelningsNav.Cedar.Tests;

public sealed class LevelTests
{
    private static readonly CedarSchema Schema = CedarSchema.Parse(
        """
        entity Group in Group;
        entity User in Group { boss: User, home: { owner: User, street: String }, name: String, spare?: User } tags User;
        entity Doc { author: User };
        action all;
        action view in all appliesTo { principal: User, resource: Doc, context: { asker: User, flag: Bool, deep: { user: User } } };
        """);

    [Theory]
    [InlineData("true")]
    [InlineData("principal == User::\"a\" && resource == Doc::\"b\"")]
    [InlineData("context.flag && context.deep.user == principal")]
    [InlineData("context has deep.user")]
    [InlineData("principal is User && [principal].contains(context.asker)")]
    [InlineData("{ a: principal }.a == context.asker")]
    public void Comparing_names_needs_no_entities(string condition) => Assert.Equal(0, LevelOf(condition));

    [Theory]
    [InlineData("principal.name == \"a\"", 1)]
    [InlineData("principal has spare", 1)]
    [InlineData("principal in Group::\"a\"", 1)]
    [InlineData("principal is User in Group::\"a\"", 1)]
    [InlineData("action in Action::\"all\"", 1)]
    [InlineData("principal.hasTag(\"a\")", 1)]
    [InlineData("context.deep.user.name == \"a\"", 1)]
    [InlineData("resource.author == principal", 1)]
    [InlineData("principal.home.owner == principal", 1)]
    [InlineData("resource.author.name == \"a\"", 2)]
    [InlineData("resource.author in Group::\"a\"", 2)]
    [InlineData("principal.home.owner.name == \"a\"", 2)]
    [InlineData("principal has home.owner.spare", 2)]
    [InlineData("principal.hasTag(\"a\") && principal.getTag(\"a\").name == \"b\"", 2)]
    [InlineData("principal has spare && principal.spare.boss.name == \"a\"", 3)]
    [InlineData("resource.author.boss.home.owner.boss in Group::\"a\"", 5)]
    [InlineData("principal has spare.spare.spare.home.owner.name", 5)]
    [InlineData("(if context.flag then resource.author else principal).name == \"a\"", 2)]
    [InlineData("(if principal.boss.boss.name == \"a\" then principal else context.asker).name == \"a\"", 3)]
    [InlineData("{ a: principal, b: resource.author }.a.name == \"a\"", 1)]
    [InlineData("{ a: { b: resource.author } }.a.b.name == \"a\"", 2)]
    [InlineData("{ a: { b: resource.author } } has a.b.name", 2)]
    [InlineData("{ a: principal, b: resource.author.boss.name }.a.name == \"a\"", 3)]
    [InlineData("principal in [resource.author.boss, principal]", 2)]
    public void Each_entity_that_is_read_on_the_way_adds_one_level(string condition, int level) => Assert.Equal(level, LevelOf(condition));

    [Theory]
    [InlineData("principal in Group::\"a\", action == Action::\"view\", resource")]
    [InlineData("principal is User in ?principal, action == Action::\"view\", resource")]
    [InlineData("principal, action in [Action::\"all\"], resource")]
    public void Belonging_in_the_scope_is_level_1(string scope)
    {
        var policies = CedarPolicySet.Parse($"permit({scope});");

        Assert.NotEmpty(Schema.ValidateLevel(policies, 0));
        Assert.Empty(Schema.ValidateLevel(policies, 1));
    }

    [Theory]
    [InlineData("User::\"a\".name == \"b\"", "`User::\"a\"` cannot be read at any level, since the request need not name it")]
    [InlineData("User::\"a\" in Group::\"b\"", "`User::\"a\"` cannot be read at any level, since the request need not name it")]
    [InlineData(
        "(if context.flag then principal else User::\"a\").boss.name == \"b\"",
        "`User::\"a\"` cannot be read at any level, since the request need not name it")]
    public void An_entity_that_is_written_out_cannot_be_read_at_any_level(string condition, string problem)
    {
        Assert.Empty(Schema.Validate(Policy(condition)));
        Assert.Equal(problem, Assert.Single(Schema.ValidateLevel(Policy(condition), 100)).Message);
    }

    [Theory]
    [InlineData("context.flag || false && principal.boss.boss.name == \"a\"")]
    [InlineData("principal is Doc && principal.boss.name == \"a\" || context.flag")]
    [InlineData("if true then context.flag else principal.boss.boss.boss.name == \"a\"")]
    public void What_is_never_evaluated_needs_nothing(string condition) => Assert.Equal(0, LevelOf(condition));

    [Fact]
    public void The_problem_says_which_level_would_do() => Assert.Equal(
        ["`resource.author.name` needs level 2, but the policy is checked for level 1"],
        Schema.ValidateLevel(Policy("resource.author.name == \"a\""), 1).Select(p => p.Message));

    [Fact]
    public void Of_a_policy_that_does_not_validate_only_those_errors_are_reported()
    {
        var policy = Policy("resource.author.boss.nam == \"a\"");

        Assert.Equal(Schema.Validate(policy), Schema.ValidateLevel(policy, 0));
    }

    [Fact]
    public void A_level_is_not_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => Schema.ValidateLevel(Policy("true"), -1));

    [Fact]
    public void Long_ways_are_measured() => SmallStack.Run(() =>
        Assert.Equal(591, LevelOf($"principal{string.Concat(Enumerable.Repeat(".boss", 590))}.name == \"a\"", 590)));

    [Fact]
    public void A_long_chain_of_steps_is_measured_in_time() => SmallStack.Run(() =>
        Assert.Equal(50_000, LevelOf($"principal has {string.Join('.', Enumerable.Repeat("boss", 50_000))}", 49_999)));

    [Fact]
    public void A_store_that_is_closed_at_a_policys_level_decides_as_the_whole()
    {
        var compared = 0;
        for (var number = 0; number < 1_500; number++)
        {
            compared += ClosedStores.Compare(CaseMaker.Make(seed: 76, number));
        }

        Assert.True(compared > 250, $"only {compared} policies were compared");
    }

    private static CedarPolicy Policy(string condition) =>
        CedarPolicySet.Parse($"permit(principal, action == Action::\"view\", resource) when {{ {condition} }};").Policies[0];

    // The lowest level without errors.
    private static int LevelOf(string condition, int from = 0)
    {
        var policy = Policy(condition);
        Assert.DoesNotContain(Schema.Validate(policy), p => p.Severity == ValidationSeverity.Error);
        for (var level = from; ; level++)
        {
            if (Schema.ValidateLevel(policy, level).All(p => p.Severity == ValidationSeverity.Warning))
            {
                return level;
            }
        }
    }
}
