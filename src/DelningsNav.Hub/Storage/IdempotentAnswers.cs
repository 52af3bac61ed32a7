using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage;

/// <summary>The state of an idempotency key when a call carries the key.</summary>
public abstract record KeyReservation
{
    private KeyReservation() { }

    /// <summary>
    /// The key was new and is now reserved for the caller. The call must now be carried out. Then its answer must be stored or the key
    /// released.
    /// </summary>
    public sealed record Reserved : KeyReservation;

    /// <summary>The same call was carried out before, with this answer.</summary>
    public sealed record Answered(StoredAnswer Answer) : KeyReservation;

    /// <summary>The same call is being carried out now.</summary>
    public sealed record InProgress : KeyReservation;

    /// <summary>The key was used for another call.</summary>
    public sealed record OfAnotherCall : KeyReservation;
}

/// <summary>The answer that a call got, as it was on the wire.</summary>
public sealed record StoredAnswer(int Status, byte[] Body, string Location);

/// <summary>
/// Lets a client repeat a call that creates something without creating it twice. The key is reserved before the call is carried out, and
/// the answer is stored under it.
/// </summary>
/// <remarks>
/// Only the hash of a key is stored, because a client may put any text into its keys. If the process dies between the reservation and the
/// answer, the key is free again after <see cref="AbandonedAfter"/>. A repeated call is then carried out again.
/// </remarks>
public sealed class IdempotentAnswers(HubDatabase database, TimeProvider clock)
{
    private const int NotAnswered = 0;

    /// <summary>How long an answer is stored.</summary>
    public static TimeSpan StoredFor { get; } = TimeSpan.FromHours(24);

    /// <summary>The age at which a reservation without an answer is treated as the result of a crash.</summary>
    public static TimeSpan AbandonedAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Reserves a client's key for a call. The call is identified by its hash.</summary>
    public async Task<KeyReservation> ReserveAsync(ClientId client, string key, string requestHash, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, transaction, "DELETE FROM idempotent_answers WHERE answered_at < @before", c => c
            .With("@before", (now - StoredFor).ToUnixTimeMilliseconds()), ct);
        var added = await RunAsync(connection, transaction, """
            INSERT INTO idempotent_answers (client_id, key, request_hash, status, body, location, answered_at)
            VALUES (@client, @key, @hash, 0, @body, '', @now) ON CONFLICT DO NOTHING
            """, c => Own(c, client, key).With("@hash", requestHash).With("@body", Array.Empty<byte>())
                .With("@now", now.ToUnixTimeMilliseconds()), ct);
        var reservation = added == 1
            ? new KeyReservation.Reserved()
            : await JudgeAsync(connection, transaction, client, key, requestHash, now, ct);
        await transaction.CommitAsync(ct);
        return reservation;
    }

    /// <summary>Stores the answer under the reserved key.</summary>
    public Task KeepAsync(ClientId client, string key, StoredAnswer answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return ChangeAsync(
            "UPDATE idempotent_answers SET status = @status, body = @body, location = @location WHERE client_id = @client AND key = @key",
            c => Own(c, client, key).With("@status", answer.Status).With("@body", answer.Body).With("@location", answer.Location), ct);
    }

    /// <summary>Releases the reserved key. The call had no result, and the client may make it again with the same key.</summary>
    public Task GiveBackAsync(ClientId client, string key, CancellationToken ct) =>
        ChangeAsync("DELETE FROM idempotent_answers WHERE client_id = @client AND key = @key AND status = 0", c => Own(c, client, key), ct);

    private static async Task<KeyReservation> JudgeAsync(
        DbConnection connection, DbTransaction transaction, ClientId client, string key, string requestHash, DateTimeOffset now,
        CancellationToken ct)
    {
        await using var select = connection.CreateCommand();
        select.Transaction = transaction;
        select.CommandText =
            "SELECT request_hash, status, body, location, answered_at FROM idempotent_answers WHERE client_id = @client AND key = @key";
        Own(select, client, key);
        await using (var row = await select.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            if (row.GetString(0) != requestHash)
            {
                return new KeyReservation.OfAnotherCall();
            }

            if (row.GetInt32(1) != NotAnswered)
            {
                return new KeyReservation.Answered(new StoredAnswer(row.GetInt32(1), (byte[])row.GetValue(2), row.GetString(3)));
            }
        }

        var takenOver = await RunAsync(
            connection, transaction,
            "UPDATE idempotent_answers SET answered_at = @now "
            + "WHERE client_id = @client AND key = @key AND status = 0 AND answered_at < @abandoned",
            c => Own(c, client, key)
                .With("@now", now.ToUnixTimeMilliseconds())
                .With("@abandoned", (now - AbandonedAfter).ToUnixTimeMilliseconds()), ct);
        return takenOver == 1 ? new KeyReservation.Reserved() : new KeyReservation.InProgress();
    }

    private async Task ChangeAsync(string sql, Action<DbCommand> parameters, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await RunAsync(connection, null, sql, parameters, ct);
    }

    private static DbCommand Own(DbCommand command, ClientId client, string key) =>
        command.With("@client", client.Value).With("@key", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));

    private static async Task<int> RunAsync(
        DbConnection connection, DbTransaction? transaction, string sql, Action<DbCommand> parameters, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The statements are the constants above; the values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        parameters(command);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
