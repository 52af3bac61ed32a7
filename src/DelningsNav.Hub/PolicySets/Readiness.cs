using System.Data.Common;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// Checks whether the hub works now, that is, whether its database answers, contains the head of the log, and can be written. Also checks
/// whether there are valid rules for releases.
/// </summary>
/// <remarks>
/// Everybody may ask, so the database is written at most every ten seconds, however often somebody asks. A full or read-only disk answers
/// reads; only a write shows it.
/// </remarks>
public sealed class Readiness(HubDatabase database, LogWriter log, PoliciesInForce inForce, TimeProvider clock)
{
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromSeconds(10);

    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;
    private bool _couldWrite;

    /// <summary>
    /// Why nothing is released, or null when sound rules are in force. The hub is ready in both cases, because everything except releases
    /// continues.
    /// </summary>
    public async Task<Alarm?> WhyNothingIsReleasedAsync(CancellationToken ct) =>
        await inForce.NowAsync(ct) is PoliciesNow.Stopped stopped ? stopped.Alarm : null;

    /// <summary>
    /// True when the hub works. False when the database does not answer or cannot be written, or when its log is not the continuation of
    /// what this hub has signed.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.ConnectAsync(ct);
            await using var statements = new Statements(database.Engine, connection);
            await log.Heads.ReadAsync(statements, null, ct);
            return await CanWriteAsync(connection, ct);
        }
        catch (Exception cause) when (cause is DbException or StorageException or LogForkedException)
        {
            return false;
        }
    }

    private async Task<bool> CanWriteAsync(DbConnection connection, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        var now = clock.GetUtcNow();
        if (now - _writtenAt < WrittenEvery && now >= _writtenAt)
        {
            return _couldWrite;
        }

        (_writtenAt, _couldWrite) = (now, false);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE readiness_checks SET checked_at = @at WHERE id = 1";
        command.With("@at", now.ToUnixTimeMilliseconds());
        return _couldWrite = await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
