namespace DelningsNav.Hub.Storage;

/// <summary>Whether the hub can do its work now: its database answers and holds the log's head.</summary>
public sealed class Readiness(HubDatabase database)
{
    /// <summary>True when it can; false when the database does not answer.</summary>
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
