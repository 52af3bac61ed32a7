namespace DelningsNav.Hub.Foundation;

/// <summary>
/// Days as they are counted where the law applies: birthdays, deadlines and the last day of a consent follow Swedish time.
/// </summary>
public static class SwedishTime
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The moment on a Swedish clock.</summary>
    public static DateTimeOffset At(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Stockholm);

    /// <summary>The Swedish date at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(At(moment).DateTime);

    /// <summary>The last day that has a moment before this one: what a reader understands by "until".</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => DayOf(end.AddTicks(-1));

    /// <summary>
    /// The moments at which a Swedish clock shows a day and time, in order: usually one; none in the hour that is skipped in spring; two
    /// in the hour that comes twice in autumn.
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

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Stockholm.GetUtcOffset(midnight));
    }
}
