using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Foundation;

/// <summary>
/// The number by which Swedish authorities identify a person: a <see cref="Personnummer"/> or a <see cref="Samordningsnummer"/>.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> hides the number, so that no log line, exception or page can leak it by accident.
/// Code that must send it on says so by calling <see cref="Reveal"/>.
/// </remarks>
public abstract partial record IdentityNumber
{
    private readonly string _digits;

    private protected IdentityNumber(string digits) => _digits = digits;

    /// <summary>The date that the number states as the day of birth.</summary>
    public abstract DateOnly BirthDate { get; }

    /// <summary>Reads twelve digits <c>ÅÅÅÅMMDDNNNN</c>, with or without a hyphen before the last four.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IdentityNumber? number)
    {
        number = Personnummer.TryParse(text, out var personnummer) ? personnummer
            : Samordningsnummer.TryParse(text, out var samordningsnummer) ? samordningsnummer
            : null;
        return number is not null;
    }

    /// <summary>
    /// Whether a text that people write contains an identity number: twelve digits, or ten with the sign before the last four.
    /// </summary>
    /// <remarks>Ten digits without the sign are too often something else, such as a telephone number.</remarks>
    public static bool StandsIn(string? text) =>
        text is not null && Written().Matches(text).Any(match =>
        {
            var (six, four) = (match.Groups["six"].Value, match.Groups["four"].Value);
            string[] centuries = match.Groups["century"].Success ? [match.Groups["century"].Value] : ["18", "19", "20"];
            return centuries.Any(century => TryParse(century + six + four, out _));
        });

    /// <summary>The twelve digits themselves.</summary>
    public string Reveal() => _digits;

    /// <summary>A placeholder that is safe to log and to show.</summary>
    public sealed override string ToString() => "[identity number]";

    private protected static bool TryReadDigits(string? text, [NotNullWhen(true)] out string? digits)
    {
        digits = text is [.., '-', _, _, _, _] ? text.Remove(text.Length - 5, 1) : text;
        if (digits is not { Length: 12 } || !digits.All(char.IsAsciiDigit) || !HasValidCheckDigit(digits))
        {
            digits = null;
        }

        return digits is not null;
    }

    private protected static bool TryReadDate(string digits, int dayOffset, out DateOnly date)
    {
        date = default;
        var day = int.Parse(digits.AsSpan(6, 2), CultureInfo.InvariantCulture) - dayOffset;
        return day is >= 1 and <= 31 && DateOnly.TryParseExact(
            string.Create(CultureInfo.InvariantCulture, $"{digits.AsSpan(0, 6)}{day:00}"),
            "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    [GeneratedRegex(
        "(?<![0-9])(?<century>18|19|20)(?<six>[0-9]{6})[-+ ]?(?<four>[0-9]{4})(?![0-9])"
        + "|(?<![0-9A-Za-z])(?<six>[0-9]{6})[-+](?<four>[0-9]{4})(?![0-9A-Za-z])")]
    private static partial Regex Written();

    // The check digit covers the last ten digits, weights 2 and 1 in turn (folkbokföringslagen 18 §; SKV 704).
    private static bool HasValidCheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 2; i < 12; i++)
        {
            var product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }
}

/// <summary>
/// A Swedish personal identity number: twelve digits with a valid date and check digit.
/// Swedish: <b>personnummer</b> (folkbokföringslagen 18 §).
/// </summary>
public sealed record Personnummer : IdentityNumber
{
    private Personnummer(string digits, DateOnly birthDate)
        : base(digits) => BirthDate = birthDate;

    /// <inheritdoc/>
    public override DateOnly BirthDate { get; }

    /// <summary>Reads <c>ÅÅÅÅMMDDNNNN</c>, with or without a hyphen before the last four digits.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Personnummer? personnummer)
    {
        personnummer = TryReadDigits(text, out var digits) && TryReadDate(digits, 0, out var date)
            ? new Personnummer(digits, date)
            : null;
        return personnummer is not null;
    }
}

/// <summary>
/// A Swedish coordination number: as a personal identity number, with 60 added to the day.
/// Swedish: <b>samordningsnummer</b> (lag 2022:1697).
/// </summary>
public sealed record Samordningsnummer : IdentityNumber
{
    private Samordningsnummer(string digits, DateOnly birthDate)
        : base(digits) => BirthDate = birthDate;

    /// <inheritdoc/>
    public override DateOnly BirthDate { get; }

    /// <summary>Reads <c>ÅÅÅÅMMDDNNNN</c> with the day raised by 60, with or without a hyphen before the last four digits.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Samordningsnummer? samordningsnummer)
    {
        samordningsnummer = TryReadDigits(text, out var digits) && TryReadDate(digits, 60, out var date)
            ? new Samordningsnummer(digits, date)
            : null;
        return samordningsnummer is not null;
    }
}
