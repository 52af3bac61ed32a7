using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// Removes from structured data the masked members and the dated items outside the period asked for. Data from which nothing is removed
/// are handed over byte for byte as the holder deposited them.
/// </summary>
internal sealed class StructuredCut
{
    // Letters outside ASCII are not escaped: what is handed over is JSON and is never part of HTML.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Day = "yyyy-MM-dd";
    private const int DayLength = 10;

    private readonly HashSet<string> _masked;
    private readonly DateOnly _from;
    private readonly DateOnly _to;
    private bool _left;
    private bool _cut;

    private StructuredCut(HashSet<string> masked, DateOnly from, DateOnly to)
    {
        _masked = masked;
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

    /// <summary>What remains of structured data, and whether an item was removed for its dates.</summary>
    public static (ReadOnlyMemory<byte> Kept, bool Cut) Of(ReadOnlyMemory<byte> content, HashSet<string> masked, DateOnly from, DateOnly to)
    {
        var cut = new StructuredCut(masked, from, to);
        if (!cut.MayShorten(content.Span))
        {
            return (content, false);
        }

        using var data = JsonDocument.Parse(content);
        var kept = new ArrayBufferWriter<byte>(Math.Max(content.Length, 256));
        using (var writer = new Utf8JsonWriter(kept, Legible))
        {
            cut.Write(data.RootElement, writer);
        }

        return cut._left ? (kept.WrittenMemory, cut._cut) : (content, false);
    }

    /// <summary>A quick check whether anything might have to be removed. A yes can be wrong; a no is always right.</summary>
    private bool MayShorten(ReadOnlySpan<byte> content)
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

            if (_masked.Count > 0 && _masked.Contains(reader.GetString()!))
            {
                return true;
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

    private bool IsMasked(JsonProperty member) => _masked.Count > 0 && _masked.Contains(member.Name);

    private void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    if (IsMasked(member))
                    {
                        _left = true;
                    }
                    else
                    {
                        writer.WritePropertyName(member.Name);
                        Write(member.Value, writer);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (LiesOutside(item))
                    {
                        _left = _cut = true;
                    }
                    else
                    {
                        Write(item, writer);
                    }
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
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
