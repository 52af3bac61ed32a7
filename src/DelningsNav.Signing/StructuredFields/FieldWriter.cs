using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>
/// The serialising algorithms of RFC 9651 section 4.1. They cannot fail: the types contain only values that can be written.
/// </summary>
internal static class FieldWriter
{
    public static void Append(StringBuilder text, FieldDictionary dictionary)
    {
        var separator = string.Empty;
        foreach (var (key, member) in dictionary)
        {
            text.Append(separator).Append(key);
            separator = ", ";
            if (member is Item { Value: BareItem.Boolean { Value: true } })
            {
                Append(text, member.Parameters);
            }
            else
            {
                text.Append('=');
                Append(text, member);
            }
        }
    }

    public static void Append(StringBuilder text, FieldList list)
    {
        var separator = string.Empty;
        foreach (var member in list)
        {
            text.Append(separator);
            separator = ", ";
            Append(text, member);
        }
    }

    public static void Append(StringBuilder text, FieldMember member)
    {
        switch (member)
        {
            case Item item:
                Append(text, item.Value);
                break;
            case InnerList list:
                text.Append('(');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i == 0 ? string.Empty : " ");
                    Append(text, list.Items[i]);
                }

                text.Append(')');
                break;
            default:
                throw new UnreachableException();
        }

        Append(text, member.Parameters);
    }

    public static void Append(StringBuilder text, BareItem value)
    {
        switch (value)
        {
            case BareItem.Integer integer:
                text.Append(CultureInfo.InvariantCulture, $"{integer.Value}");
                break;
            case BareItem.Decimal number:
                text.Append(number.Value.ToString("0.0##", CultureInfo.InvariantCulture));
                break;
            case BareItem.String words:
                AppendQuoted(text, words.Value);
                break;
            case BareItem.Token token:
                text.Append(token.Value);
                break;
            case BareItem.ByteSequence bytes:
                text.Append(':').Append(Convert.ToBase64String(bytes.Value.Span)).Append(':');
                break;
            case BareItem.Boolean truth:
                text.Append(truth.Value ? "?1" : "?0");
                break;
            case BareItem.Date date:
                text.Append(CultureInfo.InvariantCulture, $"@{date.Seconds}");
                break;
            case BareItem.DisplayString words:
                AppendDisplayString(text, words.Value);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public static void Append(StringBuilder text, FieldParameters parameters)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        foreach (var (key, value) in parameters)
        {
            text.Append(';').Append(key);
            if (value is not BareItem.Boolean { Value: true })
            {
                text.Append('=');
                Append(text, value);
            }
        }
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        if (value.AsSpan().ContainsAny('"', '\\'))
        {
            value = value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        }

        text.Append(value).Append('"');
    }

    private static void AppendDisplayString(StringBuilder text, string value)
    {
        text.Append("%\"");
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            _ = octet is (byte)'%' or (byte)'"' or < 0x20 or > 0x7e
                ? text.Append(CultureInfo.InvariantCulture, $"%{octet:x2}")
                : text.Append((char)octet);
        }

        text.Append('"');
    }
}
