using System.Globalization;
using System.Text;

namespace DelningsNav.Signing;

/// <summary>One parameter of a query in the encoding of HTML forms (RFC 9421 section 2.2.8).</summary>
internal static class QueryParameter
{
    /// <summary>The encoded value of the parameter with this encoded name; null unless exactly one parameter has the name.</summary>
    public static string? Find(ReadOnlySpan<char> query, string name)
    {
        string? found = null;
        query = query.TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            var pairName = equals < 0 ? pair : pair[..equals];
            if (pair.IsEmpty || Reencode(pairName) != name)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = equals < 0 ? string.Empty : Reencode(pair[(equals + 1)..]);
        }

        return found;
    }

    // The text is decoded as a form and encoded again, so that `+` and `%20` become the same, as do digits in lower and upper case.
    private static string Reencode(ReadOnlySpan<char> text)
    {
        var decoded = Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(decoded))
        {
            _ = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_'
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
