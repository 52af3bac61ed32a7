namespace DelningsNav.Cedar.Tests;

public sealed class SchemaReadingTests
{
    private static readonly CedarSchema Schema = CedarSchema.Parse(
        """
        entity Group;
        entity User in Group {
          boss: User, seen: datetime, from?: ipaddr, limits: Set<decimal>, home: { owner: User, wait?: duration }
        } tags User;
        action all;
        action view in all appliesTo { principal: User, resource: User, context: { now: datetime, asker: User, word: String } };
        """);

    private const string Bare =
        """
        [{"uid": {"type": "User", "id": "a"}, "parents": [{"type": "Group", "id": "g"}],
          "attrs": {"boss": {"type": "User", "id": "b"}, "seen": "2026-11-25", "from": {"fn": "ip", "arg": "10.0.0.1"},
                    "limits": ["1.5", {"__extn": {"fn": "decimal", "arg": "2.0"}}],
                    "home": {"owner": {"type": "User", "id": "c"}, "wait": "1d"}},
          "tags": {"k": {"type": "User", "id": "d"}}}]
        """;

    private static readonly EntityUid View = new("Action", "view");

    [Fact]
    public void Marks_may_be_left_out_where_the_schema_declares_the_type_of_a_value()
    {
        var store = EntityStore.FromJson(Bare, Schema);

        Assert.True(store.TryGet(new EntityUid("User", "a"), out var user));
        Assert.Equal(CedarValue.Of(new EntityUid("User", "b")), user.Attributes.Attributes["boss"]);
        Assert.Equal("""{"owner": User::"c", "wait": duration("86400000ms")}""", user.Attributes.Attributes["home"].ToString());
        Assert.IsType<CedarValue.Datetime>(user.Attributes.Attributes["seen"]);
        Assert.IsType<CedarValue.Ip>(user.Attributes.Attributes["from"]);
        Assert.All(
            Assert.IsType<CedarValue.Set>(user.Attributes.Attributes["limits"]).Items, item => Assert.IsType<CedarValue.Decimal>(item));
        Assert.IsType<CedarValue.Entity>(user.Tags.Attributes["k"]);
    }

    [Fact]
    public void Without_the_schema_the_same_text_is_plain_texts_and_records()
    {
        Assert.True(EntityStore.FromJson(Bare).TryGet(new EntityUid("User", "a"), out var user));

        Assert.Equal(CedarValue.Of("2026-11-25"), user.Attributes.Attributes["seen"]);
        Assert.IsType<CedarValue.Record>(user.Attributes.Attributes["boss"]);
    }

    [Fact]
    public void The_store_has_the_actions_of_the_schema()
    {
        var store = EntityStore.FromJson("[]", Schema);

        Assert.Equal(2, store.Count);
        Assert.True(store.TryGet(View, out var action));
        Assert.Equal([new EntityUid("Action", "all")], action.Parents);
    }

    [Theory]
    [InlineData(
        """[{"uid": {"type": "Group", "id": "g"}, "attrs": {"a": 1}, "parents": []}]""",
        "Group::\"g\": the schema has no attribute \"a\" there")]
    [InlineData(
        """[{"uid": {"type": "Grp", "id": "g"}, "attrs": {}, "parents": []}]""",
        "Grp::\"g\": `Grp` is not an entity type of the schema")]
    [InlineData(
        """[{"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": []}]""",
        "Action::\"view\": the action must belong to the actions that the schema says it belongs to, and to no others")]
    public void What_does_not_fit_is_refused(string json, string problem) =>
        Assert.Equal([problem], Assert.Throws<CedarJsonException>(() => EntityStore.FromJson(json, Schema)).Problems);

    [Fact]
    public void A_value_that_the_constructor_of_its_type_does_not_take_is_refused_with_its_place() => Assert.StartsWith(
        "[0].attrs.seen: error while evaluating `datetime`: \"yesterday\" is not well-formed",
        Assert.Throws<CedarJsonException>(
            () => EntityStore.FromJson(Bare.Replace("2026-11-25", "yesterday", StringComparison.Ordinal), Schema)).Problems[0],
        StringComparison.Ordinal);

    [Fact]
    public void A_context_is_read_by_the_type_that_its_action_declares()
    {
        var context = CedarValue.Record.FromJson(
            """{"now": "2026-11-25T08:00:00Z", "asker": {"type": "User", "id": "a"}, "word": "2026-11-25"}""", Schema, View);

        Assert.IsType<CedarValue.Datetime>(context.Attributes["now"]);
        Assert.IsType<CedarValue.Entity>(context.Attributes["asker"]);
        Assert.Equal(CedarValue.Of("2026-11-25"), context.Attributes["word"]);
    }

    [Theory]
    [InlineData("{}", "view", "context: the attribute \"now\" is missing")]
    [InlineData("[]", "view", "$: expected an object that is a record")]
    [InlineData("{}", "fly", "`Action::\"fly\"` is not an action of the schema")]
    [InlineData("""{"now": 1, "asker": {"type": "User", "id": "a"}, "word": ""}""", "view", "context.now: expected datetime, found long")]
    public void A_context_that_does_not_fit_is_refused(string json, string action, string problem) => Assert.Equal(
        problem,
        Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson(json, Schema, new EntityUid("Action", action))).Problems[0]);

    [Theory]
    [InlineData("-0")]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("9223372036854775808")]
    public void A_number_must_be_written_as_a_whole_one(string number) => Assert.Contains(
        ".a: numbers must be whole and fit 64 bits",
        Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson($$"""{"a": {{number}}}""")).Problems);

    [Fact]
    public void Nested_calls_work_to_the_limit_and_are_refused_beyond() => SmallStack.Run(() =>
    {
        string Nested(int times)
        {
            var open = string.Concat(Enumerable.Repeat("""{"fn": "offset", "args": [""", times));
            var close = string.Concat(Enumerable.Repeat(""", "1ms"]}""", times));
            return $$"""{"asker": {"type": "User", "id": "a"}, "word": "", "now": {{open}}"2026-11-25"{{close}}}""";
        }

        Assert.IsType<CedarValue.Datetime>(CedarValue.Record.FromJson(Nested(90), Schema, View).Attributes["now"]);
        Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson(Nested(10_000), Schema, View));
    });
}
