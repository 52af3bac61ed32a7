using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// Removes from structured data the members that the form does not let remain, and the dated items outside the period asked for. Data from
/// which nothing is removed are handed over byte for byte as the holder deposited them.
/// </summary>
internal sealed class StructuredCut
{
    // Letters outside ASCII are not escaped: what is handed over is JSON and is never part of HTML.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Day = "yyyy-MM-dd";
    private const int DayLength = 10;

    private readonly IReadOnlyList<string> _masks;
    private readonly DateOnly _from;
    private readonly DateOnly _to;
    private readonly Dictionary<string, SortedSet<string>> _cut = new(StringComparer.Ordinal);

    private StructuredCut(IReadOnlyList<string> masks, DateOnly from, DateOnly to)
    {
        _masks = masks;
        _from = from;
        _to = to;
    }

    /// <summary>Whether the content is structured data: JSON, and not the word <c>null</c> alone.</summary>
    public static bool IsStructured(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            var structured = reader.Read() && reader.TokenType != JsonTokenType.Null;
            while (reader.Read())
            {
                // The content is read to the end, because a document with an error further down is not JSON.
            }

            return structured;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// What remains of structured data, and for each masking obligation, or <see cref="AppliedObligation.CutToWindow"/>, the places of what
    /// was removed. The data must follow the form; without a form only the period is cut.
    /// </summary>
    public static (ReadOnlyMemory<byte> Kept, IReadOnlyDictionary<string, IReadOnlyList<string>> Cut) Of(
        ReadOnlyMemory<byte> content, RecordForm? form, IReadOnlyList<string> masks, DateOnly from, DateOnly to)
    {
        var cut = new StructuredCut(masks, from, to);
        if (form is null && !cut.MayLeaveItems(content.Span))
        {
            return (content, cut.Places());
        }

        using var data = JsonDocument.Parse(content);
        var kept = new ArrayBufferWriter<byte>(Math.Max(content.Length, 256));
        using (var writer = new Utf8JsonWriter(kept, Legible))
        {
            cut.Write(data.RootElement, form?.Members, "", writer);
        }

        return (cut._cut.Count > 0 ? kept.WrittenMemory : content, cut.Places());
    }

    private Dictionary<string, IReadOnlyList<string>> Places() =>
        _cut.ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one.Value], StringComparer.Ordinal);

    /// <summary>A quick check whether a dated item might have to be removed. A yes can be wrong; a no is always right.</summary>
    private bool MayLeaveItems(ReadOnlySpan<byte> content)
    {
        Span<byte> from = stackalloc byte[DayLength];
        Span<byte> to = stackalloc byte[DayLength];
        _from.TryFormat(from, out _, Day, CultureInfo.InvariantCulture);
        _to.TryFormat(to, out _, Day, CultureInfo.InvariantCulture);
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var (first, last) = (reader.ValueTextEquals("from"u8), reader.ValueTextEquals("to"u8));
            if (!first && !last)
            {
                first = last = reader.ValueTextEquals("date"u8);
            }

            // Days in this form have the same order as their bytes. A day that is written with escapes is left to the exact reading that
            // follows.
            if ((first || last) && reader.Read() && reader.TokenType == JsonTokenType.String
                && (reader.ValueIsEscaped
                    || (first && reader.ValueSpan.SequenceCompareTo(from) < 0)
                    || (last && reader.ValueSpan.SequenceCompareTo(to) > 0)))
            {
                return true;
            }
        }

        return false;
    }

    private void Write(JsonElement element, IReadOnlyList<FormMember>? members, string path, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    WriteMember(member, members, path, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (LiesOutside(item))
                    {
                        Note(AppliedObligation.CutToWindow, $"{path}/*");
                    }
                    else
                    {
                        Write(item, members, $"{path}/*", writer);
                    }
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    // A member remains only if the form has it and lets it remain under every obligation. The form was checked before, so that a member
    // without a place in it does not occur; if it did, it would be removed.
    private void WriteMember(JsonProperty member, IReadOnlyList<FormMember>? members, string path, Utf8JsonWriter writer)
    {
        var known = members?.FirstOrDefault(one => one.Name == member.Name);
        var place = members is null ? $"{path}/{PlaceOf(member.Name)}" : $"{path}/{known?.Name}";
        var against = members is null ? [] : _masks.Where(mask => known?.StaysUnder(mask) != true).ToList();
        if (against.Count > 0)
        {
            against.ForEach(mask => Note(mask, place));
            return;
        }

        writer.WritePropertyName(member.Name);
        Write(member.Value, known?.Items ?? (members is null ? null : []), place, writer);
    }

    // Without a form the names of members are the depositor's own words, and a place must not repeat them.
    private static string PlaceOf(string name) => name is "items" or "total" or "months" or "days" ? name : "-";

    private void Note(string obligation, string place)
    {
        if (!_cut.TryGetValue(obligation, out var places))
        {
            _cut.Add(obligation, places = new SortedSet<string>(StringComparer.Ordinal));
        }

        places.Add(place);
    }

    // A dated item of a list (`from` and `to`, or `date`) remains only when it lies within the period asked for.
    private bool LiesOutside(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && ((Date(item, "from") ?? Date(item, "date")) is { } first && first < _from
            || (Date(item, "to") ?? Date(item, "date")) is { } last && last > _to);

    private static DateOnly? Date(JsonElement item, string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
