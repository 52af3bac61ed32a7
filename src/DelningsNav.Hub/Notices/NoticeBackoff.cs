namespace DelningsNav.Hub.Notices;

/// <summary>How long to wait before a notice is sent again: twice as long for each attempt, an hour at most, and never quite the same.</summary>
/// <remarks>It never gives up: what is not acknowledged becomes overdue and is shown, and the address is tried once an hour until it is.</remarks>
public static class NoticeBackoff
{
    /// <summary>After the first attempt.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest, before it is varied.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>How much it is varied in either direction, so that many who failed at once do not come back at once.</summary>
    public const double Spread = 0.2;

    /// <summary>The time to wait after so many attempts, from 1; the chance lies from 0 to 1.</summary>
    public static TimeSpan After(int attempts, double chance)
    {
        var doublings = Math.Clamp(attempts - 1, 0, 20);
        var wait = Math.Min(First.TotalSeconds * (1 << doublings), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 - Spread + (2 * Spread * chance)));
    }
}
