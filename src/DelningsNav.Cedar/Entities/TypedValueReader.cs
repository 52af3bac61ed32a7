using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Extensions;
using DelningsNav.Cedar.Schema;
using DelningsNav.Cedar.Validation;

namespace DelningsNav.Cedar.Entities;

/// <summary>Reads values from JSON by the types that a schema declares.</summary>
/// <remarks>
/// Where the type is known, the marks <c>__entity</c> and <c>__extn</c> may be left out. A value of another type is read in the same way
/// as without a schema. A later check finds that it does not fit.
/// </remarks>
internal static class TypedValueReader
{
    public static CedarValue.Record ReadRecord(string json, RecordType type) => JsonReading.Read(json, (root, reading) =>
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            return Record(root, type, string.Empty, reading) ?? CedarValue.Record.Empty;
        }

        reading.Note(string.Empty, "expected an object that is a record");
        return CedarValue.Record.Empty;
    });

    /// <summary>The value, or null after noting what is wrong with it.</summary>
    public static CedarValue? Value(JsonElement json, SchemaType? type, string place, JsonReading reading) => type switch
    {
        EntityReference => JsonValueReader.Uid(json, place, reading) is { } uid ? CedarValue.Of(uid) : null,
        SetType set when json.ValueKind == JsonValueKind.Array => Set(json, set, place, reading),
        RecordType record when json.ValueKind == JsonValueKind.Object => Record(json, record, place, reading),
        SimpleType when Constructor(type) is { } constructor => Extension(json, constructor, place, reading),
        null or TruthType or SimpleType or SetType or RecordType => JsonValueReader.Value(json, place, reading),
        _ => throw new UnreachableException(),
    };

    /// <summary>The record of an object whose keys are attributes, or null after noting what is wrong with it.</summary>
    public static CedarValue.Record? Record(JsonElement json, RecordType type, string place, JsonReading reading)
    {
        SchemaType? TypeOf(string name) => type.Attributes.GetValueOrDefault(name).Type;
        return JsonValueReader.Record(
            json, place, reading, (member, inside) => Value(member.Value, TypeOf(member.Name), inside, reading));
    }

    private static CedarValue.Set? Set(JsonElement json, SetType type, string place, JsonReading reading) =>
        Items(json, _ => type.Element, place, reading) is { } items ? new CedarValue.Set(items) : null;

    private static ExtensionFunction? Constructor(SchemaType type) =>
        ReferenceEquals(type, SchemaType.Ip) ? ExtensionFunction.Find("ip")
        : ReferenceEquals(type, SchemaType.Decimal)
            || ReferenceEquals(type, SchemaType.Datetime)
            || ReferenceEquals(type, SchemaType.Duration) ? ExtensionFunction.Find(type.ToString())
        : null;

    // A call, with or without the mark, or the argument of the type's constructor.
    private static CedarValue? Extension(JsonElement json, ExtensionFunction constructor, string place, JsonReading reading)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return reading.Text(json, place) is { } text ? Call(constructor, [CedarValue.Of(text)], place, reading) : null;
        }

        var call = JsonValueReader.IsCall(json) ? json : JsonValueReader.MarkedCall(json);
        if (call is not { } found || ExtensionFunction.Find(found.GetProperty("fn").GetString()!) is not { } function)
        {
            return JsonValueReader.Value(json, place, reading);
        }

        var types = Signature.Of(function).Parameters;
        var arguments = found.TryGetProperty("arg", out var single)
            ? Value(single, types[0], $"{place}.arg", reading) is { } argument ? [argument] : null
            : Items(found.GetProperty("args"), i => types.ElementAtOrDefault(i), $"{place}.args", reading);
        return arguments is null ? null : Call(function, arguments, place, reading);
    }

    private static CedarValue? Call(ExtensionFunction function, CedarValue[] arguments, string place, JsonReading reading)
    {
        var failure = new Failure();
        var value = function.Call(arguments, failure);
        if (value is null)
        {
            reading.Note(place, failure.Message);
        }

        return value;
    }

    private static CedarValue[]? Items(JsonElement array, Func<int, SchemaType?> type, string place, JsonReading reading)
    {
        var items = new List<CedarValue>();
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (Value(element, type(index), $"{place}[{index++}]", reading) is { } item)
            {
                items.Add(item);
            }
        }

        return items.Count == index ? [.. items] : null;
    }
}
