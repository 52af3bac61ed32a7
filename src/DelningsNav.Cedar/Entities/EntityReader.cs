using System.Text.Json;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Entities;

/// <summary>Reads entities from Cedar's JSON form: an array of objects with uid, attrs, parents and, if any, tags.</summary>
internal static class EntityReader
{
    /// <summary>Reads the entities. If a schema is given, attributes and tags are read by its types, but not checked against it.</summary>
    public static List<CedarEntity> Read(string json, CedarSchema? schema = null) =>
        JsonReading.Read(json, (root, reading) => ReadAll(root, schema, reading));

    private static List<CedarEntity> ReadAll(JsonElement root, CedarSchema? schema, JsonReading reading)
    {
        var entities = new List<CedarEntity>();
        if (root.ValueKind != JsonValueKind.Array)
        {
            reading.Note(string.Empty, "expected an array of entities");
            return entities;
        }

        var index = 0;
        foreach (var element in root.EnumerateArray())
        {
            if (ReadOne(element, schema, $"[{index++}]", reading) is { } entity)
            {
                entities.Add(entity);
            }
        }

        return entities;
    }

    private static CedarEntity? ReadOne(JsonElement json, CedarSchema? schema, string place, JsonReading reading)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            reading.Note(place, "expected an entity as an object");
            return null;
        }

        EntityUid? uid = json.TryGetProperty("uid", out var written) ? JsonValueReader.Uid(written, $"{place}.uid", reading) : null;
        var type = uid is { } known ? schema?.EntityTypes.GetValueOrDefault(known.Type) : null;
        CedarValue.Record? attributes = null, tags = CedarValue.Record.Empty;
        List<EntityUid>? parents = null;
        foreach (var property in json.EnumerateObject())
        {
            var inside = $"{place}.{property.Name}";
            switch (property.Name)
            {
                case "uid":
                    break;
                case "attrs":
                    SchemaType? TypeOf(string name) => type?.Attributes.Attributes.GetValueOrDefault(name).Type;
                    attributes = ReadValues(property.Value, TypeOf, inside, reading);
                    break;
                case "tags":
                    tags = ReadValues(property.Value, _ => type?.Tags, inside, reading);
                    break;
                case "parents":
                    parents = Parents(property.Value, inside, reading);
                    break;
                default:
                    reading.Note(inside, "an entity has only uid, attrs, parents and tags");
                    break;
            }
        }

        NoteMissing(json, place, reading);
        if (uid is not { } name || attributes is null || parents is null || tags is null)
        {
            return null;
        }

        if (name.IsAction && parents.Exists(p => !p.IsAction))
        {
            reading.Note($"{place}.parents", $"action `{name}` has a parent that is not an action");
        }

        return new CedarEntity(name, attributes, parents, tags);
    }

    private static CedarValue.Record? ReadValues(JsonElement json, Func<string, SchemaType?> type, string place, JsonReading reading) =>
        JsonValueReader.Record(
            json, place, reading, (member, inside) => TypedValueReader.Value(member.Value, type(member.Name), inside, reading));

    private static void NoteMissing(JsonElement json, string place, JsonReading reading)
    {
        foreach (var key in new[] { "uid", "attrs", "parents" })
        {
            if (!json.TryGetProperty(key, out _))
            {
                reading.Note(place, $"the entity lacks `{key}`");
            }
        }
    }

    private static List<EntityUid>? Parents(JsonElement json, string place, JsonReading reading)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            reading.Note(place, "expected an array of entities");
            return null;
        }

        var parents = new List<EntityUid>();
        var index = 0;
        foreach (var element in json.EnumerateArray())
        {
            if (JsonValueReader.Uid(element, $"{place}[{index++}]", reading) is { } parent)
            {
                parents.Add(parent);
            }
        }

        return parents;
    }
}
