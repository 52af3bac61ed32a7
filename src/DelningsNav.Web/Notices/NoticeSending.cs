using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Notices;

/// <summary>Keeps notices on their way: at once when a consent has ended on this node, and every minute whatever has happened.</summary>
/// <remarks>
/// Every minute it also tells of consents that have run out and puts in the log what has become overdue. Several nodes may do it at once: a notice is sent by one
/// of them at a time, and the rest finds under its lock whether it is still to be done.
/// </remarks>
internal sealed partial class NoticeSending(
    SendNotices send, TellExpiredConsents expired, NoteOverdueNotices overdue, NoticeOutbox outbox, OutboxBell bell, TimeProvider clock, ILogger<NoticeSending> logger)
    : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rung = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            rung = await RunAsync(onlySend: rung, stoppingToken) is { } wait && await bell.WaitAsync(wait, clock, stoppingToken);
        }
    }

    /// <summary>Does what is to be done, and answers with how long to wait.</summary>
    private async Task<TimeSpan?> RunAsync(bool onlySend, CancellationToken ct)
    {
        try
        {
            if (!onlySend)
            {
                await expired.RunAsync(ct);
                await overdue.RunAsync(ct);
            }

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

    [LoggerMessage(Level = LogLevel.Error, Message = "Notices of consents that are over could not be sent; they are tried again, and nothing is released on those consents")]
    private static partial void Failed(ILogger logger, Exception cause);
}
