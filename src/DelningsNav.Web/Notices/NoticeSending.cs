using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Notices;

/// <summary>Keeps notices on their way: at once when a consent has ended on this node, and when the next is due.</summary>
/// <remarks>Several nodes may do it at once: a notice is sent by one of them at a time.</remarks>
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

    /// <summary>Sends what is due, and answers with how long to wait.</summary>
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
            // The loop must live on: the next round may find the storage well again, and nothing was lost.
            Failed(logger, cause);
            return AtMost;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Notices of consents that are over could not be sent; they are tried again, and nothing is released on those consents")]
    private static partial void Failed(ILogger logger, Exception cause);
}
