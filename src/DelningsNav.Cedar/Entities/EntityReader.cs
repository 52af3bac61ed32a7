using System.Text.Json;

namespace DelningsNav.Cedar.Entities;

/// <summary>Reads entities from Cedar's JSON form: an array of objects with uid, attrs, parents and, if any, tags.</summary>
internal static class EntityReader
{
    public static List<CedarEntity> Read(string json) => JsonReading.Read(json, ReadAll);

    private static List<CedarEntity> ReadAll(JsonElement root, JsonReading reading)
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
            if (ReadOne(element, $"[{index++}]", reading) is { } entity)
            {
                entities.Add(entity);
            }
        }

        return entities;
    }

    private static CedarEntity? ReadOne(JsonElement json, string place, JsonReading reading)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            reading.Note(place, "expected an entity as an object");
            return null;
        }

        EntityUid? uid = null;
        CedarValue.Record? attributes = null, tags = CedarValue.Record.Empty;
        List<EntityUid>? parents = null;
        foreach (var property in json.EnumerateObject())
        {
            var inside = $"{place}.{property.Name}";
            switch (property.Name)
            {
                case "uid":
                    uid = JsonValueReader.Uid(property.Value, inside, reading);
                    break;
                case "attrs":
                    attributes = JsonValueReader.Record(property.Value, inside, reading);
                    break;
                case "tags":
                    tags = JsonValueReader.Record(property.Value, inside, reading);
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
