using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>Notifies the parties of expired consents, once for each consent.</summary>
/// <remarks>
/// No release depends on it: every decision derives from the clock that a consent has expired. Several nodes may do it at once; each
/// checks, with the child's lock taken, whether the notices are still to be written.
/// </remarks>
public sealed class TellExpiredConsents(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Writes the notices of every expired consent that has none, and returns the number of those consents.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the remaining ones follow at the next run.</exception>
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
    /// The state is written out, so that the index <c>consents_to_tell</c> is used: it is the only one for which
    /// <see cref="ConsentMachine.ExpiryIsNotified"/>.
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
