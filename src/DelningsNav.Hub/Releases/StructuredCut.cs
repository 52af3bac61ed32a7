using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// Leaves out of structured data the members that are masked and the dated items that lie outside what was asked for. What nothing is left out
/// of is handed over byte for byte as the holder deposited it.
/// </summary>
internal sealed class StructuredCut
{
    // Letters outside ASCII stay letters: what is handed over is JSON and never stands inside HTML.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _masked;
    private readonly DateOnly _from;
    private readonly DateOnly _to;
    private bool _cut;

    private StructuredCut(HashSet<string> masked, DateOnly from, DateOnly to)
    {
        _masked = masked;
        _from = from;
        _to = to;
    }

    /// <summary>What is left, and whether an item was left out for its dates.</summary>
    public static (ReadOnlyMemory<byte> Kept, bool Cut) Of(
        JsonElement data, ReadOnlyMemory<byte> content, HashSet<string> masked, DateOnly from, DateOnly to)
    {
        var cut = new StructuredCut(masked, from, to);
        if (!cut.Shortens(data))
        {
            return (content, false);
        }

        var kept = new ArrayBufferWriter<byte>(Math.Max(content.Length, 256));
        using (var writer = new Utf8JsonWriter(kept, Legible))
        {
            cut.Write(data, writer);
        }

        return (kept.WrittenMemory, cut._cut);
    }

    private bool Shortens(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => IsMasked(member) || Shortens(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => LiesOutside(item) || Shortens(item)),
        _ => false,
    };

    private bool IsMasked(JsonProperty member) => _masked.Count > 0 && _masked.Contains(member.Name);

    private void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    if (!IsMasked(member))
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
                        _cut = true;
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

    // An item of a list that is dated (`from` and `to`, or `date`) is kept only when it lies within what was asked for.
    private bool LiesOutside(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && ((Date(item, "from") ?? Date(item, "date")) is { } first && first < _from
            || (Date(item, "to") ?? Date(item, "date")) is { } last && last > _to);

    private static DateOnly? Date(JsonElement item, string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
