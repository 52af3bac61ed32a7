using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web;

/// <summary>What is done each minute, and once at start: requests are decided again whose family has answered, where a crash or a busy child has kept it from being done at once.</summary>
/// <remarks>Several nodes may do it at once.</remarks>
internal sealed partial class MinuteWork(DecideAgain again, TimeProvider clock, ILogger<MinuteWork> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        do
        {
            await RunAsync(stoppingToken);
        }
        while (await minutes.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await again.RunAsync(ct);
        }
        catch (Exception cause) when (cause is LogUnavailableException or StorageException or System.Data.Common.DbException)
        {
            Failed(logger, cause);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The requests whose families have answered could not be decided again; it is tried again in a minute, and nothing is released meanwhile")]
    private static partial void Failed(ILogger logger, Exception cause);
}
