using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Releases;

namespace DelningsNav.Web;

/// <summary>
/// What is done each minute, and once at start: requests are decided again whose family has answered, where a crash or a busy child has
/// kept it from being done at once; the parties
/// are told of consents that have run out; and notices that have become overdue come into the log.
/// </summary>
/// <remarks>
/// Several nodes may do it at once; each finds under its lock whether it is still to be done. What fails
/// keeps nothing else from being done.
/// </remarks>
internal sealed partial class MinuteWork(
    DecideAgain again, TellExpiredConsents expired, NoteOverdueNotices overdue, TimeProvider clock,
    ILogger<MinuteWork> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        do
        {
            await RunAsync(again.RunAsync, stoppingToken);
            await RunAsync(expired.RunAsync, stoppingToken);
            await RunAsync(overdue.RunAsync, stoppingToken);
        }
        while (await minutes.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(Func<CancellationToken, Task<int>> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must live on: an exception that leaves it stops the whole hub, and the next round may find the storage well again.
            Failed(logger, cause);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "A part of each minute's work could not be done; it is tried again in a minute, and nothing is released by it or for want of "
            + "it")]
    private static partial void Failed(ILogger logger, Exception cause);
}
