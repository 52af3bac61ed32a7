using System.Globalization;

namespace DelningsNav.Signing;

/// <summary>Writes a double as ECMAScript does (RFC 8785 section 3.2.2.3 and appendix B; ECMA-262, Number::toString).</summary>
internal static class CanonicalNumber
{
    private const int LargestPlainExponent = 21;
    private const int SmallestPlainExponent = -6;

    /// <summary>The shortest digits from which the same number can be read, in ECMAScript's layout.</summary>
    /// <exception cref="FormatException">The number is not finite.</exception>
    public static string Of(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new FormatException("only a finite number has a canonical form");
        }

        if (number == 0)
        {
            return "0";
        }

        // .NET gives the same shortest digits, but in another layout.
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var written = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = written.TrimStart('0');
        var exponent = (point < 0 ? parts[0].Length : point) - (written.Length - digits.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        return (number < 0 ? "-" : "") + LaidOut(digits.TrimEnd('0'), exponent);
    }

    /// <summary>Lays out the number 0.d × 10^exponent, where d are the digits.</summary>
    private static string LaidOut(string digits, int exponent)
    {
        switch (exponent)
        {
            case > 0 and <= LargestPlainExponent when digits.Length <= exponent:
                return digits.PadRight(exponent, '0');
            case > 0 and <= LargestPlainExponent:
                return $"{digits[..exponent]}.{digits[exponent..]}";
            case <= 0 and > SmallestPlainExponent:
                return $"0.{new string('0', -exponent)}{digits}";
            default:
                var fraction = digits.Length > 1 ? "." + digits[1..] : "";
                var sign = exponent > 0 ? "+" : "-";
                return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{sign}{Math.Abs(exponent - 1)}");
        }
    }
}
