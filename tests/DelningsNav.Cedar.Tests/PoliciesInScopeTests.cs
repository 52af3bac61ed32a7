namespace DelningsNav.Cedar.Tests;

public sealed class PoliciesInScopeTests
{
    private static readonly EntityStore Entities = EntityStore.FromJson(
        """
        [
          {"uid": {"type": "User", "id": "anna"}, "attrs": {},
           "parents": [{"type": "Unit", "id": "north"}, {"type": "Role", "id": "teacher"}]},
          {"uid": {"type": "Unit", "id": "north"}, "attrs": {}, "parents": [{"type": "City", "id": "gothenburg"}]},
          {"uid": {"type": "Document", "id": "plan"}, "attrs": {}, "parents": [{"type": "Folder", "id": "plans"}]},
          {"uid": {"type": "Folder", "id": "plans"}, "attrs": {}, "parents": [{"type": "City", "id": "gothenburg"}]},
          {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]}
        ]
        """);

    private static readonly string[] Principals =
    [
        "principal", "principal is User", "principal is Robot", "principal == User::\"anna\"", "principal == Unit::\"north\"",
        "principal in City::\"gothenburg\"", "principal in User::\"anna\"", "principal is User in Role::\"teacher\"",
        "principal is Robot in Unit::\"north\"",
        "principal in Unit::\"south\"",
    ];

    private static readonly string[] Actions =
    [
        "action", "action == Action::\"view\"", "action == Action::\"edit\"", "action in Action::\"read\"",
        "action in [Action::\"read\", Action::\"view\", Action::\"edit\"]", "action in []",
    ];

    private static readonly string[] Resources =
    [
        "resource", "resource is Document", "resource is Folder", "resource == Document::\"plan\"", "resource in Folder::\"plans\"",
        "resource in City::\"gothenburg\"", "resource is Document in Folder::\"plans\"", "resource is Folder in City::\"gothenburg\"",
        "resource == Document::\"other\"",
    ];

    public static TheoryData<string, string, string> Questions => new()
    {
        { "User::anna", "Action::view", "Document::plan" },
        { "User::anna", "Action::edit", "Folder::plans" },
        { "Unit::north", "Action::read", "Document::other" },
        { "Robot::r2", "Action::view", "City::gothenburg" },
        { "Robot::r2", "Action::none", "Document::plan" },
    };

    // Every combination of scopes: far more policies than the index tests one by one.
    [Theory]
    [MemberData(nameof(Questions))]
    public void A_large_set_finds_the_very_policies_that_match_alone(string principal, string action, string resource)
    {
        var (who, does, what) = (Uid(principal), Uid(action), Uid(resource));
        var scopes = (from p in Principals from a in Actions from r in Resources select $"permit({p}, {a}, {r});").ToList();
        var whole = CedarPolicySet.Parse(string.Join('\n', scopes));

        var found = whole.InScope(who, does, what, Entities).Policies.Select(policy => policy.Text);

        Assert.Equal(scopes.Where(scope => CedarPolicySet.Parse(scope).InScope(who, does, what, Entities).Policies.Count == 1), found);
    }

    [Fact]
    public void A_policy_that_names_an_action_and_its_group_is_found_once()
    {
        var policies = CedarPolicySet.Parse("permit(principal, action in [Action::\"view\", Action::\"read\"], resource);");

        var answer = policies.Authorize(Ask.Request, Ask.Entities);

        Assert.Equal(["policy0"], answer.Reasons.Select(policy => policy.Id));
    }

    [Fact]
    public void One_scope_answers_every_context_as_the_whole_set_does()
    {
        var policies = CedarPolicySet.Parse(
            """
            permit(principal is User, action, resource) when { context.age < 18 };
            forbid(principal, action in Action::"read", resource) unless { context.assigned };
            permit(principal is Unit, action, resource);
            """);
        var inScope = policies.InScope(Ask.Anna, Ask.View, Ask.Plan, Ask.Entities);

        string[] contexts =
            ["""{"age": 16, "assigned": true}""", """{"age": 18, "assigned": true}""", """{"age": 16, "assigned": false}""", "{}"];
        foreach (var context in contexts)
        {
            var asked = Ask.Request with { Context = CedarValue.Record.FromJson(context) };

            Assert.Equal(Told(policies.Authorize(asked, Ask.Entities)), Told(inScope.Authorize(asked.Context)));
        }
    }

    // Five thousand policies, which the index could sort by one resource or by one principal each.
    [Fact]
    public void A_set_of_links_to_one_resource_is_searched_by_principal()
    {
        const int Links = 5_000;
        var policies = CedarPolicySet.Parse("permit(principal == ?principal, action, resource in Folder::\"plans\");")
            .Link(Enumerable.Range(0, Links).Select(i => new CedarLink("policy0", $"link{i}", new EntityUid("User", $"{i}"))));

        IReadOnlyList<CedarPolicy> Find() => policies.InScope(new EntityUid("User", "4711"), Ask.View, Ask.Plan, Entities).Policies;

        // The first search also makes what is made only once.
        Find();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Find();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(["link4711"], found.Select(policy => policy.Id));
        Assert.InRange(allocated, 0, 2048);
    }

    private static EntityUid Uid(string text) =>
        new(text[..text.IndexOf("::", StringComparison.Ordinal)], text[(text.IndexOf("::", StringComparison.Ordinal) + 2)..]);

    private static string Told(CedarAnswer answer) =>
        $"{answer.Permitted} {string.Join(' ', answer.Reasons.Select(policy => policy.Id))} {string.Join(' ', answer.Errors)}";
}
