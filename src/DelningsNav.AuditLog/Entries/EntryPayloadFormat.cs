using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Writes and reads the canonical JSON that <see cref="EntryPayload"/> describes.</summary>
internal static class EntryPayloadFormat
{
    // Most entries fit; a longer one grows.
    private const int InitialLength = 2048;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    internal static byte[] Write(ReadOnlySpan<byte> key, SortedList<string, string> fields)
    {
        var json = new ArrayBufferWriter<byte>(InitialLength);
        json.Write("{\"fields\":{"u8);
        for (var i = 0; i < fields.Count; i++)
        {
            json.Write(i == 0 ? "\""u8 : ",\""u8);
            WriteText(json, fields.GetKeyAtIndex(i));
            json.Write("\":\""u8);
            WriteText(json, fields.GetValueAtIndex(i));
            json.Write("\""u8);
        }

        json.Write("},\"key\":\""u8);
        Base64.EncodeToUtf8(key, json.GetSpan(Base64.GetMaxEncodedToUtf8Length(key.Length)), out _, out var written);
        json.Advance(written);
        json.Write("\"}"u8);
        return json.WrittenSpan.ToArray();
    }

    internal static EntryPayload? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var payload = ReadLoosely(json);

            // Writing it again settles everything that makes the form canonical: order, escapes, white space, twice a name.
            return payload is not null && payload.ToBytes().AsSpan().SequenceEqual(json) ? payload : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // How the reader refuses a string that is not Unicode.
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

    /// <summary>The inside of a string as RFC 8785 section 3.2.2.2 writes it: only what JSON demands is escaped, in its shortest form.</summary>
    private static void WriteText(ArrayBufferWriter<byte> json, string value)
    {
        var rest = value.AsSpan();
        for (var plain = rest.IndexOfAny(Escaped); plain >= 0; plain = rest.IndexOfAny(Escaped))
        {
            StrictUtf8.GetBytes(rest[..plain], json);
            json.Write(rest[plain] switch
            {
                '"' => "\\\""u8,
                '\\' => "\\\\"u8,
                '\b' => "\\b"u8,
                '\t' => "\\t"u8,
                '\n' => "\\n"u8,
                '\f' => "\\f"u8,
                '\r' => "\\r"u8,
                var control => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}")),
            });
            rest = rest[(plain + 1)..];
        }

        StrictUtf8.GetBytes(rest, json);
    }
}
