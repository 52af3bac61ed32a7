using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>Tells the parties of the consents whose last day has passed, each once.</summary>
/// <remarks>
/// Nothing waits for it to keep a door shut: that a consent has expired is derived from the clock by every decision. Several nodes may do it at once; each finds
/// under the child's lock whether it is still to be told.
/// </remarks>
public sealed class TellExpiredConsents(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Tells of every consent that has run out and was not told of, and answers with how many they were.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; what was not told is told at the next run.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var told = 0;
        while (await DueAsync(ct) is { Count: > 0 } due)
        {
            foreach (var (consent, child) in due)
            {
                told += await TellAsync(consent, child, ct);
            }
        }

        return told;
    }

    /// <summary>What has run out and was not told of, the earliest first.</summary>
    internal static IQueryable<Consent> Due(HubDbContext db, DateTimeOffset now) =>
        db.Consents.Where(c => c.State == ConsentState.Active && c.ExpiryToldAt == null && c.ValidUntil <= now).OrderBy(c => c.ValidUntil).Take(AtATime);

    private async Task<IReadOnlyList<(ConsentId Consent, PersonId Child)>> DueAsync(CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return [.. (await Due(db, clock.GetUtcNow()).Select(c => new { c.Id, c.Child }).ToListAsync(ct)).Select(c => (c.Id, c.Child))];
    }

    private async Task<int> TellAsync(ConsentId id, PersonId child, CancellationToken ct)
    {
        var changed = await changes.ChangeAsync<int>([SubjectId.Of(child)], async (db, ct) =>
        {
            var now = clock.GetUtcNow();
            var consent = await db.Consents.SingleAsync(c => c.Id == id, ct);
            return consent.TellExpiry(now)
                ? new Change<int>(1, [await ConsentOver.EntryAsync(db, EntryKinds.ConsentExpired, consent, Actor.Hub, now, ct)])
                : Change<int>.None(0);
        }, ct);
        return changed.Outcome;
    }
}
