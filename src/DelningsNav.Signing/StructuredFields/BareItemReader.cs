using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>The parsing algorithms of RFC 9651 sections 4.2.3.1 to 4.2.10.</summary>
internal static class BareItemReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryRead(ref TextCursor cursor, [NotNullWhen(true)] out BareItem? value)
    {
        value = cursor.Next switch
        {
            '-' or (>= '0' and <= '9') => ReadNumber(ref cursor),
            '"' => ReadString(ref cursor),
            ':' => ReadBytes(ref cursor),
            '?' => ReadBoolean(ref cursor),
            '@' => ReadDate(ref cursor),
            '%' => ReadDisplayString(ref cursor),
            var c when FieldCharacters.StartsToken(c) => new BareItem.Token(cursor.TakeWhile(FieldCharacters.Token).ToString()),
            _ => null,
        };
        return value is not null;
    }

    private static BareItem? ReadNumber(ref TextCursor cursor)
    {
        var negative = cursor.TrySkip('-');
        var whole = cursor.TakeDigits();
        if (!cursor.TrySkip('.'))
        {
            return whole.Length is >= 1 and <= 15
                ? new BareItem.Integer((negative ? -1 : 1) * long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture))
                : null;
        }

        var fraction = cursor.TakeDigits();
        if (whole.Length is < 1 or > 12 || fraction.Length is < 1 or > 3)
        {
            return null;
        }

        var magnitude = decimal.Parse($"{whole}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new BareItem.Decimal(negative ? -magnitude : magnitude);
    }

    private static BareItem.Date? ReadDate(ref TextCursor cursor)
    {
        cursor.Skip(1);
        return cursor.Next is '-' or (>= '0' and <= '9') && ReadNumber(ref cursor) is BareItem.Integer seconds
            ? new BareItem.Date(seconds.Value)
            : null;
    }

    private static BareItem.Boolean? ReadBoolean(ref TextCursor cursor)
    {
        cursor.Skip(1);
        return cursor.TrySkip('1') ? BareItem.Boolean.True
            : cursor.TrySkip('0') ? new BareItem.Boolean(false)
            : null;
    }

    private static BareItem.String? ReadString(ref TextCursor cursor)
    {
        var rest = cursor.Rest[1..];

        // Nearly every string has no escape and is copied unchanged.
        var end = rest.IndexOfAny('"', '\\');
        if (end < 0 || rest[..end].ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        if (rest[end] == '"')
        {
            cursor.Skip(end + 2);
            return new BareItem.String(rest[..end].ToString());
        }

        var text = new StringBuilder();
        for (var i = 0; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '"':
                    cursor.Skip(i + 2);
                    return new BareItem.String(text.ToString());
                case '\\' when i + 1 < rest.Length && rest[i + 1] is '"' or '\\':
                    text.Append(rest[++i]);
                    break;
                case '\\' or < ' ' or > '~':
                    return null;
                case var c:
                    text.Append(c);
                    break;
            }
        }

        return null;
    }

    private static BareItem.ByteSequence? ReadBytes(ref TextCursor cursor)
    {
        cursor.Skip(1);
        var base64 = cursor.TakeWhile(FieldCharacters.Base64);
        if (!cursor.TrySkip(':'))
        {
            return null;
        }

        var bytes = new byte[base64.Length / 4 * 3];
        return Convert.TryFromBase64Chars(base64, bytes, out var written) ? new BareItem.ByteSequence(bytes.AsMemory(0, written)) : null;
    }

    private static BareItem.DisplayString? ReadDisplayString(ref TextCursor cursor)
    {
        cursor.Skip(1);
        if (!cursor.TrySkip('"') || cursor.Rest.IndexOf('"') is var end && end < 0)
        {
            return null;
        }

        var encoded = cursor.Rest[..end];
        cursor.Skip(end + 1);
        var bytes = new byte[encoded.Length];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] is < ' ' or > '~')
            {
                return null;
            }

            if (encoded[i] != '%')
            {
                bytes[count++] = (byte)encoded[i];
            }
            else if (i + 2 < encoded.Length && char.IsAsciiHexDigitLower(encoded[i + 1]) && char.IsAsciiHexDigitLower(encoded[i + 2]))
            {
                bytes[count++] = byte.Parse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        try
        {
            return new BareItem.DisplayString(StrictUtf8.GetString(bytes, 0, count));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
