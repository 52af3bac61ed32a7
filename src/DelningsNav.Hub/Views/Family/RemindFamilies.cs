using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Views.Family;

/// <summary>Reminds people who have not answered an ask for consent, after one week and again after three weeks.</summary>
/// <remarks>
/// Everybody who has not answered is reminded as long as an answer can be given, whatever others have answered. Otherwise a missing
/// reminder would reveal the answers of others. If the job runs twice, or on two nodes at the same time, each reminder is sent only once.
/// </remarks>
public sealed class RemindFamilies(HubDatabase database, TimeProvider clock)
{
    internal static readonly string Query = $"""
        INSERT INTO family_messages (person_id, about_id, consent_id, kind, at)
        SELECT s.person_id, c.id, c.id, @kind, @now FROM consents c
        JOIN consent_signatures s ON s.consent_id = c.id AND s.sealed_answer IS NULL AND (s.excuse IS NULL OR s.excuse = 'PreventionStated')
        WHERE c.state IN ('Requested', 'Signing', 'Refused', 'Conflict') AND c.requested_at <= @due AND c.valid_until > @now
        ON CONFLICT DO NOTHING
        """;

    private static readonly (FamilyMessageKind Kind, TimeSpan After)[] Reminders =
        [(FamilyMessageKind.Reminded, TimeSpan.FromDays(7)), (FamilyMessageKind.RemindedAgain, TimeSpan.FromDays(21))];

    /// <summary>Sends the reminders and returns their number.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var connection = await database.ConnectAsync(ct);
        var reminded = 0;
        foreach (var (kind, after) in Reminders)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Query;
            command.With("@kind", kind.ToString())
                .With("@now", now.ToUnixTimeMilliseconds())
                .With("@due", (now - after).ToUnixTimeMilliseconds());
            reminded += await command.ExecuteNonQueryAsync(ct);
        }

        return reminded;
    }
}
