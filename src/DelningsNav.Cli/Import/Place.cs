using System.Globalization;
using System.Text.Json;

namespace DelningsNav.Cli.Import;

/// <summary>A value in an input file with its location, so that a fault can be reported with it.</summary>
internal readonly struct Place(string file, string pointer, JsonElement value, List<FileFault> faults)
{
    /// <summary>Records a fault at this location.</summary>
    public void Fault(string what) => faults.Add(new FileFault(file, pointer, what));

    /// <summary>The member of this name, or null when it is missing or is JSON's <c>null</c>.</summary>
    public Place? Optional(string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new Place(file, $"{pointer}/{name}", member, faults)
            : null;

    /// <summary>The member of this name; records a fault when it is missing.</summary>
    public Place? Required(string name)
    {
        var member = Optional(name);
        if (member is null)
        {
            Fault($"`{name}` is missing");
        }

        return member;
    }

    /// <summary>Whether this is an object; records a fault when it is not.</summary>
    public bool IsObject()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault("must be an object");
        }

        return value.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The items of a list; records a fault when this is not a list.</summary>
    public IEnumerable<Place> Items()
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault("must be a list");
            yield break;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            yield return new Place(file, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}"), item, faults);
        }
    }

    /// <summary>The text; records a fault and returns null when this is not a text.</summary>
    public string? Text()
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault("must be a text that is not empty");
        return null;
    }

    /// <summary>The UUID; records a fault and returns null when this is not a UUID.</summary>
    public Guid? Id()
    {
        if (value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out var id))
        {
            return id;
        }

        Fault("must be a UUID");
        return null;
    }

    /// <summary>The day; records a fault and returns null when this is not a day.</summary>
    public DateOnly? Day()
    {
        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault("must be a date such as 2026-08-17");
        return null;
    }

    /// <summary>The minutes; records a fault and returns null when this is not a number of minutes.</summary>
    public int? Minutes()
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var minutes) && minutes >= 0)
        {
            return minutes;
        }

        Fault("must be a whole number of minutes, 0 or more");
        return null;
    }

    /// <summary>The truth value; records a fault and returns null when this is not a truth value.</summary>
    public bool? Flag()
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault("must be true or false");
        return null;
    }

    /// <summary>Records a fault when the text is not one of the allowed texts.</summary>
    public void IsOneOf(IReadOnlyCollection<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.String || !allowed.Contains(value.GetString()!))
        {
            Fault($"must be one of {string.Join(", ", allowed)}");
        }
    }

    /// <summary>Records a fault when this is not a moment in time (RFC 3339).</summary>
    public void IsMoment()
    {
        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out _))
        {
            Fault("must be a date and time such as 2026-08-17T08:00:00+02:00");
        }
    }

    /// <summary>Records a fault when the entity lacks <c>meta</c> with its two moments. Every entity of SS12000 must have them.</summary>
    public void HasMeta()
    {
        if (Required("meta") is { } meta && meta.IsObject())
        {
            meta.Required("created")?.IsMoment();
            meta.Required("modified")?.IsMoment();
        }
    }
}
