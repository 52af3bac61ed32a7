namespace DelningsNav.Cedar.Tests;

public sealed class ConformanceTests
{
    private const string Context =
        """
        {
          "now": { "__extn": { "fn": "datetime", "arg": "2026-08-17" } }, "wait": { "__extn": { "fn": "duration", "arg": "1h" } },
          "from": { "__extn": { "fn": "ip", "arg": "10.0.0.1" } }, "number": 1, "text": "a", "flag": true,
          "colour": { "__entity": { "type": "Colour", "id": "red" } }, "texts": ["a"], "users": []
        }
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(Valid.World);

    [Fact]
    public void A_request_that_the_schema_describes_fits() => Assert.Empty(Schema.Validate(Request(Context)));

    [Theory]
    [InlineData("\"number\": 1", "\"number\": \"1\"", "context.number: expected Long, found string")]
    [InlineData("\"number\": 1, ", "", "context: the attribute \"number\" is missing")]
    [InlineData("\"number\": 1", "\"number\": 1, \"nubmer\": 2", "context: the schema has no attribute \"nubmer\" there")]
    [InlineData("[\"a\"]", "[\"a\", 1]", "context.texts[]: expected String, found long")]
    [InlineData(
        "\"users\": []",
        "\"users\": [{ \"__entity\": { \"type\": \"Robot\", \"id\": \"r\" } }]",
        "context.users[]: expected User, found (entity of type `Robot`)")]
    [InlineData("\"red\"", "\"green\"", "context.colour: `Colour::\"green\"` is not one of the entities that the type Colour has")]
    [InlineData(
        "\"flag\": true",
        "\"flag\": true, \"seal\": { \"key\": \"a\", \"grade\": true }",
        "context.seal.grade: expected Long, found bool")]
    [InlineData("\"flag\": true", "\"flag\": true, \"seal\": {}", "context.seal: the attribute \"key\" is missing")]
    [InlineData(
        "\"fn\": \"duration\", \"arg\": \"1h\"",
        "\"fn\": \"datetime\", \"arg\": \"2026-08-17\"",
        "context.wait: expected duration, found datetime")]
    public void A_context_that_the_schema_does_not_describe_is_reported_with_its_place(string right, string wrong, string problem)
    {
        var problems = Schema.Validate(Request(Context.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal([problem], problems);
    }

    [Theory]
    [InlineData(
        "Unit",
        "view",
        "Document",
        "principal: `Action::\"view\"` does not apply to the type Unit there; it applies to User, Robot")]
    [InlineData("User", "view", "Nobody", "resource: `Action::\"view\"` does not apply to the type Nobody there; it applies to Document")]
    [InlineData("User", "sleep", "Document", "action: `Action::\"sleep\"` is not an action of the schema")]
    [InlineData("User", "read", "Document", "principal: `Action::\"read\"` does not apply to the type User there; it applies to no type")]
    public void A_request_between_other_types_does_not_fit(string principal, string action, string resource, string problem)
    {
        var problems = Schema.Validate(new CedarRequest(
            new EntityUid(principal, "x"),
            new EntityUid("Action", action),
            new EntityUid(resource, "x"),
            CedarValue.Record.FromJson(Context)));

        Assert.Equal(problem, problems[0]);
    }

    [Fact]
    public void Entities_that_the_schema_describes_fit() => Assert.Empty(Schema.Validate(EntityStore.FromJson(
        """
        [
          {"uid": {"type": "User", "id": "anna"}, "attrs": {"name": "Anna", "unit": {"__entity": {"type": "Unit", "id": "north"}}},
           "parents": [{"type": "Unit", "id": "north"}, {"type": "City", "id": "gbg"}], "tags": {"seals": ["a"]}},
          {"uid": {"type": "Unit", "id": "north"}, "attrs": {}, "parents": []},
          {"uid": {"type": "Colour", "id": "red"}, "attrs": {}, "parents": []},
          {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]}
        ]
        """)));

    [Theory]
    [InlineData("Nobody", "x", "{}", "[]", "{}", "Nobody::\"x\": `Nobody` is not an entity type of the schema")]
    [InlineData(
        "Colour",
        "green",
        "{}",
        "[]",
        "{}",
        "Colour::\"green\": `Colour::\"green\"` is not one of the entities that the type Colour has")]
    [InlineData(
        "Colour",
        "red",
        "{}",
        """[{"type": "Unit", "id": "a"}]""",
        "{}",
        "Colour::\"red\": an entity of the type Colour cannot belong to one of the type Unit")]
    [InlineData(
        "Unit",
        "a",
        "{}",
        """[{"type": "User", "id": "a"}]""",
        "{}",
        "Unit::\"a\": an entity of the type Unit cannot belong to one of the type User")]
    [InlineData("Unit", "a", """{"x": 1}""", "[]", "{}", "Unit::\"a\": the schema has no attribute \"x\" there")]
    [InlineData("Robot", "a", "{}", "[]", "{}", "Robot::\"a\": the attribute \"name\" is missing")]
    [InlineData("Unit", "a", "{}", "[]", """{"x": 1}""", "Unit::\"a\".getTag(\"x\"): entities of the type Unit have no tags")]
    [InlineData(
        "Action",
        "view",
        "{}",
        "[]",
        "{}",
        "Action::\"view\": the action must belong to the actions that the schema says it belongs to, and to no others")]
    [InlineData("Action", "rest", """{"x": 1}""", "[]", "{}", "Action::\"rest\": an action has no attributes and no tags")]
    [InlineData("Action", "sleep", "{}", "[]", "{}", "Action::\"sleep\": `Action::\"sleep\"` is not an action of the schema")]
    public void An_entity_that_the_schema_does_not_describe_is_reported(
        string type, string id, string attributes, string parents, string tags, string problem)
    {
        var entities = EntityStore.FromJson(
            $$"""[{"uid": {"type": "{{type}}", "id": "{{id}}"}, "attrs": {{attributes}}, "parents": {{parents}}, "tags": {{tags}}}]""");

        Assert.Equal([problem], Schema.Validate(entities));
    }

    private static CedarRequest Request(string context) => new(
        new EntityUid("User", "anna"),
        new EntityUid("Action", "view"),
        new EntityUid("Document", "plan"),
        CedarValue.Record.FromJson(context));
}
