using DelningsNav.Hub;
using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web;

/// <summary>
/// The work of each minute, which also runs once at start. It decides requests again after the family has answered, if a crash or
/// concurrent changes prevented that when the answer came. It notifies both parties of expired consents. It logs overdue notices. It
/// removes drafts that are a day old, and sessions that ended a day ago. It writes how many attempts have failed. It reads the key file
/// again, logs each new key, and seals again what a replaced root key has sealed.
/// </summary>
/// <remarks>
/// Several nodes may run it at once, because each change is made under a lock, after a check that it is still to be made. A part that fails
/// does not prevent the others.
/// </remarks>
internal sealed partial class MinuteWork(
    HubStart hub, EnterKeys enterKeys, DecideAgain again, TellExpiredConsents expired, NoteOverdueNotices overdue, FormDrafts drafts,
    PersonSessions sessions, AttemptCounts attempts, StateAudit audit, LogFence fence, TimeProvider clock, ILogger<MinuteWork> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        do
        {
            await RunAsync(RefreshKeysAsync, stoppingToken);
            if (fence.Why is { } why)
            {
                Fenced(logger, why);
                continue;
            }

            await RunAsync(enterKeys.RunAsync, stoppingToken);
            await RunAsync(again.RunAsync, stoppingToken);
            await RunAsync(expired.RunAsync, stoppingToken);
            await RunAsync(overdue.RunAsync, stoppingToken);
            await RunAsync(drafts.RemoveOldAsync, stoppingToken);
            await RunAsync(sessions.RemoveOldAsync, stoppingToken);
            await RunAsync(attempts.WriteAsync, stoppingToken);
            await RunAsync(SealAgainAsync, stoppingToken);
            await RunAsync(audit.RunAsync, stoppingToken);
            foreach (var alarm in audit.Alarms)
            {
                Changed(logger, alarm);
            }
        }
        while (await minutes.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> RefreshKeysAsync(CancellationToken ct)
    {
        await hub.RefreshKeysAsync(ct);
        return 0;
    }

    private async Task<int> SealAgainAsync(CancellationToken ct)
    {
        if (await hub.SealAgainAsync(ct) is not { } left)
        {
            return 0;
        }

        SealedAgain(logger, left.Done, left.Left, left.Unopened);
        return (int)left.Done;
    }

    private async Task RunAsync(Func<CancellationToken, Task<int>> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must continue: an exception that leaves it stops the whole hub, and the storage may be
            // available again in the next round.
            Failed(logger, cause);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message =
            "State alarm: {Alarm}. Nothing is released on it. Somebody may have changed the database; see docs/operations/log.md")]
    private static partial void Changed(ILogger logger, string alarm);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message =
            "The hub is fenced: {Why}. Nothing is released until two system owners have confirmed it at /administration/aterstallning; see "
            + "docs/operations/keys-and-backup.md")]
    private static partial void Fenced(ILogger logger, string why);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message =
            "Sealed {Done} values again with the newest wrapping key; {Left} are left, of which {Unopened} cannot be opened by any key. "
            + "Values that cannot be opened were changed outside the hub, or a wrapping key was removed too early")]
    private static partial void SealedAgain(ILogger logger, long done, long left, long unopened);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "Minute job failed; retrying in 1 minute. No release depends on it; check the database and the disk")]
    private static partial void Failed(ILogger logger, Exception cause);
}
