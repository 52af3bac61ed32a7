namespace DelningsNav.Hub;

/// <summary>Days as they are counted where the law applies: birthdays, deadlines and the last day of a consent follow Swedish time.</summary>
public static class SwedishTime
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The moment on a Swedish clock.</summary>
    public static DateTimeOffset At(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Stockholm);

    /// <summary>The day that it is in Sweden at a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(At(moment).DateTime);

    /// <summary>The last day that has a moment before this one: what "until" means to those who read it.</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => DayOf(end.AddTicks(-1));

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Stockholm.GetUtcOffset(midnight));
    }
}
