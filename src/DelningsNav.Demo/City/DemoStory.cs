using System.Globalization;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Demo.City;

/// <summary>The city's history as events. They may be added in any order and are sorted by time.</summary>
/// <remarks>
/// Before each event the demo's clock is set back to the time of the event, so that the times in the log are right. Days are counted back
/// from today. An event that would fall on a Saturday or Sunday happens on the next Monday, or on the Friday before if that Monday is in
/// the future. The order of the events does not change, and the clock never goes backwards from one event to the next.
/// </remarks>
internal sealed class DemoStory
{
    // The office hours are in winter time. Summer time would shift them by an hour, but no event depends on that.
    private static readonly TimeSpan Offset = TimeSpan.FromHours(1);

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    private readonly List<(DateTimeOffset Order, DateTimeOffset At, Func<Task> Tell)> _events = [];
    private readonly DemoClock _clock;
    private readonly TextWriter _steps;
    private DateTimeOffset _told = DateTimeOffset.MinValue;
    private int _month;

    /// <summary>Reads the present from the clock. Each month of the history is reported as a line in <paramref name="steps"/>.</summary>
    public DemoStory(DemoClock clock, TextWriter steps)
    {
        _steps = steps;
        _clock = clock;
        _clock.Offset = TimeSpan.Zero;
        Present = clock.GetUtcNow().ToOffset(Offset);
    }

    /// <summary>The moment at which the history is made.</summary>
    public DateTimeOffset Present { get; }

    /// <summary>The day on which the history is made.</summary>
    public DateOnly Today => SwedishTime.DayOf(Present);

    /// <summary>The working day of an event that happened this number of days ago.</summary>
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

    /// <summary>The year of the working day this number of days ago, for case numbers.</summary>
    public int Year(int daysAgo) => Day(daysAgo).Year;

    /// <summary>Adds an event that happened this number of days ago, at least one, at an hour and minute.</summary>
    public void At(int daysAgo, int hour, int minute, Func<Task> tell)
    {
        var time = new TimeOnly(hour, minute);
        _events.Add((new DateTimeOffset(Today.AddDays(-daysAgo), time, Offset), new DateTimeOffset(Day(daysAgo), time, Offset), tell));
    }

    /// <summary>Adds an event that happened this number of minutes ago.</summary>
    public void MinutesAgo(int minutes, Func<Task> tell) => _events.Add((Present.AddMinutes(-minutes), Present.AddMinutes(-minutes), tell));

    /// <summary>Runs every event that was added, in order of time, and then sets the clock to the real time again.</summary>
    /// <param name="eachDay">Runs before the first event of each day.</param>
    public async Task TellAsync(Func<Task>? eachDay = null)
    {
        var day = DateOnly.MinValue;
        foreach (var (_, at, tell) in _events.OrderBy(e => e.Order))
        {
            SetClock(at > _told ? at : _told.AddSeconds(20));
            await SayMonthAsync();
            if (eachDay is not null && SwedishTime.DayOf(at) is var today && today != day)
            {
                day = today;
                await eachDay();
            }

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
