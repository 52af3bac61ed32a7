using System.Globalization;
using System.Text.Json;

namespace DelningsNav.Cedar.Entities;

/// <summary>The limits and the list of problems when entities or values are read from JSON.</summary>
internal sealed class JsonReading
{
    private const int Limit = 100;

    /// <summary>How deep JSON may be nested: less than <see cref="CedarValue.MaxDepth"/>, so that policies can add levels.</summary>
    public const int MaxDepth = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly List<string> _problems = [];

    public static T Read<T>(string json, Func<JsonElement, JsonReading, T> read)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reading = new JsonReading();
        using var document = Parse(json);
        var result = read(document.RootElement, reading);
        return reading._problems.Count == 0 ? result : throw new CedarJsonException(reading._problems);
    }

    public void Note(string place, string problem)
    {
        if (_problems.Count < Limit)
        {
            _problems.Add($"{(place.Length == 0 ? "$" : place)}: {problem}");
        }
    }

    /// <summary>The text of a JSON string, or null after noting that the value is not a string.</summary>
    public string? Text(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            Note(place, "expected a string");
            return null;
        }

        return element.GetString();
    }

    /// <summary>Reads a whole number of 64 bits that is written with digits only. Cedar reads <c>-0</c> as a fraction.</summary>
    public static bool TryGetNumber(JsonElement element, out long number) =>
        element.TryGetInt64(out number) && (number != 0 || element.GetRawText()[0] != '-');

    /// <summary>Whether every surrogate of the text has its other half. This includes surrogates that are written as escapes.</summary>
    public static bool IsWellFormed(string json) => CedarText.IsWellFormed(json) && !HasHalfSurrogate(json);

    private static JsonDocument Parse(string json)
    {
        if (!IsWellFormed(json))
        {
            throw new CedarJsonException(["$: the text is not well-formed Unicode"]);
        }

        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException e)
        {
            throw new CedarJsonException([$"$: {e.Message}"]);
        }
    }

    // JSON can write half a surrogate pair as an escape. That is not valid text, and .NET's reader throws for it only when the string is
    // read. JSON has no backslashes outside strings. The whole text can therefore be searched.
    private static bool HasHalfSurrogate(string json)
    {
        var highIsOpen = false;
        for (var at = 0; at < json.Length;)
        {
            var escaped = json[at] == '\\';
            var unit = escaped && at + 6 <= json.Length && json[at + 1] == 'u'
                && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                ? (char)code
                : ' ';
            if (highIsOpen != char.IsLowSurrogate(unit))
            {
                return true;
            }

            highIsOpen = char.IsHighSurrogate(unit);
            at += unit != ' ' ? 6 : escaped ? 2 : 1;
        }

        return highIsOpen;
    }
}
