using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// Checks whether the hub works now, that is, whether its database answers and contains the head of the log. Also checks whether there are
/// valid rules for releases.
/// </summary>
public sealed class Readiness(HubDatabase database, LogWriter log, PoliciesInForce inForce)
{
    /// <summary>
    /// Why nothing is released, or null when sound rules are in force. The hub is ready in both cases, because everything except releases
    /// continues.
    /// </summary>
    public async Task<Alarm?> WhyNothingIsReleasedAsync(CancellationToken ct) =>
        await inForce.NowAsync(ct) is PoliciesNow.Stopped stopped ? stopped.Alarm : null;

    /// <summary>
    /// True when the hub works. False when the database does not answer, or when its log is not the continuation of what this hub has signed.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.ConnectAsync(ct);
            await using var statements = new Statements(database.Engine, connection);
            await log.Heads.ReadAsync(statements, null, ct);
            return true;
        }
        catch (Exception cause) when (cause is System.Data.Common.DbException or StorageException or LogForkedException)
        {
            return false;
        }
    }
}
