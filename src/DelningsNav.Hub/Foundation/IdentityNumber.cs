using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DelningsNav.Hub.Foundation;

/// <summary>
/// The number by which Swedish authorities identify a person: a <see cref="Personnummer"/> or a <see cref="Samordningsnummer"/>.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> hides the number, so that no log line, exception or page can leak it by accident.
/// Code that needs the digits must call <see cref="Reveal"/>.
/// </remarks>
public abstract record IdentityNumber
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
    /// Whether a text that a person has written contains an identity number, in any spelling that <see cref="WrittenNumbers"/> finds.
    /// </summary>
    public static bool StandsIn(string? text) => text is not null && WrittenNumbers.In(text).Any(digits => TryParse(digits, out _));

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

    // The check digit covers the last ten digits, with the weights 2 and 1 alternately (folkbokföringslagen 18 §; SKV 704).
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
/// A Swedish coordination number. It has the form of a personal identity number, with 60 added to the day.
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
