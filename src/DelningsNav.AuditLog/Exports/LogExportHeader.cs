using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// The first line of an export: the log's name, its signed head, and the keys that, according to the exporter, are the log's.
/// </summary>
internal sealed record LogExportHeader(string Origin, SignedCheckpoint Checkpoint, IReadOnlyList<NoteVerifier> Keys)
{
    internal const string Format = "delningsnav-log-export@v1";

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("origin", Origin);
        json.WriteString("checkpoint", Checkpoint.ToString());
        json.WriteStartArray("verifierKeys");
        foreach (var key in Keys)
        {
            json.WriteStringValue(key.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads the header, or returns null together with the reason.</summary>
    internal static LogExportHeader? TryParse(ReadOnlyMemory<byte> line, out string why)
    {
        why = $"the first line is not the header of a `{Format}` file";
        try
        {
            using var document = JsonDocument.Parse(line);
            var header = document.RootElement;
            if (header.ValueKind != JsonValueKind.Object || Text(header, "format") != Format)
            {
                return null;
            }

            if (!SignedCheckpoint.TryParse(Text(header, "checkpoint"), out var checkpoint))
            {
                why = "the header's checkpoint is not a signed checkpoint";
                return null;
            }

            var keys = new List<NoteVerifier>();
            if (!header.TryGetProperty("verifierKeys", out var keyLines))
            {
                return null;
            }

            foreach (var key in keyLines.EnumerateArray())
            {
                if (!NoteVerifier.TryParse(key.GetString(), out var verifier))
                {
                    why = "the header has a malformed verifier key";
                    return null;
                }

                keys.Add(verifier);
            }

            return new LogExportHeader(Text(header, "origin") ?? "", checkpoint, keys);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // This is how the document reports a value of another kind, or a string that is not Unicode.
            return null;
        }
    }

    private static string? Text(JsonElement header, string name) =>
        header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
