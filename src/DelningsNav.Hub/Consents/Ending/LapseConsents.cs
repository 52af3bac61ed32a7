using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

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

        // A child whose day stands though it was reviewed must not keep the night from ending.
        var reviewed = new HashSet<PersonId>();
        while ((await DueAsync(ct)).Where(reviewed.Add).ToList() is { Count: > 0 } due)
        {
            foreach (var child in due)
            {
                lapsed += await ReviewAsync(child, ct);
            }
        }

        return lapsed;
    }

    /// <summary>The children whose day has come, the earliest first; one with several consents comes several times.</summary>
    /// <remarks>A consent that is over has no such day, so that the index holds only those that wait for one. Told apart here, for the database would go through all children to do it.</remarks>
    internal static IQueryable<PersonId> Due(HubDbContext db, DateOnly today) =>
        db.Consents.Where(c => c.ReviewOn <= today).OrderBy(c => c.ReviewOn).Select(c => c.Child).Take(AtATime);

    private async Task<IReadOnlyList<PersonId>> DueAsync(CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return [.. (await Due(db, SwedishTime.DayOf(clock.GetUtcNow())).ToListAsync(ct)).Distinct()];
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
