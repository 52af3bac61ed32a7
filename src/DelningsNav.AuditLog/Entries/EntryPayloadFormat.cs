using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Writes and reads the canonical JSON that <see cref="EntryPayload"/> describes.</summary>
internal static class EntryPayloadFormat
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    internal static byte[] Write(ReadOnlySpan<byte> key, SortedDictionary<string, string> fields)
    {
        var json = new StringBuilder("{\"fields\":{");
        var separator = "";
        foreach (var (name, value) in fields)
        {
            json.Append(separator);
            AppendString(json, name);
            json.Append(':');
            AppendString(json, value);
            separator = ",";
        }

        json.Append("},\"key\":\"").Append(Convert.ToBase64String(key)).Append("\"}");
        return StrictUtf8.GetBytes(json.ToString());
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

        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
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

    /// <summary>A string as RFC 8785 section 3.2.2.2 writes it: only what JSON demands is escaped, in its shortest form.</summary>
    private static void AppendString(StringBuilder json, string value)
    {
        json.Append('"');
        var rest = value.AsSpan();
        for (var plain = rest.IndexOfAny(Escaped); plain >= 0; plain = rest.IndexOfAny(Escaped))
        {
            json.Append(rest[..plain]);
            _ = rest[plain] switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                var control => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            rest = rest[(plain + 1)..];
        }

        json.Append(rest).Append('"');
    }
}
