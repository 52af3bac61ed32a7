using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Web;

/// <summary>
/// The work of each new day in Sweden, which also runs once at start. It lapses consents that are due, reminds signers whose answer is
/// outstanding, deletes the answers to calls of systems that are too old to be repeated, and verifies the whole log.
/// </summary>
/// <remarks>
/// Several nodes may run it at once, because each change is made under a lock, after a check that it is still to be made.
/// </remarks>
internal sealed partial class NightWork(
    LapseConsents lapse, RemindFamilies remind, IdempotentAnswers answers, VerifyLog verify, LogHealth health, LogFence fence,
    TimeProvider clock, ILogger<NightWork> logger)
    : BackgroundService
{
    // If the log could not be written, try again long before the next night.
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
        if (fence.IsClosed)
        {
            return false;
        }

        try
        {
            var lapsed = await lapse.RunAsync(ct);
            Lapsed(logger, lapsed);
            await remind.RunAsync(ct);
            await answers.ForgetOldAsync(ct);
            await health.CheckAllAsync(verify, ct);
            foreach (var alarm in health.Alarms)
            {
                Unsound(logger, alarm);
            }

            return true;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must continue: an exception that leaves it stops the whole hub, and the storage may be available at the next try.
            Failed(logger, cause);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} consents lapsed since a new day has begun")]
    private static partial void Lapsed(ILogger logger, int count);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message =
            "Log alarm: {Alarm}. Somebody may have changed the database; keep it for the inquiry and see docs/operations/log.md")]
    private static partial void Unsound(ILogger logger, string alarm);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "Night job failed; retrying in 5 minutes. Nothing is released under consents that are due to lapse; check the database and "
            + "the disk")]
    private static partial void Failed(ILogger logger, Exception cause);
}
