using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Api.Wire;

/// <summary>
/// Compares JSON with a wire record before it is read, and finds every fault at once. The serialiser would stop at the first fault.
/// </summary>
internal static class Shape
{
    private static readonly ConcurrentDictionary<JsonPropertyInfo, ValidationAttribute[]> Rules = new();

    /// <summary>Adds every fault of a value at a JSON pointer.</summary>
    public static void Check(JsonElement value, JsonTypeInfo type, string pointer, BodyFaults faults) =>
        Check(value, type, pointer, [], faults);

    private static void Check(JsonElement value, JsonTypeInfo type, string pointer, ValidationAttribute[] rules, BodyFaults faults)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(value, type, pointer, faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckList(value, type.Options.GetTypeInfo(type.ElementType!), pointer, rules, faults);
                break;
            default:
                if (LeafFault(value, Nullable.GetUnderlyingType(type.Type) ?? type.Type, rules) is { } fault)
                {
                    faults.Add(pointer, fault);
                }

                break;
        }
    }

    private static void CheckObject(JsonElement value, JsonTypeInfo type, string pointer, BodyFaults faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(pointer, "must be an object");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(p => p.Name == member.Name);
            if (property is null)
            {
                // An unknown name may contain anything, even an identity number. The answer repeats it only if it consists of at most 40
                // letters.
                var isWord = member.Name.Length is > 0 and <= 40 && member.Name.All(char.IsAsciiLetter);
                faults.Add(
                    isWord ? $"{pointer}/{member.Name}" : pointer,
                    isWord ? "is not a member of this object" : "has a member that does not belong to it");
            }
            else if (!seen.Add(member.Name))
            {
                faults.Add($"{pointer}/{member.Name}", "occurs twice");
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!property.IsSetNullable)
                {
                    faults.Add($"{pointer}/{member.Name}", "must not be null");
                }
            }
            else
            {
                Check(member.Value, type.Options.GetTypeInfo(property.PropertyType), $"{pointer}/{member.Name}", RulesOf(property), faults);
            }
        }

        foreach (var property in type.Properties)
        {
            if (property.IsRequired && !seen.Contains(property.Name))
            {
                faults.Add($"{pointer}/{property.Name}", "is missing");
            }
        }
    }

    private static void CheckList(JsonElement value, JsonTypeInfo element, string pointer, ValidationAttribute[] rules, BodyFaults faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(pointer, "must be a list");
            return;
        }

        var length = value.GetArrayLength();
        if (rules.OfType<LengthAttribute>().FirstOrDefault() is { } limits
            && (length < limits.MinimumLength || length > limits.MaximumLength))
        {
            faults.Add(pointer, $"must have {limits.MinimumLength} to {limits.MaximumLength} items");
            return;
        }

        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(item, element, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i++}"), rules, faults);
        }
    }

    private static string? LeafFault(JsonElement value, Type type, ValidationAttribute[] rules)
    {
        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return "must be a string";
        }

        return type switch
        {
            _ when type == typeof(Guid) => value.TryGetGuid(out _) ? null : "must be an id (UUID)",
            _ when type == typeof(DateOnly) =>
                DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && SwedishTime.IsTaken(day)
                ? null
                : "must be a day, `YYYY-MM-DD`, from 1900 to 2199",
            _ when type == typeof(DateTimeOffset) =>
                IsMoment(value) ? null : "must be a moment from 1900 to 2199 with its offset, such as `2026-11-02T08:00:00Z` (RFC 3339)",
            _ when type == typeof(ReadOnlyMemory<byte>) => value.TryGetBytesFromBase64(out _) ? null : "must be base64",
            _ when type == typeof(string) => WireRules.FaultOf(value.GetString()!, rules),
            _ => throw new UnreachableException(),
        };
    }

    // Without an offset a moment would be read in the hub's own time zone.
    private static bool IsMoment(JsonElement value) =>
        value.TryGetDateTimeOffset(out var moment)
        && moment.Year >= SwedishTime.FirstDay.Year && moment.Year <= SwedishTime.LastDay.Year
        && value.GetString() is { Length: >= 20 } text && (text[^1] == 'Z' || text[^6] is '+' or '-');

    private static ValidationAttribute[] RulesOf(JsonPropertyInfo property) =>
        Rules.GetOrAdd(
            property,
            p =>
                [.. p.AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true)
                    .Cast<ValidationAttribute>() ?? []]);
}
