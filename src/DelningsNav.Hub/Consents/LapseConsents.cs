using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>Lapses the consents whose day has come: a birthday, or the first or last day of a custody or a block.</summary>
/// <remarks>
/// Nothing waits for it to keep a door shut: every decision counts for itself who must sign today. It is what makes the lapse known. Each child is one short
/// transaction, so that a release never waits for more than one of them.
/// </remarks>
public sealed class LapseConsents(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Reviews every child whose day has come, and answers with how many consents lapsed.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; what was not reviewed is reviewed at the next run.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var lapsed = 0;
        while (await DueAsync(ct) is { Count: > 0 } due)
        {
            foreach (var child in due)
            {
                lapsed += await ReviewAsync(child, ct);
            }
        }

        return lapsed;
    }

    private async Task<IReadOnlyList<PersonId>> DueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = changes.NewContext();
        return await db.Consents
            .Where(c => c.ReviewOn <= today && c.ValidUntil > now
                && (c.State == ConsentState.Requested || c.State == ConsentState.Signing || c.State == ConsentState.Active
                    || c.State == ConsentState.Refused || c.State == ConsentState.Conflict))
            .Select(c => c.Child)
            .Distinct()
            .Take(AtATime)
            .ToListAsync(ct);
    }

    private async Task<int> ReviewAsync(PersonId child, CancellationToken ct)
    {
        var changed = await changes.ChangeAsync<int>([SubjectId.Of(child)], async (db, ct) =>
        {
            var entries = await ConsentsOfChild.ReviewAsync(db, child, clock.GetUtcNow(), ct);
            return new Change<int>(entries.Count, entries) { IsBookkeeping = true };
        }, ct);
        return changed.Outcome;
    }
}
