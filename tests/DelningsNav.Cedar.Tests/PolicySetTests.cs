namespace DelningsNav.Cedar.Tests;

public sealed class PolicySetTests
{
    private const string Applies = "(principal, action, resource);";
    private const string Fails = "(principal, action, resource) when { context.missing };";
    private const string DoesNotApply = "(principal, action, resource) when { false };";

    public static TheoryData<string, string, bool, string, string> Combinations => new()
    {
        { DoesNotApply, DoesNotApply, false, "", "" },
        { DoesNotApply, Applies, false, "policy1", "" },
        { DoesNotApply, Fails, false, "", "policy1" },
        { Applies, DoesNotApply, true, "policy0", "" },
        { Applies, Applies, false, "policy1", "" },
        { Applies, Fails, true, "policy0", "policy1" },
        { Fails, DoesNotApply, false, "", "policy0" },
        { Fails, Applies, false, "policy1", "policy0" },
        { Fails, Fails, false, "", "policy0 policy1" },
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_forbid_outweighs_a_permit_and_an_error_leaves_a_policy_out(
        string permit, string forbid, bool permitted, string reasons, string errors)
    {
        var answer = CedarPolicySet.Parse($"permit{permit}\nforbid{forbid}").Authorize(Ask.Request, Ask.Entities);

        Assert.Equal(permitted, answer.Permitted);
        Assert.Equal(reasons, string.Join(' ', answer.Reasons.Select(p => p.Id)));
        Assert.Equal(errors, string.Join(' ', answer.Errors.Select(e => e.Policy.Id)));
    }

    [Fact]
    public void Several_conditions_are_evaluated_in_order_and_only_as_far_as_needed()
    {
        const string guarded = "permit(principal, action, resource) when { context has missing } when { context.missing } unless { 1 };";

        var answer = CedarPolicySet.Parse(guarded).Authorize(Ask.Request, Ask.Entities);

        Assert.False(answer.Permitted);
        Assert.Empty(answer.Errors);
    }

    [Fact]
    public void An_unless_that_fails_is_an_error_and_not_a_pass()
    {
        var answer = CedarPolicySet.Parse("permit(principal, action, resource) unless { 1 };").Authorize(Ask.Request, Ask.Entities);

        Assert.False(answer.Permitted);
        Assert.Equal("type error: expected bool, got long", Assert.Single(answer.Errors).Message);
    }

    [Fact]
    public void Combining_sets_numbers_the_policies_anew_and_keeps_their_sources()
    {
        var first = CedarPolicySet.Parse("permit(principal, action, resource);", "a.cedar");
        var second = CedarPolicySet.Parse("forbid(principal, action, resource) when { context.age > 18 };", "b.cedar");

        var both = CedarPolicySet.Combine([first, second]);

        Assert.Equal(["policy0 a.cedar", "policy1 b.cedar"], both.Policies.Select(p => $"{p.Id} {p.Source}"));
        Assert.Equal("policy0", second.Policies[0].Id);
        Assert.True(both.Authorize(Ask.Request, Ask.Entities).Permitted);
        Assert.Equal("context.age > 18", Assert.Single(both.Policies[1].Conditions(Ask.Request, Ask.Entities)).Text);
    }

    [Fact]
    public void Reasons_come_in_the_order_of_the_policies_however_they_name_the_action()
    {
        var answer = CedarPolicySet.Parse(
            """
            permit(principal, action in [Action::"view", Action::"read"], resource);
            permit(principal, action, resource);
            permit(principal, action == Action::"other", resource);
            permit(principal, action in Action::"read", resource);
            permit(principal, action == Action::"view", resource);
            """).Authorize(Ask.Request, Ask.Entities);

        Assert.Equal(["policy0", "policy1", "policy3", "policy4"], answer.Reasons.Select(p => p.Id));
    }

    [Fact]
    public void A_decision_by_thirty_policies_allocates_little()
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"permit(principal is User, action == Action::\"view\", resource) "
            + $"when {{ principal.role == \"r{i}\" && context.age < 18 && principal in Unit::\"north\" }};\n"));
        var policies = CedarPolicySet.Parse(text);
        policies.Authorize(Ask.Request, Ask.Entities);

        var before = GC.GetAllocatedBytesForCurrentThread();
        policies.Authorize(Ask.Request, Ask.Entities);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 2048);
    }
}
