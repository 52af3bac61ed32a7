using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage;

/// <summary>Counts what a system does on a day. All nodes count together.</summary>
internal sealed class DayCounts(HubDatabase database)
{
    private const string Add = """
        INSERT INTO client_day_counts (client_id, day, what, number) VALUES (@p0, @p1, @p2, 1)
        ON CONFLICT (client_id, day, what) DO UPDATE SET number = client_day_counts.number + 1
        RETURNING number
        """;

    /// <summary>Counts one more, and returns the number of this day including it. No two callers get the same number.</summary>
    public async Task<long> AddAsync(ClientId client, DateOnly day, string what, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        return (long)(await statements.With(Add, null, client.Value, day, what).ExecuteScalarAsync(ct))!;
    }
}
