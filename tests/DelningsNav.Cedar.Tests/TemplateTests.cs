namespace DelningsNav.Cedar.Tests;

public sealed class TemplateTests
{
    private static readonly EntityUid North = new("Unit", "north");

    [Fact]
    public void A_template_decides_nothing_until_it_is_linked()
    {
        var set = CedarPolicySet.Parse("permit(principal == ?principal, action, resource);");

        var linked = set.Link(new CedarLink("policy0", "annas", Ask.Anna));

        Assert.Empty(set.Policies);
        Assert.False(set.Authorize(Ask.Request, Ask.Entities).Permitted);
        Assert.Equal("annas", Assert.Single(linked.Authorize(Ask.Request, Ask.Entities).Reasons).Id);
    }

    [Theory]
    [InlineData("principal == ?principal", "User", "anna", true)]
    [InlineData("principal == ?principal", "Unit", "north", false)]
    [InlineData("principal in ?principal", "City", "gothenburg", true)]
    [InlineData("principal in ?principal", "City", "malmö", false)]
    [InlineData("principal is User in ?principal", "Unit", "north", true)]
    [InlineData("principal is Unit in ?principal", "Unit", "north", false)]
    public void A_linked_policy_decides_as_if_the_entity_were_written_in_the_place_of_the_slot(
        string scope, string type, string id, bool permitted)
    {
        var set = CedarPolicySet.Parse($"permit({scope}, action, resource);").Link(
            new CedarLink("policy0", "link", new EntityUid(type, id)));

        Assert.Equal(permitted, set.Authorize(Ask.Request, Ask.Entities).Permitted);
        Assert.Equal(
            permitted,
            Ask.Permits($"permit({scope.Replace("?principal", $"{type}::\"{id}\"", StringComparison.Ordinal)}, action, resource);"));
    }

    [Fact]
    public void A_link_may_fill_both_slots_and_each_link_decides_for_itself()
    {
        var set = CedarPolicySet.Parse("forbid(principal in ?principal, action, resource == ?resource) when { context.missing };").Link(
            new CedarLink("policy0", "one", North, Ask.Plan),
            new CedarLink("policy0", "two", North, new EntityUid("Document", "other")),
            new CedarLink("policy0", "three", Ask.Anna, Ask.Plan));

        var answer = set.Authorize(Ask.Request, Ask.Entities);

        Assert.Equal(["one", "three"], answer.Errors.Select(e => e.Policy.Id));
    }

    [Fact]
    public void Annotations_text_source_and_conditions_of_the_template_are_the_links_too()
    {
        const string text = "@id(\"photos\") @secret permit(principal == ?principal, action, resource) when { context.age < 18 };";
        var set = CedarPolicySet.Parse("permit(principal, action, resource);\n" + text, "a.cedar");
        var template = Assert.Single(set.Templates);

        var linked = set.Link(new CedarLink("policy1", "annas", Ask.Anna));
        var policy = linked.Policies[^1];

        Assert.Equal(("policy1", true, false), (template.Id, template.HasPrincipalSlot, template.HasResourceSlot));
        Assert.Equal(("annas", "photos", text, "a.cedar"), (policy.Id, policy.Name, policy.Text, policy.Source));
        Assert.Equal(["id", "secret"], policy.Annotations.Keys);
        Assert.Equal(new CedarLink("policy1", "annas", Ask.Anna), policy.Link);
        Assert.Equal("context.age < 18", Assert.Single(policy.Conditions(Ask.Request, Ask.Entities)).Text);
        Assert.Contains(policy, linked.InScope(Ask.Anna, Ask.View, Ask.Plan, Ask.Entities).Policies);
    }

    [Fact]
    public void Linking_leaves_the_set_as_it_was()
    {
        var set = CedarPolicySet.Parse(
            "permit(principal == ?principal, action, resource); forbid(principal, action, resource) when { false };");

        var first = set.Link(new CedarLink("policy0", "a", Ask.Anna));
        var second = first.Link(new CedarLink("policy0", "b", Ask.Anna));

        Assert.Equal(["policy1"], set.Policies.Select(p => p.Id));
        Assert.Equal(["policy1", "a"], first.Policies.Select(p => p.Id));
        Assert.Equal(["a", "b"], second.Authorize(Ask.Request, Ask.Entities).Reasons.Select(p => p.Id));
    }

    // If each link copied the set, four times as many links would allocate sixteen times as much.
    [Fact]
    public void Links_that_are_added_one_at_a_time_cost_in_proportion_to_their_number()
    {
        static long Allocated(int links)
        {
            var set = CedarPolicySet.Parse("permit(principal == ?principal, action, resource);");
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < links; i++)
            {
                set = set.Link(new CedarLink("policy0", $"link{i}", new EntityUid("User", $"{i}")));
            }

            Assert.Equal(links, set.Policies.Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var ratio = (double)Allocated(4_000) / Allocated(1_000);

        Assert.InRange(ratio, 3, 6);
    }

    [Fact]
    public void Two_sets_that_are_linked_from_one_have_each_their_own_links()
    {
        var set = CedarPolicySet.Parse("permit(principal == ?principal, action, resource);").Link(
            new CedarLink("policy0", "first", Ask.Anna));

        var (left, right) = (set.Link(new CedarLink("policy0", "left", Ask.Anna)), set.Link(new CedarLink("policy0", "right", Ask.Anna)));

        Assert.Equal(["first", "left"], left.Authorize(Ask.Request, Ask.Entities).Reasons.Select(p => p.Id));
        Assert.Equal(["first", "right"], right.Authorize(Ask.Request, Ask.Entities).Reasons.Select(p => p.Id));
        Assert.Equal(["first", "left", "right"], left.Link(new CedarLink("policy0", "right", Ask.Anna)).Policies.Select(p => p.Id));
        Assert.Throws<ArgumentException>(() => left.Link(new CedarLink("policy0", "left", Ask.Anna)));
    }

    [Fact]
    public void Every_problem_of_links_is_reported_at_once()
    {
        var set = CedarPolicySet.Parse(
            "permit(principal == ?principal, action, resource); forbid(principal, action, resource == ?resource);");

        var exception = Assert.Throws<ArgumentException>(() => set.Link(
            new CedarLink("policy7", "a"),
            new CedarLink("policy0", "b"),
            new CedarLink("policy0", "c", Ask.Anna, Ask.Plan),
            new CedarLink("policy1", "d", Resource: new EntityUid("is", "x")),
            new CedarLink("policy1", "policy0", Resource: Ask.Plan),
            new CedarLink("policy0", "e", Ask.Anna),
            new CedarLink("policy0", "e", Ask.Anna)));

        Assert.StartsWith(
            "link \"a\": there is no template \"policy7\"; "
            + "link \"b\": template \"policy0\" has the slot `?principal`, which the link leaves open; "
            + "link \"c\": template \"policy0\" has no slot `?resource`; "
            + "link \"d\": the entity for `?resource` is not valid: its type must be a name and its id a text; "
            + "link \"policy0\": the id \"policy0\" is taken by another policy or template; "
            + "link \"e\": the id \"e\" is taken by another policy or template",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_not_a_template_cannot_be_linked() => Assert.Throws<ArgumentException>(() =>
        CedarPolicySet.Parse("permit(principal, action, resource);").Link(new CedarLink("policy0", "a")));

    [Fact]
    public void Combining_sets_keeps_templates_and_their_links_together()
    {
        var first = CedarPolicySet.Parse("permit(principal, action == Action::\"other\", resource);");
        var second = CedarPolicySet.Parse("permit(principal == ?principal, action, resource);").Link(
            new CedarLink("policy0", "annas", Ask.Anna));

        var both = CedarPolicySet.Combine([first, second, second]);

        Assert.Equal(["policy0", "policy2", "policy4"], both.Policies.Select(p => p.Id));
        Assert.Equal(["policy1", "policy3"], both.Templates.Select(t => t.Id));
        Assert.Equal([null, "policy1", "policy3"], both.Policies.Select(p => p.Link?.TemplateId));
        Assert.Equal(["policy2", "policy4"], both.Authorize(Ask.Request, Ask.Entities).Reasons.Select(p => p.Id));
    }

    [Theory]
    [InlineData("principal == ?resource, action, resource", "the slot for `principal` is `?principal`, not `?resource`")]
    [InlineData("principal, action, resource in ?principal", "the slot for `resource` is `?resource`, not `?principal`")]
    [InlineData("principal == ?other, action, resource", "the slot for `principal` is `?principal`, not `?other`")]
    [InlineData("principal, action == ?action, resource", "the action cannot be a slot")]
    [InlineData("principal, action in [?action], resource", "it is allowed only in the scope, directly after")]
    [InlineData("principal is ?principal, action, resource", "expected an entity type")]
    [InlineData("principal in [?principal], action, resource", "it is allowed only in the scope, directly after")]
    [InlineData("principal == ?principal.unit, action, resource", "expected `,` or `)`")]
    [InlineData("principal is User == ?principal, action, resource", "`is` and `==` cannot be used together")]
    [InlineData("?principal, action, resource", "expected `principal`")]
    public void A_slot_is_allowed_only_where_an_entity_for_the_same_part_of_the_scope_is(string scope, string problem) =>
        Assert.Contains(problem, Ask.Problems($"permit({scope});"), StringComparison.Ordinal);

    [Theory]
    [InlineData("principal == ?principal")]
    [InlineData("resource in ?resource")]
    [InlineData("?resource.owner == principal")]
    public void A_condition_has_no_slots(string condition) =>
        Assert.Contains("is a slot; it is allowed only in the scope", Ask.ProblemsOf(condition), StringComparison.Ordinal);
}
