using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Demo.City;

/// <summary>
/// The population register of the demo city. It is read again at start and twice a day: a marking that was read more than 24 hours ago
/// counts as unknown, and a day in spring and autumn has 23 or 25 hours.
/// </summary>
internal sealed partial class DemoRegister(IServiceProvider services, TimeProvider clock, ILogger<DemoRegister> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(12);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Reads the register again. Nobody in the demo moves or gets a marking, so it states the same as before.</summary>
    public static async Task ReadAgainAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<HubDatabase>().NewContext();
        var persons = await db.People.Select(person => person.Id).ToListAsync(ct);
        await services.GetRequiredService<MaintainRegister>().ReadAgainAsync(persons, Actor.Hub, ct);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await DoneAsync(stoppingToken) ? Interval : AfterFailure, clock, stoppingToken);
        }
    }

    private async Task<bool> DoneAsync(CancellationToken ct)
    {
        try
        {
            await ReadAgainAsync(services, ct);
            return true;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The loop must continue: an exception that leaves it stops the whole demo.
            Failed(logger, cause);
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The register was not read; retrying in 1 minute. After 24 hours without a reading nothing is released by rule.")]
    private static partial void Failed(ILogger logger, Exception cause);
}
