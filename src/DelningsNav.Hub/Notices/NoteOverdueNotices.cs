using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// Logs, once for each notice, that its party has not acknowledged it in time. A notice is overdue by the clock, with or without the log
/// entry.
/// </summary>
public sealed class NoteOverdueNotices(LoggedChanges changes, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>Logs every notice that has become overdue, and returns their number.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the remaining notices are logged at the next run.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var noted = 0;
        while (await DueAsync(ct) is { Count: > 0 } due)
        {
            foreach (var (notice, child) in due)
            {
                noted += await NoteAsync(notice, child, ct);
            }
        }

        return noted;
    }

    /// <summary>The overdue notices that the log does not record as overdue yet, earliest first.</summary>
    internal static IQueryable<ConsentNotice> Due(HubDbContext db, DateTimeOffset now) =>
        db.Notices.Where(n => n.AcknowledgedAt == null && n.OverdueLoggedAt == null && n.OverdueFrom <= now)
            .OrderBy(n => n.OverdueFrom)
            .Take(AtATime);

    private async Task<IReadOnlyList<(ConsentNotice Notice, PersonId Child)>> DueAsync(CancellationToken ct)
    {
        await using var db = changes.NewContext();
        var due = await (
            from notice in Due(db, clock.GetUtcNow())
            join consent in db.Consents on notice.Consent equals consent.Id
            select new { notice, consent.Child }).AsNoTracking().ToListAsync(ct);
        return [.. due.Select(d => (d.notice, d.Child))];
    }

    private async Task<int> NoteAsync(ConsentNotice due, PersonId child, CancellationToken ct)
    {
        var changed = await changes.ChangeAsync<int>([SubjectId.Of(child)], async (db, ct) =>
        {
            var notice = await db.Notices.SingleAsync(n => n.LogIndex == due.LogIndex && n.Party == due.Party, ct);
            if (notice.AcknowledgedAt is not null || notice.OverdueLoggedAt is not null)
            {
                return Change<int>.None(0);
            }

            notice.NoteOverdue(clock.GetUtcNow());
            var consent = await db.Consents.AsNoTracking().SingleAsync(c => c.Id == notice.Consent, ct);
            var party = await db.Branches.Where(b => b.Id == notice.Party).Select(b => b.Authority).SingleAsync(ct);

            // The party is named as the holder, so that the party's registrators can read the entry.
            var entry = await NoticeEntry.OfAsync(db, EntryKinds.NoticeOverdue, notice, consent, Actor.Hub, ct);
            return new Change<int>(1, [entry with { Holder = party }]);
        }, ct);
        return changed.Outcome;
    }
}
