using System.Globalization;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Demo.City;

/// <summary>The city's history as events in the order of time, whatever the order they are written down in.</summary>
/// <remarks>
/// Before each event the demo's clock is set back to when it happened, so that the log has honest times. Days are counted back from
/// the day of the telling; what would fall on a Saturday or Sunday happens on the Monday after, or on the Friday before when that
/// Monday has not come yet. The order stays the one written down, and the clock never goes backwards from one event to the next.
/// </remarks>
internal sealed class DemoStory
{
    // Office hours in winter time; summer time would shift them by an hour, which nobody's story depends on.
    private static readonly TimeSpan Offset = TimeSpan.FromHours(1);

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    private readonly List<(DateTimeOffset Order, DateTimeOffset At, Func<Task> Tell)> _events = [];
    private readonly DemoClock _clock;
    private readonly TextWriter _steps;
    private DateTimeOffset _told = DateTimeOffset.MinValue;
    private int _month;

    /// <summary>Takes the present from the clock. Each month that the history reaches becomes a line in <paramref name="steps"/>.</summary>
    public DemoStory(DemoClock clock, TextWriter steps)
    {
        _steps = steps;
        _clock = clock;
        _clock.Offset = TimeSpan.Zero;
        Present = clock.GetUtcNow().ToOffset(Offset);
    }

    /// <summary>The moment of the telling.</summary>
    public DateTimeOffset Present { get; }

    /// <summary>The day of the telling.</summary>
    public DateOnly Today => SwedishTime.DayOf(Present);

    /// <summary>The working day of what happened so many days ago.</summary>
    public DateOnly Day(int daysAgo)
    {
        var day = Today.AddDays(-daysAgo);
        var (toFriday, toMonday) = day.DayOfWeek switch
        {
            DayOfWeek.Saturday => (-1, 2),
            DayOfWeek.Sunday => (-2, 1),
            _ => (0, 0),
        };
        return day.AddDays(toMonday) < Today ? day.AddDays(toMonday) : day.AddDays(toFriday);
    }

    /// <summary>The year of a day so many days ago, as case numbers write it.</summary>
    public int Year(int daysAgo) => Day(daysAgo).Year;

    /// <summary>Something that happened so many days ago, at least one, at an hour and minute.</summary>
    public void At(int daysAgo, int hour, int minute, Func<Task> tell)
    {
        var time = new TimeOnly(hour, minute);
        _events.Add((new DateTimeOffset(Today.AddDays(-daysAgo), time, Offset), new DateTimeOffset(Day(daysAgo), time, Offset), tell));
    }

    /// <summary>Something that happened just now.</summary>
    public void MinutesAgo(int minutes, Func<Task> tell) => _events.Add((Present.AddMinutes(-minutes), Present.AddMinutes(-minutes), tell));

    /// <summary>Tells everything written down so far, in order, and lets the clock go with the real one again.</summary>
    public async Task TellAsync()
    {
        foreach (var (_, at, tell) in _events.OrderBy(e => e.Order))
        {
            SetClock(at > _told ? at : _told.AddSeconds(20));
            await SayMonthAsync();
            await tell();
        }

        _events.Clear();
        _clock.Offset = TimeSpan.Zero;
    }

    private async Task SayMonthAsync()
    {
        if (_told.Month != _month)
        {
            _month = _told.Month;
            await _steps.WriteLineAsync(_told.ToString("'    'MMMM yyyy", Swedish));
        }
    }

    private void SetClock(DateTimeOffset at)
    {
        _told = at;
        _clock.Offset += at - _clock.GetUtcNow();
    }
}
