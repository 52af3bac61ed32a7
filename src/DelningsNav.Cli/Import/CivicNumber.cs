using System.Globalization;

namespace DelningsNav.Cli.Import;

/// <summary>The <c>civicNo</c> of a person: a Swedish identity number that the hub can look up, or another number.</summary>
/// <remarks><see cref="ToString"/> hides the digits, so that no line of output can leak them by accident.</remarks>
internal sealed class CivicNumber
{
    private readonly string _digits;

    private CivicNumber(string digits) => _digits = digits;

    /// <summary>Reads the number. Returns null when a hub cannot look it up. Faults are recorded without the number.</summary>
    public static CivicNumber? Read(Place civicNo)
    {
        var country = civicNo.Optional("nationality")?.Text() ?? "SE";
        if (civicNo.Required("value") is not { } place || place.Text() is not { } text || country != "SE")
        {
            return null;
        }

        if (IsTemporary(text))
        {
            return null;
        }

        if (text.Length == 12 && text.All(char.IsAsciiDigit) && HasDate(text) && HasCheckDigit(text))
        {
            return new CivicNumber(text);
        }

        place.Fault("must be a personnummer or samordningsnummer of 12 digits with a valid date and check digit, without separators");
        return null;
    }

    /// <summary>The digits. They must be used only in the signed body of a look-up.</summary>
    public string Reveal() => _digits;

    public override string ToString() => "[identity number]";

    // A school's own number for a pupil without an identity number: two letters follow the date, for example 20130101TF01.
    private static bool IsTemporary(string text) =>
        text.Length == 12
            && text[..8].All(char.IsAsciiDigit)
            && char.IsAsciiLetter(text[8])
            && char.IsAsciiLetter(text[9])
            && text[10..].All(char.IsAsciiDigit);

    private static bool HasDate(string digits)
    {
        var day = int.Parse(digits.AsSpan(6, 2), CultureInfo.InvariantCulture);
        var text = string.Create(CultureInfo.InvariantCulture, $"{digits.AsSpan(0, 6)}{(day > 60 ? day - 60 : day):00}");
        return DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    // Weights 2 and 1 alternate over the last ten digits (SKV 704).
    private static bool HasCheckDigit(string digits)
    {
        var products = Enumerable.Range(2, 10).Select(i => (digits[i] - '0') * (i % 2 == 0 ? 2 : 1));
        return products.Sum(p => p > 9 ? p - 9 : p) % 10 == 0;
    }
}
