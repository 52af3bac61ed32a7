using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar.Entities;

/// <summary>
/// Reads values from Cedar's JSON form. In it, <c>__entity</c> and <c>__extn</c> mark the values that JSON cannot express.
/// </summary>
internal static class JsonValueReader
{
    public static CedarValue.Record ReadRecord(string json) => JsonReading.Read(json, (root, reading) =>
    {
        if (Value(root, string.Empty, reading) is CedarValue.Record record)
        {
            return record;
        }

        reading.Note(string.Empty, "expected an object that is a record");
        return CedarValue.Record.Empty;
    });

    /// <summary>The value, or null after noting what is wrong with it.</summary>
    public static CedarValue? Value(JsonElement json, string place, JsonReading reading)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return CedarValue.Of(json.GetBoolean());
            case JsonValueKind.Number when JsonReading.TryGetNumber(json, out var number):
                return CedarValue.Of(number);
            case JsonValueKind.Number:
                reading.Note(place, "numbers must be whole and fit 64 bits");
                return null;
            case JsonValueKind.String:
                return reading.Text(json, place) is { } text ? CedarValue.Of(text) : null;
            case JsonValueKind.Array:
                return Items(json, place, reading) is { } items ? new CedarValue.Set(items) : null;
            case JsonValueKind.Object:
                return Object(json, place, reading);
            case JsonValueKind.Null:
                reading.Note(place, "null is not a Cedar value");
                return null;
            case JsonValueKind.Undefined:
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The record of an object whose keys are attributes, or null after noting what is wrong with it.</summary>
    public static CedarValue.Record? Record(JsonElement json, string place, JsonReading reading) =>
        Record(json, place, reading, (member, inside) => Value(member.Value, inside, reading));

    /// <summary>The same as the other overload, except that <paramref name="read"/> reads the members.</summary>
    public static CedarValue.Record? Record(
        JsonElement json, string place, JsonReading reading, Func<JsonProperty, string, CedarValue?> read)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            reading.Note(place, "expected an object");
            return null;
        }

        var attributes = new List<KeyValuePair<string, CedarValue>>();
        var sound = true;
        foreach (var property in json.EnumerateObject())
        {
            var value = read(property, $"{place}.{property.Name}");
            sound &= value is not null;
            if (value is not null)
            {
                attributes.Add(KeyValuePair.Create(property.Name, value));
            }
        }

        return sound ? new CedarValue.Record(attributes) : null;
    }

    /// <summary>The uid of <c>{"type": …, "id": …}</c>, or null after noting what is wrong with it.</summary>
    public static EntityUid? Uid(JsonElement json, string place, JsonReading reading)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("__entity", out var escaped))
        {
            json = escaped;
        }

        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("type", out var type) || !json.TryGetProperty("id", out var id))
        {
            reading.Note(place, "expected an entity as {\"type\": …, \"id\": …}");
            return null;
        }

        var (typeText, idText) = (reading.Text(type, $"{place}.type"), reading.Text(id, $"{place}.id"));
        if (typeText is not null && !CedarText.IsName(typeText))
        {
            reading.Note($"{place}.type", $"{CedarText.Quote(typeText)} is not an entity type");
            return null;
        }

        return typeText is null || idText is null ? null : new EntityUid(typeText, idText);
    }

    // An object is a record unless its only key is a mark and its content is what the mark requires.
    private static CedarValue? Object(JsonElement json, string place, JsonReading reading)
    {
        if (json.GetPropertyCount() == 1)
        {
            if (json.TryGetProperty("__entity", out var entity)
                && Has(entity, "type", JsonValueKind.String)
                && Has(entity, "id", JsonValueKind.String))
            {
                return Uid(entity, place, reading) is { } uid ? CedarValue.Of(uid) : null;
            }

            if (MarkedCall(json) is { } call)
            {
                return Call(call, place, reading);
            }

            if (Has(json, "__expr", JsonValueKind.String))
            {
                reading.Note(place, "`__expr` is no longer part of Cedar; use `__entity` or `__extn`");
                return null;
            }
        }

        return Record(json, place, reading);
    }

    /// <summary>The call in an object that is marked as a call, or null.</summary>
    public static JsonElement? MarkedCall(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.GetPropertyCount() == 1
        && json.TryGetProperty("__extn", out var call)
        && IsCall(call) ? call : null;

    /// <summary>Whether the object has a function's name and its arguments.</summary>
    public static bool IsCall(JsonElement json) =>
        Has(json, "fn", JsonValueKind.String) && (json.TryGetProperty("arg", out _) || Has(json, "args", JsonValueKind.Array));

    private static bool Has(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind;

    private static CedarValue? Call(JsonElement call, string place, JsonReading reading)
    {
        var name = reading.Text(call.GetProperty("fn"), $"{place}.fn");
        var arguments = call.TryGetProperty("arg", out var single)
            ? Value(single, $"{place}.arg", reading) is { } argument ? [argument] : null
            : Items(call.GetProperty("args"), $"{place}.args", reading);
        if (name is null || arguments is null)
        {
            return null;
        }

        var failure = new Failure();
        var value = ExtensionFunction.Find(name) is { } function
            ? function.Call(arguments, failure)
            : failure.Because($"unknown extension function {CedarText.Quote(name)}");
        if (value is null)
        {
            reading.Note(place, failure.Message);
        }

        return value;
    }

    private static CedarValue[]? Items(JsonElement array, string place, JsonReading reading)
    {
        var items = new List<CedarValue>();
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (Value(element, $"{place}[{index++}]", reading) is { } item)
            {
                items.Add(item);
            }
        }

        return items.Count == index ? [.. items] : null;
    }
}
