using System.Globalization;
using System.Text.Json.Nodes;
using DelningsNav.Cedar;

namespace DelningsNav.Benchmarks;

/// <summary>Requests and entities in Cedar's JSON form, as far as the policies of the hub use it.</summary>
internal static class CedarJson
{
    public static JsonObject Of(EntityUid uid) => new() { ["type"] = uid.Type, ["id"] = uid.Id };

    public static JsonArray Of(IEnumerable<CedarEntity> entities) =>
        [.. entities.Select(entity => new JsonObject
        {
            ["uid"] = Of(entity.Uid),
            ["attrs"] = Of(entity.Attributes),
            ["parents"] = new JsonArray([.. entity.Parents.Select(Of)]),
        })];

    public static JsonNode Of(CedarValue value) => value switch
    {
        CedarValue.Bool truth => truth.Value,
        CedarValue.Long number => number.Value,
        CedarValue.String text => text.Value,
        CedarValue.Datetime moment => new JsonObject
        {
            ["__extn"] = new JsonObject
            {
                ["fn"] = "datetime",
                ["arg"] = DateTimeOffset.FromUnixTimeMilliseconds(moment.EpochMilliseconds)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            },
        },
        CedarValue.Record record =>
            new JsonObject(record.Attributes.Select(a => KeyValuePair.Create<string, JsonNode?>(a.Key, Of(a.Value)))),
        _ => throw new NotSupportedException($"{value.GetType().Name} does not occur"),
    };
}
