using System.Data.Common;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage;

/// <summary>What the hub has answered under an idempotency key.</summary>
public abstract record EarlierAnswer
{
    private EarlierAnswer() { }

    /// <summary>Nothing. The call must be carried out.</summary>
    public sealed record None : EarlierAnswer;

    /// <summary>The same call was carried out before, with this answer.</summary>
    public sealed record Answered(StoredAnswer Answer) : EarlierAnswer;

    /// <summary>The key was used for another call.</summary>
    public sealed record OfAnotherCall : EarlierAnswer;
}

/// <summary>The answer that a call got, as it was on the wire.</summary>
public sealed record StoredAnswer(int Status, byte[] Body, string Location);

/// <summary>
/// Lets a client repeat a call that creates something without creating it twice. The answer of a call that changes something is stored in
/// the transaction of the change (ADR 0036).
/// </summary>
/// <remarks>
/// INVARIANT: a key has one answer, and the change that the answer tells of was committed with it. Nothing is reserved before, so a call
/// whose process has died leaves its key free. Only the keyed digest of a key is stored, because a client may put any text into its keys.
/// </remarks>
public sealed class IdempotentAnswers(HubDatabase database, TimeProvider clock)
{
    // An answer that is too old no longer counts, so a new one takes its place.
    private const string Store = """
        INSERT INTO idempotent_answers (client_id, key_digest, request_digest, status, sealed_body, location, answered_at)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)
        ON CONFLICT (client_id, key_digest) DO UPDATE SET request_digest = excluded.request_digest, status = excluded.status,
          sealed_body = excluded.sealed_body, location = excluded.location, answered_at = excluded.answered_at
        WHERE idempotent_answers.answered_at < @p7
        """;

    private const string Find = """
        SELECT request_digest, status, sealed_body, location FROM idempotent_answers
        WHERE client_id = @p0 AND key_digest = @p1 AND answered_at >= @p2
        """;

    private const string Forget = "DELETE FROM idempotent_answers WHERE answered_at < @p0";

    /// <summary>How long an answer is stored.</summary>
    public static TimeSpan StoredFor { get; } = TimeSpan.FromHours(24);

    /// <summary>What was answered under the call's key.</summary>
    public async Task<EarlierAnswer> FindAsync(KeyedCall call, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(call);
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        var keys = database.Keys!;
        var key = call.KeyDigest(keys);
        await using var row = await statements.With(Find, null, call.Client.Value, key, Oldest(clock.GetUtcNow())).ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? new EarlierAnswer.None()
            : row.GetString(0) != call.RequestDigest(keys) ? new EarlierAnswer.OfAnotherCall()
            : new EarlierAnswer.Answered(new StoredAnswer(
                row.GetInt32(1), keys.Unwrap((byte[])row.GetValue(2), KeyedCall.Purpose(key)), row.GetString(3)));
    }

    /// <summary>
    /// Stores the answer of a call that changed nothing. Returns false if the key had an answer already, which then is the answer.
    /// </summary>
    public async Task<bool> KeepAsync(KeyedCall call, StoredAnswer answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answer);
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        return await StoreAsync(statements, null, database.Keys!, call, answer, clock.GetUtcNow(), ct);
    }

    /// <summary>Deletes the answers that are too old to be repeated.</summary>
    public async Task ForgetOldAsync(CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        await statements.With(Forget, null, Oldest(clock.GetUtcNow())).ExecuteNonQueryAsync(ct);
    }

    /// <summary>Stores an answer, and returns false if the key has one already. The commit of its transaction makes it final.</summary>
    internal static async Task<bool> StoreAsync(
        Statements statements, DbTransaction? transaction, ISealing keys, KeyedCall call, StoredAnswer answer, DateTimeOffset now,
        CancellationToken ct)
    {
        var key = call.KeyDigest(keys);
        var command = statements.With(
            Store, transaction, call.Client.Value, key, call.RequestDigest(keys), answer.Status,
            keys.Wrap(answer.Body, KeyedCall.Purpose(key)), answer.Location,
            now.ToUnixTimeMilliseconds(), Oldest(now));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static long Oldest(DateTimeOffset now) => (now - StoredFor).ToUnixTimeMilliseconds();
}

/// <summary>A call that carries an idempotency key. The change that it makes stores its answer.</summary>
/// <param name="client">The system that calls. A key belongs to the system that used it.</param>
/// <param name="key">The key as the client sent it.</param>
/// <param name="requestHash">The hash of the call, by which a repeated call is recognised.</param>
public sealed class KeyedCall(ClientId client, string key, string requestHash)
{
    private Func<object, StoredAnswer>? _answerTo;

    /// <summary>The answer that was committed with the call's change, or null while the call has changed nothing.</summary>
    public StoredAnswer? Committed { get; internal set; }

    internal ClientId Client => client;

    internal string KeyDigest(ISealing keys) => keys.Digest($"idempotency-key:{key}");

    internal string RequestDigest(ISealing keys) => keys.Digest($"idempotent-request:{requestHash}");

    internal static string Purpose(string keyDigest) => $"idempotent-answer:{keyDigest}";

    /// <summary>Says how the outcome of the call's use case is answered.</summary>
    public void AnswerWith<TOutcome>(Func<TOutcome, StoredAnswer> answerTo)
        where TOutcome : notnull => _answerTo = outcome => answerTo((TOutcome)outcome);

    internal StoredAnswer AnswerTo(object outcome) => _answerTo is { } answerTo
        ? answerTo(outcome)
        : throw new InvalidOperationException("the endpoint has not said how it answers, so its change is not made");
}

/// <summary>
/// Another call with the same idempotency key was answered while this call was being carried out. This call changed nothing, and the
/// other's answer is its answer.
/// </summary>
public sealed class AnsweredMeanwhileException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AnsweredMeanwhileException()
        : base("another call with the same idempotency key has been answered; nothing was changed") { }
}
