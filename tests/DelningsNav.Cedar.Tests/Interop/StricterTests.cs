using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Input that is refused here on purpose and read by the official build; docs/cedar-agreement.md has the list.</summary>
/// <remarks>Each test also asks the official build, so that a row of the list fails when it is no longer true.</remarks>
public sealed class StricterTests
{
    [Theory]
    [InlineData("entity A { a: Long, a: Long };", "1:21: the record has the attribute \"a\" twice")]
    [InlineData("entity A { a: Long, \"a\": String };", "1:21: the record has the attribute \"a\" twice")]
    [InlineData("type T = { a: Set<{ b: Long, b?: Long }> };", "1:30: the record has the attribute \"b\" twice")]
    public async Task A_record_type_that_names_an_attribute_twice_is_refused(string schema, string problem)
    {
        Assert.Equal(problem, Valid.Problems(schema));
        await AssertOfficialReadsAsync("checkParseSchema", JsonValue.Create(schema));
    }

    [Theory]
    [InlineData("entity A { __cedar: Long };", "1:12: `__cedar` is a reserved word and cannot be used as a name")]
    [InlineData("action __cedar;", "1:8: `__cedar` is a reserved word and cannot be used as a name")]
    public async Task A_bare___cedar_as_the_name_of_an_attribute_or_an_action_is_refused(string schema, string problem)
    {
        Assert.Equal(problem, Valid.Problems(schema));
        await AssertOfficialReadsAsync("checkParseSchema", JsonValue.Create(schema));
    }

    [Fact]
    public async Task A_further_member_of_an_entity_is_refused()
    {
        const string json = """[{ "uid": { "type": "A", "id": "a" }, "attrs": {}, "parents": [], "more": 1 }]""";

        var exception = Assert.Throws<CedarJsonException>(() => EntityStore.FromJson(json));

        Assert.Equal(["[0].more: an entity has only uid, attrs, parents and tags"], exception.Problems);
        await AssertOfficialReadsAsync("checkParseEntities", new JsonObject { ["entities"] = JsonNode.Parse(json) });
    }

    private static async Task AssertOfficialReadsAsync(string function, JsonNode argument)
    {
        if (InteropTests.FolderOrSkip() is not { } folder)
        {
            return;
        }

        using var peer = Peer.Start(folder);
        var answer = Assert.Single(await peer.AskAsync([Peer.Call(function, argument)]));
        Assert.True(OfficialAnswers.IsGood(answer), OfficialAnswers.Why(answer));
    }
}
