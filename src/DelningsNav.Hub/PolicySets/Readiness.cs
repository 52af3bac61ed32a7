using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// Checks whether the hub works now, that is, whether its database answers and contains the head of the log. Also checks whether there are
/// valid rules for releases.
/// </summary>
public sealed class Readiness(HubDatabase database, PoliciesInForce inForce)
{
    /// <summary>
    /// Why nothing is released, or null when sound rules are in force. The hub is ready in both cases, because everything except releases
    /// continues.
    /// </summary>
    public async Task<Alarm?> WhyNothingIsReleasedAsync(CancellationToken ct) =>
        await inForce.NowAsync(ct) is PoliciesNow.Stopped stopped ? stopped.Alarm : null;

    /// <summary>True when the hub works; false when the database does not answer.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.ConnectAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT size FROM log_head WHERE id = 1";
            return await command.ExecuteScalarAsync(ct) is long;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }
}
