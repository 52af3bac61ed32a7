namespace DelningsNav.Cedar.Tests;

public sealed class EntityTests
{
    [Fact]
    public void Values_are_read_from_JSON_with_its_escapes()
    {
        var record = CedarValue.Record.FromJson(
            """
            {"n": -5, "s": "x", "b": true, "set": [1, "1", 1], "e": {"__entity": {"type": "A::B", "id": "q\"uote"}},
             "d": {"__extn": {"fn": "decimal", "arg": "1.50"}},
             "t": {"__extn": {"fn": "offset", "args": [
               {"__extn": {"fn": "datetime", "arg": "1970-01-01"}}, {"__extn": {"fn": "duration", "arg": "5ms"}}]}},
             "plain": {"__entity": {"type": "A"}}, "alsoPlain": {"__extn": 1, "other": 2}}
            """);

        Assert.Equal(
            """{"alsoPlain": {"__extn": 1, "other": 2}, "b": true, "d": decimal("1.5000"), "e": A::B::"q\"uote", "n": -5,"""
                + """ "plain": {"__entity": {"type": "A"}}, "s": "x", "set": [1, "1"],"""
                + """ "t": datetime("1970-01-01").offset(duration("5ms"))}""",
            record.ToString());
    }

    [Theory]
    [InlineData("[]", "$: expected an object that is a record")]
    [InlineData(
        """{"a": null, "b": 1.5, "c": 9223372036854775808}""",
        ".a: null is not a Cedar value|.b: numbers must be whole and fit 64 bits|.c: numbers must be whole and fit 64 "
            + "bits|$: expected an object that is a record")]
    [InlineData(
        """{"a": {"__extn": {"fn": "ip", "arg": "x"}}}""",
        ".a: error while evaluating `ip`: \"x\" is not well-formed; write an IPv4 or IPv6 address, or a range as "
            + "`10.0.0.0/8`; IPv4 within IPv6 is not accepted|$: expected an object that is a record")]
    [InlineData(
        """{"a": {"__extn": {"fn": "sqrt", "arg": "x"}}}""",
        ".a: unknown extension function \"sqrt\"|$: expected an object that is a record")]
    [InlineData(
        """{"a": {"__expr": "1 + 1"}}""",
        ".a: `__expr` is no longer part of Cedar; use `__entity` or `__extn`|$: expected an object that is a record")]
    [InlineData(
        """{"a": {"__entity": {"type": "A B", "id": "x"}}}""",
        ".a.type: \"A B\" is not an entity type|$: expected an object that is a record")]
    public void What_is_wrong_in_a_context_is_all_named(string json, string problems)
    {
        var exception = Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson(json));

        Assert.Equal(problems, string.Join('|', exception.Problems));
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a": 1, "\u0061": 2}""")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    [InlineData("""{"a": "\ud800\ud800"}""")]
    [InlineData("""{"a": """)]
    [InlineData("")]
    [InlineData("\"\ud800\"")]
    public void Broken_JSON_is_refused_and_nothing_else_is_thrown(string json) =>
        Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson(json));

    [Fact]
    public void A_whole_pair_of_surrogates_may_be_escaped() =>
        Assert.Equal("""{"a": "😀\\ud800"}""", CedarValue.Record.FromJson("""{"a": "\ud83d\ude00\\ud800"}""").ToString());

    [Fact]
    public void What_is_wrong_with_entities_is_all_named()
    {
        var exception = Assert.Throws<CedarJsonException>(() => EntityStore.FromJson(
            """
            [{"uid": {"type": "A"}, "attrs": {}, "parents": []},
             {"uid": {"type": "A", "id": "a"}, "attrs": {"x": null}},
             {"uid": {"type": "Action", "id": "a"}, "attrs": {}, "parents": [{"type": "A", "id": "a"}], "extra": 1}, 7]
            """));

        Assert.Equal(
            [
                "[0].uid: expected an entity as {\"type\": …, \"id\": …}",
                "[1].attrs.x: null is not a Cedar value",
                "[1]: the entity lacks `parents`",
                "[2].extra: an entity has only uid, attrs, parents and tags",
                "[2].parents: action `Action::\"a\"` has a parent that is not an action",
                "[3]: expected an entity as an object",
            ],
            exception.Problems);
    }

    [Fact]
    public void Belonging_follows_many_steps_and_branches()
    {
        var entities = EntityStore.Of(
            [Entity("a", "b1", "b2"), Entity("b1", "c"), Entity("b2", "c", "outside"), Entity("c", "d"), Entity("d")]);
        var policies = CedarPolicySet.Parse(
            """permit(principal in T::"d", action, resource); permit(principal in T::"outside", action, resource);""");

        CedarAnswer From(string id) => policies.Authorize(Ask.Request with { Principal = new EntityUid("T", id) }, entities);

        Assert.Equal(2, From("a").Reasons.Count);
        Assert.Single(From("b1").Reasons);
        Assert.Single(From("d").Reasons);
        Assert.False(From("unknown").Permitted);
    }

    [Fact]
    public void An_entity_that_would_be_its_own_ancestor_is_refused()
    {
        var loop = Assert.Throws<ArgumentException>(
            () => EntityStore.Of([Entity("a", "b"), Entity("b", "c"), Entity("c", "b"), Entity("d")]));

        Assert.Matches("entity `T::\"[bc]\"` would be its own ancestor", loop.Message);
        Assert.Throws<ArgumentException>(() => EntityStore.Of([Entity("a", "a")]));
    }

    [Fact]
    public void The_same_entity_twice_is_accepted_only_if_it_says_the_same()
    {
        Assert.Equal(1, EntityStore.Of([Entity("a", "b", "c"), Entity("a", "c", "b")]).Count);
        Assert.Throws<ArgumentException>(() => EntityStore.Of([Entity("a", "b"), Entity("a", "c")]));
    }

    [Fact]
    public void A_uid_is_written_as_in_a_policy() =>
        Assert.Equal("A::B::\"a\\\"\\\\\\n\\u{1}\"", new EntityUid("A::B", "a\"\\\n\u0001").ToString());

    private static CedarEntity Entity(string id, params string[] parents) => new(
        new EntityUid("T", id), CedarValue.Record.Empty, [.. parents.Select(p => new EntityUid("T", p))]);
}
