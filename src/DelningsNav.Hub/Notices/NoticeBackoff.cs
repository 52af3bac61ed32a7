namespace DelningsNav.Hub.Notices;

/// <summary>The wait before a notice is sent again. It is doubled after each attempt, up to one hour, and varied at random.</summary>
/// <remarks>
/// The number of attempts is not limited. A notice that is not acknowledged becomes overdue and is shown, and the address is tried once an
/// hour until the notice is delivered or acknowledged.
/// </remarks>
public static class NoticeBackoff
{
    /// <summary>The wait after the first attempt.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait, before it is varied.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How much the wait is varied in either direction, as a fraction, so that deliveries that failed at the same time are not retried at
    /// the same time.
    /// </summary>
    public const double Spread = 0.2;

    /// <summary>
    /// The wait after the given number of attempts, counted from 1. The random value <paramref name="chance"/> is between 0 and 1.
    /// </summary>
    public static TimeSpan After(int attempts, double chance)
    {
        var doublings = Math.Clamp(attempts - 1, 0, 20);
        var wait = Math.Min(First.TotalSeconds * (1 << doublings), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (1 - Spread + (2 * Spread * chance)));
    }
}
