using System.Globalization;

namespace DelningsNav.Cedar.Extensions;

/// <summary>Reads exactly the text forms that Cedar's <c>datetime</c> accepts.</summary>
/// <remarks>This is our own code because Cedar counts from the year 0000, which .NET's types cannot express.</remarks>
internal static class DatetimeText
{
    private const string Shape = "dddd-dd-ddTdd:dd:dd";

    public static bool TryParse(ReadOnlySpan<char> text, out long epochMilliseconds)
    {
        epochMilliseconds = 0;
        var given = Math.Min(text.Length, Shape.Length);
        if (given != 10 && given != Shape.Length)
        {
            return false;
        }

        if (!HasShape(text[..given], Shape.AsSpan(0, given)) || !TryDay(text, out var day))
        {
            return false;
        }

        epochMilliseconds = day * 86_400_000;
        return text.Length == 10 || AddTime(text, ref epochMilliseconds);
    }

    private static bool AddTime(ReadOnlySpan<char> text, ref long epochMilliseconds)
    {
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        if (hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[19..];
        var milliseconds = 0;
        if (rest.StartsWith('.'))
        {
            if (rest.Length < 4 || !HasShape(rest[..4], ".ddd"))
            {
                return false;
            }

            milliseconds = Number(rest[1..4]);
            rest = rest[4..];
        }

        if (!TryOffset(rest, out var offsetMinutes))
        {
            return false;
        }

        epochMilliseconds += ((hour * 60L + minute - offsetMinutes) * 60 + second) * 1000 + milliseconds;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 5 || text[0] is not ('+' or '-') || !HasShape(text[1..], "dddd"))
        {
            return false;
        }

        var (hour, minute) = (Number(text[1..3]), Number(text[3..5]));
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return hour < 24 && minute < 60;
    }

    /// <summary>Counts the days from 1970-01-01 in the Gregorian calendar, extended backwards.</summary>
    private static bool TryDay(ReadOnlySpan<char> text, out long day)
    {
        var (year, month, dayOfMonth) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        day = 0;
        if (month is < 1 or > 12)
        {
            return false;
        }

        // The calendar repeats every 400 years of 146,097 days, and year 0 is like year 400.
        var sameKind = year % 400 + 400;
        if (dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(sameKind, month))
        {
            return false;
        }

        var cycles = (year - sameKind) / 400;
        day = new DateOnly(sameKind, month, dayOfMonth).DayNumber - new DateOnly(1970, 1, 1).DayNumber + cycles * 146_097L;
        return true;
    }

    private static bool HasShape(ReadOnlySpan<char> text, ReadOnlySpan<char> shape)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 'd' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
