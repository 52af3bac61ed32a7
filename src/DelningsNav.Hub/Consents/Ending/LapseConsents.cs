using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>
/// Lapses the consents whose signers have changed with the calendar, by a birthday or by the first or last day of a custody or a block.
/// </summary>
/// <remarks>
/// No release depends on this run, because every decision computes the signers of today itself. The run makes the lapse known. Each child
/// is one short transaction, so that a release never waits for more than one of these transactions.
/// </remarks>
public sealed class LapseConsents(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Reviews every child with a due consent, and returns how many consents lapsed.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the remaining children are reviewed next time.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var lapsed = 0;

        // The run must end even if a child is still due after its review.
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

    /// <summary>The children with due consents, the earliest first. A child with several due consents is returned several times.</summary>
    /// <remarks>
    /// An ended consent has no day of review. Therefore the index has only consents that can become due. Duplicates are not removed here,
    /// because the database would go through all children to remove them.
    /// </remarks>
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
            var entries = await ConsentsOfChild.LapseInvalidAsync(db, child, clock.GetUtcNow(), ct);
            return new Change<int>(entries.Count, entries) { IsBookkeeping = true };
        }, ct);
        return changed.Outcome;
    }
}
