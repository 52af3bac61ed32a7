using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Messages;

/// <summary>
/// An e-mail address of the common form, with a name of ASCII letters, digits and signs, and a domain. Quoted names and literal addresses
/// are not accepted (RFC 5321 section 4.1.2).
/// </summary>
/// <remarks>
/// <see cref="ToString"/> hides the address, so that no line of the technical log and no exception can leak it. Code that needs the address
/// must call <see cref="Reveal"/>.
/// </remarks>
public sealed partial record EmailAddress
{
    /// <summary>The greatest number of characters in an address (RFC 5321 section 4.5.3.1.3).</summary>
    public const int Longest = 254;

    private readonly string _address;

    private EmailAddress(string address) => _address = address;

    /// <summary>
    /// Reads an address as somebody has typed it. A domain in other letters is converted to the form that mail uses (IDNA).
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var typed = (text ?? "").Trim();
        var at = typed.LastIndexOf('@');
        if (at < 1 || Ascii(typed[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        var whole = $"{typed[..at]}@{domain}";
        if (whole.Length <= Longest && Written().IsMatch(whole))
        {
            address = new(whole);
        }

        return address is not null;
    }

    /// <summary>The address itself.</summary>
    public string Reveal() => _address;

    /// <summary>A placeholder that is safe to log and to show.</summary>
    public override string ToString() => "[e-mail address]";

    private static string? Ascii(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"\A(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        + @"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
