using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Writes and reads the canonical JSON that is described at <see cref="EntryPayload"/>.</summary>
internal static class EntryPayloadFormat
{
    // Most entries fit in this length. The buffer grows for a longer entry.
    private const int InitialLength = 2048;

    internal static byte[] Write(ReadOnlySpan<byte> key, SortedList<string, string> fields)
    {
        var json = new ArrayBufferWriter<byte>(InitialLength);
        json.Write("{\"fields\":"u8);
        WriteFields(json, fields);
        json.Write(",\"key\":\""u8);
        Base64.EncodeToUtf8(key, json.GetSpan(Base64.GetMaxEncodedToUtf8Length(key.Length)), out _, out var written);
        json.Advance(written);
        json.Write("\"}"u8);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>The object of the fields alone, to which the leaf is committed.</summary>
    internal static ReadOnlySpan<byte> WriteFields(SortedList<string, string> fields)
    {
        var json = new ArrayBufferWriter<byte>(InitialLength);
        WriteFields(json, fields);
        return json.WrittenSpan;
    }

    private static void WriteFields(ArrayBufferWriter<byte> json, SortedList<string, string> fields)
    {
        json.Write("{"u8);
        for (var i = 0; i < fields.Count; i++)
        {
            json.Write(i == 0 ? "\""u8 : ",\""u8);
            CanonicalJson.WriteText(json, fields.GetKeyAtIndex(i));
            json.Write("\":\""u8);
            CanonicalJson.WriteText(json, fields.GetValueAtIndex(i));
            json.Write("\""u8);
        }

        json.Write("}"u8);
    }

    internal static EntryPayload? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var payload = ReadLoosely(json);

            // Writing the value again checks everything that makes the form canonical: order, escapes, white space, repeated names.
            return payload is not null && payload.ToBytes().AsSpan().SequenceEqual(json) ? payload : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // This is how the reader reports a string that is not Unicode.
            return null;
        }
    }

    private static EntryPayload? ReadLoosely(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !reader.Read() || !reader.ValueTextEquals("fields")
            || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var fields = new SortedList<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!EntryToken.IsValid(name) || !reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return null;
            }

            fields[name] = reader.GetString()!;
        }

        return fields.Count <= EntryLeaf.MaxFields
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("key")
            && reader.Read() && reader.TokenType == JsonTokenType.String
            && StrictBase64.TryDecode(reader.GetString()) is { Length: EntryPayload.KeyLength } key
                ? new EntryPayload(key, fields)
                : null;
    }
}
