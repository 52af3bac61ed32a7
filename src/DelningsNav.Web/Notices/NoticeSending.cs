using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Notices;

/// <summary>Sends notices at once when a consent has ended on this node, and again when the next attempt is due.</summary>
/// <remarks>Several nodes may run it at once, because only one of them sends a given notice at a time.</remarks>
internal sealed partial class NoticeSending(
    SendNotices send, NoticeOutbox outbox, OutboxBell bell, TimeProvider clock, ILogger<NoticeSending> logger) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await bell.WaitAsync(await RunAsync(stoppingToken), clock, stoppingToken);
        }
    }

    /// <summary>Sends what is due, and returns how long to wait.</summary>
    private async Task<TimeSpan> RunAsync(CancellationToken ct)
    {
        try
        {
            await send.RunAsync(ct);
            var next = await outbox.NextFromAsync(ct) - clock.GetUtcNow();
            return next is not { } soon || soon > AtMost ? AtMost : soon < AtLeast ? AtLeast : soon;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must continue: the storage may be available again in the next round, and nothing was lost.
            Failed(logger, cause);
            return AtMost;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "Notices of ended consents could not be sent; they are retried. Nothing is released under those consents. Check the database")]
    private static partial void Failed(ILogger logger, Exception cause);
}
