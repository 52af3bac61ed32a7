using System.Globalization;
using System.Net;

namespace DelningsNav.Cedar.Extensions;

/// <summary>Reads IP addresses strictly: no leading zeros, no zones, no ports, no IPv4 within IPv6.</summary>
/// <remarks>.NET's parser accepts all of these, but a rule must not match more addresses than its text shows.</remarks>
internal static class IpAddressText
{
    /// <summary>The length of the longest address with prefix.</summary>
    public const int MaxLength = 43;

    public static bool TryParse(ReadOnlySpan<char> text, out bool isV4, out UInt128 address)
    {
        isV4 = !text.Contains(':');
        return isV4 ? TryParseV4(text, out address) : TryParseV6(text, out address);
    }

    public static bool TryParsePrefix(ReadOnlySpan<char> text, int bits, out int prefix)
    {
        prefix = 0;
        return IsDecimal(text, maxDigits: bits == 32 ? 2 : 3)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
            && prefix <= bits;
    }

    public static string Write(bool isV4, UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 15; i >= 0; i--)
        {
            bytes[i] = (byte)(address & 0xFF);
            address >>= 8;
        }

        return new IPAddress(isV4 ? bytes[12..] : bytes).ToString();
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || !IsDecimal(part, maxDigits: 3)
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            address = (address << 8) | octet;
        }

        return parts == 4;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryGroups(text, out address, out var all) && all == 8;
        }

        if (!TryGroups(text[..gap], out var head, out var before) || !TryGroups(text[(gap + 2)..], out var tail, out var after))
        {
            return false;
        }

        // The gap replaces at least one group of zeros.
        if (before + after > 7)
        {
            return false;
        }

        address = before == 0 ? tail : (head << (16 * (8 - before))) | tail;
        return true;
    }

    private static bool TryGroups(ReadOnlySpan<char> text, out UInt128 groups, out int count)
    {
        groups = 0;
        count = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var range in text.Split(':'))
        {
            var part = text[range];
            if (++count > 8 || part.Length is 0 or > 4
                || !ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                return false;
            }

            groups = (groups << 16) | group;
        }

        return true;
    }

    private static bool IsDecimal(ReadOnlySpan<char> text, int maxDigits) =>
        text.Length >= 1 && text.Length <= maxDigits
        && !text.ContainsAnyExceptInRange('0', '9')
        && (text.Length == 1 || text[0] != '0');
}
