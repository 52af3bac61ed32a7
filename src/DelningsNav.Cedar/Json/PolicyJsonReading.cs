using System.Runtime.CompilerServices;
using System.Text.Json;
using DelningsNav.Cedar.Entities;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Json;

/// <summary>The list of problems, the strict objects and the limit to nesting when policies are read from JSON.</summary>
internal sealed class PolicyJsonReading
{
    private const int Limit = 100;

    /// <summary>How deep policy JSON may be nested. <see cref="PolicyWriter"/> has the same limit.</summary>
    /// <remarks>
    /// One level of an expression is two levels of JSON. Each operator of a long chain is also two levels, although the chain is not a
    /// deep expression. A limit is needed because .NET's reader takes time in proportion to size times depth.
    /// </remarks>
    public const int MaxJsonDepth = 4 * Expression.MaxDepth;

    // A member that is given twice is accepted here and reported later, when its place is known.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxJsonDepth };

    private readonly List<string> _problems = [];
    private int _depth;

    /// <summary>The number of problems, including those that are not listed.</summary>
    public int ProblemCount { get; private set; }

    public static T Read<T>(string json, string? source, Func<JsonElement, PolicyJsonReading, T> read)
    {
        if (!JsonReading.IsWellFormed(json))
        {
            throw new CedarJsonException(["the document: the text is not well-formed Unicode"], source);
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var reading = new PolicyJsonReading();
            var result = read(document.RootElement, reading);
            return reading.ProblemCount == 0 ? result : throw new CedarJsonException(reading._problems, source);
        }
        catch (JsonException e)
        {
            throw new CedarJsonException([$"the document: {e.Message}"], source);
        }
    }

    public void Note(JsonPlace place, string problem)
    {
        if (ProblemCount++ < Limit)
        {
            _problems.Add($"{place}: {problem}");
        }
    }

    /// <summary>
    /// Goes one level deeper and returns true. <see cref="Leave"/> must then be called. At the limit, it notes the problem and returns
    /// false.
    /// </summary>
    public bool Enter(JsonPlace place)
    {
        if (_depth == Expression.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Note(place, $"the expression is nested too deeply; at most {Expression.MaxDepth} levels are allowed");
            return false;
        }

        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>The members of an object that may have any members, in order. A member that is given twice is noted and left out.</summary>
    /// <returns>Null after noting that the value is not an object.</returns>
    public List<JsonProperty>? Members(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Note(place, "expected an object");
            return null;
        }

        var members = new List<JsonProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (names.Add(member.Name))
            {
                members.Add(member);
            }
            else
            {
                Note(place.At(member.Name), "the member is given twice");
            }
        }

        return members;
    }

    /// <summary>The members of an object that must have the required members and may have the optional ones, but no others.</summary>
    /// <returns>The members that the object has, or null after noting that the value is not an object.</returns>
    public Dictionary<string, JsonElement>? Members(
        JsonElement json, JsonPlace place, ReadOnlySpan<string> required, params ReadOnlySpan<string> optional)
    {
        if (Members(json, place) is not { } all)
        {
            return null;
        }

        var known = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in all)
        {
            if (required.Contains(member.Name) || optional.Contains(member.Name))
            {
                known.Add(member.Name, member.Value);
            }
            else
            {
                Note(place.At(member.Name), "the member is unknown");
            }
        }

        foreach (var name in required)
        {
            if (!known.ContainsKey(name))
            {
                Note(place, $"the member `{name}` is missing");
            }
        }

        return known;
    }

    /// <summary>The items of an array with their places, or no items after noting that the value is not an array.</summary>
    public IEnumerable<(JsonElement Item, JsonPlace Place)> Items(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return json.EnumerateArray().Select((item, index) => (item, place.At(index)));
        }

        Note(place, "expected an array");
        return [];
    }

    /// <summary>The text of a string, or null after noting that the value is not a string.</summary>
    public string? Text(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return json.GetString();
        }

        Note(place, "expected a string");
        return null;
    }

    /// <summary>The text of a string that must be the name of a type, or null after noting that it is not.</summary>
    public string? TypeName(JsonElement json, JsonPlace place)
    {
        var name = Text(json, place);
        if (name is null || CedarText.IsName(name))
        {
            return name;
        }

        Note(place, $"{CedarText.Quote(CedarText.Shortened(name, 100))} is not an entity type");
        return null;
    }

    /// <summary>The entity of <c>{"type": …, "id": …}</c>, also within <c>__entity</c>, or null after noting what is wrong.</summary>
    public EntityUid? Entity(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 1 && json.TryGetProperty("__entity", out var marked))
        {
            (json, place) = (marked, place.At("__entity"));
        }

        if (Members(json, place, ["type", "id"]) is not { Count: 2 } members)
        {
            return null;
        }

        var (type, id) = (TypeName(members["type"], place.At("type")), Text(members["id"], place.At("id")));
        return type is null || id is null ? null : new EntityUid(type, id);
    }
}
