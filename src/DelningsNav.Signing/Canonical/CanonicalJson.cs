using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DelningsNav.Signing;

/// <summary>The one spelling of a JSON value that can be signed (JSON Canonicalization Scheme, RFC 8785).</summary>
/// <remarks>
/// The form has no white space. Members are in the order of the UTF-16 code units of their names, text has the shortest escapes, and
/// numbers are written as in ECMAScript. A value without such a form is refused: an object with a repeated member, text that is not
/// Unicode, and a number that is not a double, or that would change as a double (RFC 8785 section 3.1, RFC 7493 section 2).
/// </remarks>
public static class CanonicalJson
{
    private const int LongestSafeInteger = 15;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    /// <summary>The canonical form of a JSON text in UTF-8.</summary>
    /// <exception cref="FormatException">The text is not JSON, or has no canonical form.</exception>
    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        return Write(document.RootElement);
    }

    /// <summary>Reads strict JSON. Comments, trailing commas and other extensions are refused.</summary>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw new FormatException("the text is not JSON");
        }
    }

    /// <summary>
    /// The canonical form of a value. One member of an object can be left out, for example the signature over the other members.
    /// </summary>
    /// <exception cref="FormatException">The value has no canonical form.</exception>
    public static byte[] Write(JsonElement value, string? leavingOut = null)
    {
        var json = new ArrayBufferWriter<byte>();
        try
        {
            Write(json, value, leavingOut);
        }
        catch (InvalidOperationException)
        {
            // This is how the document reports text that is not Unicode.
            throw new FormatException("the JSON holds text that is not Unicode");
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Writes the content of a string. Only what JSON requires is escaped, in the shortest form (RFC 8785 section 3.2.2.2).
    /// </summary>
    /// <exception cref="ArgumentException">The text contains half a surrogate pair and therefore has no UTF-8 form.</exception>
    public static void WriteText(IBufferWriter<byte> json, string text)
    {
        var rest = text.AsSpan();
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

    private static void Write(ArrayBufferWriter<byte> json, JsonElement value, string? leavingOut)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, value, leavingOut);
                break;
            case JsonValueKind.Array:
                WriteArray(json, value);
                break;
            case JsonValueKind.String:
                WriteString(json, value.GetString()!);
                break;
            case JsonValueKind.Number:
                json.Write(Encoding.ASCII.GetBytes(Number(value.GetRawText())));
                break;
            default:
                json.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> json, JsonElement value, string? leavingOut)
    {
        var members = new SortedList<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new FormatException("a member of the JSON comes twice");
            }
        }

        var separator = "{"u8;
        foreach (var (name, member) in members)
        {
            if (name != leavingOut)
            {
                json.Write(separator);
                WriteString(json, name);
                json.Write(":"u8);
                Write(json, member, null);
                separator = ","u8;
            }
        }

        json.Write(separator[0] == (byte)'{' ? "{}"u8 : "}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> json, JsonElement value)
    {
        var separator = ""u8;
        json.Write("["u8);
        foreach (var item in value.EnumerateArray())
        {
            json.Write(separator);
            Write(json, item, null);
            separator = ","u8;
        }

        json.Write("]"u8);
    }

    private static void WriteString(ArrayBufferWriter<byte> json, string text)
    {
        json.Write("\""u8);
        WriteText(json, text);
        json.Write("\""u8);
    }

    private static string Number(string written)
    {
        var number = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        var canonical = double.IsFinite(number)
            ? CanonicalNumber.Of(number)
            : throw new FormatException("the JSON holds a number that is too large");
        var isInteger = written.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
        return isInteger && written.Length > LongestSafeInteger && canonical != written
            ? throw new FormatException("the JSON holds an integer that a double cannot hold")
            : canonical;
    }
}
