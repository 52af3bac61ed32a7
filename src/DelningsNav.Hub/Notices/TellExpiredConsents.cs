using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>Notifies the parties of expired consents, once for each consent.</summary>
/// <remarks>
/// No release depends on this, because every decision derives from the clock whether a consent has expired. Several nodes may do this at
/// once. Each node locks the child's log subject and then checks whether the notices still have to be written.
/// </remarks>
public sealed class TellExpiredConsents(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Writes the notices of every expired consent without notices, and returns the number of those consents.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the remaining notices are written at the next run.</exception>
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

    /// <summary>The expired consents without notices, earliest first.</summary>
    /// <remarks>
    /// The state is written out, so that the index <c>consents_to_tell</c> is used. It is the only state for which
    /// <see cref="ConsentMachine.ExpiryIsNotified"/> is true.
    /// </remarks>
    internal static IQueryable<Consent> Due(HubDbContext db, DateTimeOffset now) =>
        db.Consents.Where(c => c.State == ConsentState.Active && c.ExpiryToldAt == null && c.ValidUntil <= now)
            .OrderBy(c => c.ValidUntil)
            .Take(AtATime);

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
                ? new Change<int>(1, [await ConsentEnded.EntryAsync(db, EntryKinds.ConsentExpired, consent, Actor.Hub, now, ct)])
                : Change<int>.None(0);
        }, ct);
        return changed.Outcome;
    }
}
