using System.Globalization;

namespace DelningsNav.Cli.Import;

/// <summary>A span of days, written <c>2026-08-17..2026-12-18</c>. The first and the last day are included.</summary>
internal sealed record Period(DateOnly From, DateOnly To)
{
    /// <summary>Reads a period, or returns null.</summary>
    public static Period? Parse(string text) =>
        text.Split("..") is [var first, var last] && Day(first) is { } from && Day(last) is { } to && from <= to
            ? new Period(from, to)
            : null;

    /// <summary>Whether another period is entirely within this period.</summary>
    public bool Holds(DateOnly from, DateOnly to) => From <= from && to <= To;

    /// <summary>Whether another period has a day in common with this period.</summary>
    public bool Touches(DateOnly from, DateOnly to) => from <= To && From <= to;

    /// <summary>The parts of the period in each calendar month, in order.</summary>
    public IEnumerable<Period> Months()
    {
        for (var first = From; first <= To;)
        {
            var next = new DateOnly(first.Year, first.Month, 1).AddMonths(1);
            yield return new Period(first, next.AddDays(-1) < To ? next.AddDays(-1) : To);
            first = next;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
