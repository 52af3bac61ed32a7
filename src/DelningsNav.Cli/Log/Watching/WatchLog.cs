using System.Globalization;

namespace DelningsNav.Cli.Log.Watching;

/// <summary><c>delningsnav log watch</c>: looks at a log again and again, and raises alarms.</summary>
/// <remarks>
/// A log that does not grow is not silent: the same checkpoint again is an answer. Silence is counted from the last valid checkpoint that
/// this run fetched, at first from its start.
/// </remarks>
internal sealed class WatchLog(LookAtLog log, AlarmBell bell, TextWriter output, TimeProvider clock)
{
    /// <summary>Looks once. A log that gives no valid checkpoint now is silent.</summary>
    internal async Task<int> OnceAsync(CancellationToken ct)
    {
        var look = await log.LookAsync(ct);
        await SayAsync(look, ct);
        IReadOnlyList<Alarm> alarms = look.NoAnswer is { } why ? [.. look.Alarms, new Alarm(AlarmKind.Silence, why)] : look.Alarms;
        await bell.RingAsync(alarms, ct);
        return alarms.Count == 0 ? ExitCodes.Sound
            : alarms.All(alarm => alarm.Kind == AlarmKind.Store) ? ExitCodes.Unreadable
            : ExitCodes.Unsound;
    }

    /// <summary>Looks until the program is ended.</summary>
    internal async Task<int> RunAsync(TimeSpan every, TimeSpan silence, CancellationToken ct)
    {
        var answeredAt = clock.GetUtcNow();
        try
        {
            while (true)
            {
                var look = await log.LookAsync(ct);
                await SayAsync(look, ct);
                var now = clock.GetUtcNow();
                answeredAt = look.NoAnswer is null ? now : answeredAt;
                IReadOnlyList<Alarm> alarms = now - answeredAt >= silence
                    ? [.. look.Alarms, new Alarm(AlarmKind.Silence, Silent(answeredAt, look.NoAnswer!))]
                    : look.Alarms;
                await bell.RingAsync(alarms, ct);
                await Task.Delay(every, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ExitCodes.Sound;
        }
    }

    // Each line is written out at once, because it may go to a service's journal.
    private async Task SayAsync(Look look, CancellationToken ct)
    {
        if (look.News is { } news)
        {
            await output.WriteLineAsync(news);
            await output.FlushAsync(ct);
        }
    }

    private static string Silent(DateTimeOffset answeredAt, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"no valid checkpoint since {answeredAt:yyyy-MM-dd'T'HH':'mm':'ss'Z'}: {why}");
}
