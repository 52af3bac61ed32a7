using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>One entry's line of an export, split into its parts but not checked. The payload is null when the line has none.</summary>
internal readonly record struct ExportedEntry(long Index, byte[] Leaf, ReadOnlyMemory<byte>? Payload)
{
    /// <summary>The entry, or null when the line is not exactly index, leaf and perhaps payload.</summary>
    internal static ExportedEntry? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !IsProperty(ref reader, "index"u8) || !reader.Read() || !reader.TryGetInt64(out var index)
                || !IsProperty(ref reader, "leaf"u8) || !reader.Read() || StrictBase64.TryDecode(reader.GetString()) is not { } leaf
                || !reader.Read())
            {
                return null;
            }

            ReadOnlyMemory<byte>? payload = null;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!reader.ValueTextEquals("payload"u8) || !reader.Read())
                {
                    return null;
                }

                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                payload = line[start..(int)reader.BytesConsumed];
                reader.Read();
            }

            return reader.TokenType == JsonTokenType.EndObject && reader.BytesConsumed == line.Length
                ? new ExportedEntry(index, leaf, payload)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // This is how the reader reports a value of another kind.
            return null;
        }
    }

    private static bool IsProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);
}
