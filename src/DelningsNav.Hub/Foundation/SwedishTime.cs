namespace DelningsNav.Hub.Foundation;

/// <summary>
/// Days and moments in Swedish time, because birthdays, deadlines and the last day of a consent follow Swedish time.
/// </summary>
public static class SwedishTime
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>A moment in Swedish time.</summary>
    public static DateTimeOffset At(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Stockholm);

    /// <summary>The Swedish date at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(At(moment).DateTime);

    /// <summary>The last day that has a moment before <paramref name="end"/>. A reader understands "until" as this day, included.</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => DayOf(end.AddTicks(-1));

    /// <summary>
    /// The moments at which a Swedish clock shows this day and time, in order. Usually there is one moment. There is no moment in the hour
    /// that is skipped in spring, and there are two moments in the hour that occurs twice in autumn.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> MomentsOf(DateOnly day, TimeOnly time)
    {
        var shown = day.ToDateTime(time);
        if (Stockholm.IsInvalidTime(shown))
        {
            return [];
        }

        return Stockholm.IsAmbiguousTime(shown)
            ? [.. Stockholm.GetAmbiguousTimeOffsets(shown).OrderDescending().Select(offset => new DateTimeOffset(shown, offset))]
            : [new DateTimeOffset(shown, Stockholm.GetUtcOffset(shown))];
    }

    /// <summary>The first day that the hub takes from anybody.</summary>
    public static DateOnly FirstDay { get; } = new(1900, 1, 1);

    /// <summary>The last day that the hub takes from anybody.</summary>
    public static DateOnly LastDay { get; } = new(2199, 12, 31);

    /// <summary>
    /// Whether the hub takes this day. At the ends of the calendar the next day, and the moment when a day begins in Sweden, do not exist,
    /// so a day there would be an error in the middle of a piece of work.
    /// </summary>
    public static bool IsTaken(DateOnly day) => day >= FirstDay && day <= LastDay;

    /// <summary>The nearest day that the hub takes: for a search, which finds the same with it.</summary>
    public static DateOnly NearestTo(DateOnly day) => day < FirstDay ? FirstDay : day > LastDay ? LastDay : day;

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Stockholm.GetUtcOffset(midnight));
    }
}
