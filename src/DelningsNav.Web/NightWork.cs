using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Web;

/// <summary>
/// What is done when a new day has begun in Sweden, and once at start: consents lapse whose day has come, and those who have not
/// answered a question are reminded.
/// </summary>
/// <remarks>Several nodes may do it at once; each change finds under its lock whether it is still to be done.</remarks>
internal sealed partial class NightWork(
    LapseConsents lapse, RemindFamilies remind, TimeProvider clock, ILogger<NightWork> logger) : BackgroundService
{
    // A log that could not be written is tried again long before the next night.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await DoneAsync(stoppingToken) ? UntilMidnight() : AfterFailure, clock, stoppingToken);
        }
    }

    private TimeSpan UntilMidnight()
    {
        var now = clock.GetUtcNow();
        return SwedishTime.StartOf(SwedishTime.DayOf(now).AddDays(1)) - now;
    }

    private async Task<bool> DoneAsync(CancellationToken ct)
    {
        try
        {
            var lapsed = await lapse.RunAsync(ct);
            Lapsed(logger, lapsed);
            await remind.RunAsync(ct);
            return true;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must live on: an exception that leaves it stops the whole hub, and the next try may find the storage well again.
            Failed(logger, cause);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} consents lapsed since a new day has begun")]
    private static partial void Lapsed(ILogger logger, int count);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "The work of the night could not be done and is tried again; nothing is released on consents whose day has come all the same")]
    private static partial void Failed(ILogger logger, Exception cause);
}
