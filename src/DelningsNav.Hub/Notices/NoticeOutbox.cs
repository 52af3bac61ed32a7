using System.Data.Common;
using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>A notice that this node must send now. No other node tries it until its lease ends.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Address">The address.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="View">The content to send.</param>
public sealed record NoticeToSend(SubscriptionId Subscription, Uri Address, int Attempt, NoticeView View);

/// <summary>
/// The notices that wait to be sent. Nodes claim notices here and record the results. Each notice is sent at least once, and by one node at
/// a time.
/// </summary>
/// <remarks>
/// <code>
///   1. Spread   Assign each notice that is not acknowledged to each open subscription of its branch.
///   2. Claim    Claim the notices that are due, by moving their time a lease ahead.
///   3. Send     The caller sends the notices, outside any transaction.
///   4. Mark     Record the delivery, or the time of the next attempt.
/// </code>
/// After a crash between 3 and 4, the notice is sent again when the lease ends. The receiver then gets the same number twice. A mark is
/// valid only for its own attempt.
/// </remarks>
public sealed class NoticeOutbox(HubDatabase database, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>How long a node may take to send the notices that it has claimed.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(2);

    private const int AtATime = 20;

    private const string SpreadText = """
        INSERT INTO notice_deliveries (log_index, party_id, subscription_id, attempts, next_from)
        SELECT n.log_index, n.party_id, s.id, 0, @now
        FROM consent_notices n
        JOIN clients c ON c.branch_id = n.party_id
        JOIN subscriptions s ON s.client_id = c.id AND s.ended_at IS NULL
        WHERE n.acknowledged_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM notice_deliveries d
            WHERE d.log_index = n.log_index AND d.party_id = n.party_id AND d.subscription_id = s.id)
        ON CONFLICT DO NOTHING
        """;

    // A system without a valid key gets no notices, and one that is not cleared gets none of a child with protected identity (ADR 0044).
    private const string DueText = """
        WITH due (i, p, s) AS (
          SELECT d.log_index, d.party_id, d.subscription_id
          FROM notice_deliveries d
          JOIN consent_notices n ON n.log_index = d.log_index AND n.party_id = d.party_id
          JOIN subscriptions s ON s.id = d.subscription_id
          WHERE d.next_from <= @now AND n.acknowledged_at IS NULL AND s.ended_at IS NULL
            AND EXISTS (
              SELECT 1 FROM clients c JOIN consents o ON o.id = n.consent_id JOIN persons p ON p.id = o.child_id
              WHERE c.id = s.client_id AND (c.is_cleared OR p.marking = 'None'))
            AND EXISTS (SELECT 1 FROM client_keys k WHERE k.client_id = s.client_id AND (k.revoked_at IS NULL OR k.revoked_at > @now))
          ORDER BY d.next_from LIMIT @most
        """;

    private const string ClaimText = """
        )
        UPDATE notice_deliveries SET attempts = attempts + 1, next_from = @until
        FROM due WHERE log_index = due.i AND party_id = due.p AND subscription_id = due.s
        RETURNING log_index, party_id, subscription_id, attempts
        """;

    // A notice has no next time if it was acknowledged, or if its subscription ended, during the attempt. Then it gets no new time here.
    private const string MarkText = """
        UPDATE notice_deliveries
        SET last_at = @now, last_outcome = @outcome, last_status = @status, delivered_at = @delivered,
            next_from = CASE WHEN next_from IS NULL THEN NULL ELSE @next END
        WHERE log_index = @index AND party_id = @party AND subscription_id = @subscription AND attempts = @attempt
        """;

    /// <summary>
    /// Steps 1 and 2: claims some of the notices that must be sent now, the longest waiting first. The list is empty when no notice is due.
    /// </summary>
    public async Task<IReadOnlyList<NoticeToSend>> ClaimAsync(CancellationToken ct)
    {
        var claimed = await ClaimRowsAsync(clock.GetUtcNow(), ct);
        if (claimed.Count == 0)
        {
            return [];
        }

        await using var db = database.NewContext();
        var indexes = claimed.Select(c => c.Index).Distinct().ToList();
        var notices = await db.Notices.AsNoTracking().Where(n => indexes.Contains(n.LogIndex)).ToListAsync(ct);
        var views = (await NoticeViews.ReadAsync(db, await inForce.ForDisplayAsync(ct), notices, ct))
            .ToDictionary(v => (v.Notice.LogIndex, v.Notice.Party));
        var subscriptions = claimed.Select(c => c.Subscription).Distinct().ToList();
        var addresses = await db.Subscriptions.AsNoTracking()
            .Where(s => subscriptions.Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Address, ct);
        return
        [
            .. claimed.Select(c =>
                new NoticeToSend(c.Subscription, new Uri(addresses[c.Subscription]), c.Attempt, views[(c.Index, c.Party)])),
        ];
    }

    /// <summary>
    /// Step 4: records the result of an attempt. If an attempt took longer than its lease and another attempt has begun, the result of the
    /// earlier attempt is not recorded.
    /// </summary>
    public async Task MarkAsync(NoticeToSend sent, SendOutcome outcome, int? status, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var now = clock.GetUtcNow();
        var delivered = outcome == SendOutcome.Delivered;
        DateTimeOffset? next = delivered ? null : now + NoticeBackoff.After(sent.Attempt, RandomNumberGenerator.GetInt32(1001) / 1000.0);
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = MarkText;
        command.With("@now", now.ToUnixTimeMilliseconds()).With("@outcome", outcome.ToString());
        Nullable(command, "@status", status);
        Nullable(command, "@delivered", delivered ? now.ToUnixTimeMilliseconds() : null);
        Nullable(command, "@next", next?.ToUnixTimeMilliseconds());
        command.With("@index", sent.View.Notice.LogIndex)
            .With("@party", sent.View.Notice.Party.Value)
            .With("@subscription", sent.Subscription.Value)
            .With("@attempt", sent.Attempt);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>When the next notice may be due, or null when no notice is waiting.</summary>
    public async Task<DateTimeOffset?> NextFromAsync(CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.NoticeDeliveries.Where(d => d.NextFrom != null).MinAsync(d => d.NextFrom, ct);
    }

    private async Task<IReadOnlyList<(long Index, BranchId Party, SubscriptionId Subscription, int Attempt)>> ClaimRowsAsync(
        DateTimeOffset now, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var spread = connection.CreateCommand();
        spread.Transaction = transaction;
        spread.CommandText = SpreadText;
        await spread.With("@now", now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(ct);

        await using var claim = connection.CreateCommand();
        claim.Transaction = transaction;
#pragma warning disable CA2100 // The statements are the constants above; the values are parameters.
        claim.CommandText = DueText + (database.Engine == StorageEngine.PostgreSql ? " FOR UPDATE OF d SKIP LOCKED" : "") + ClaimText;
#pragma warning restore CA2100
        claim.With("@now", now.ToUnixTimeMilliseconds()).With("@until", (now + Lease).ToUnixTimeMilliseconds()).With("@most", AtATime);
        var claimed = new List<(long, BranchId, SubscriptionId, int)>();
        await using (var rows = await claim.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                claimed.Add((rows.GetInt64(0), new BranchId(rows.GetGuid(1)), new SubscriptionId(rows.GetGuid(2)), rows.GetInt32(3)));
            }
        }

        await transaction.CommitAsync(ct);
        return claimed;
    }

    // PostgreSQL must know the type of a NULL.
    private static void Nullable(DbCommand command, string name, long? value)
    {
        command.With(name, value);
        command.Parameters[^1].DbType = System.Data.DbType.Int64;
    }
}
