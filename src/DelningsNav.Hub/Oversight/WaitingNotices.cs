using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// A notice that its party has not acknowledged, as registrators see it. It shows the receiver and the case, and nothing about the family.
/// </summary>
public sealed record WaitingNotice
{
    /// <summary>The notice.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>The diarienummer of the case.</summary>
    public required string CaseNumber { get; init; }

    /// <summary>The name of the notified branch.</summary>
    public required string Party { get; init; }

    /// <summary>
    /// Whether the notified branch belongs to the registrator's own authority. For such a branch, the registrator may acknowledge the
    /// notice.
    /// </summary>
    public required bool IsOwn { get; init; }

    /// <summary>Whether it is overdue.</summary>
    public required bool IsOverdue { get; init; }

    /// <summary>The number of attempts to send the notice, to any address of the party.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// How the last attempt ended. It is null when no attempt was made, because the party has no address or no attempt is due yet.
    /// </summary>
    public required SendOutcome? LastOutcome { get; init; }

    /// <summary>The status of the answer, or null.</summary>
    public required int? LastStatus { get; init; }

    /// <summary>When the last attempt was made, or null.</summary>
    public required DateTimeOffset? LastAt { get; init; }
}

/// <summary>A page of notices that are not acknowledged.</summary>
/// <param name="Notices">The notices. Overdue notices come first, and older notices come before newer notices.</param>
/// <param name="Overdue">The number of overdue notices on all pages.</param>
/// <param name="Waiting">The number of notices that are not overdue yet, on all pages.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="LastPage">The number of pages, which is at least 1.</param>
public sealed record WaitingNoticePage(IReadOnlyList<WaitingNotice> Notices, int Overdue, int Waiting, int Page, int LastPage);

/// <summary>
/// Shows a registrator the notices that are not acknowledged. These are the notices to the registrator's own authority, and the notices to
/// others about consents to release records that this authority holds. The reading is logged before it is returned.
/// </summary>
public sealed class WaitingNotices(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>The number of notices on a page.</summary>
    public const int PageLength = 50;

    /// <summary>A page, or null when the caller is not a registrator.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<WaitingNoticePage?> ReadAsync(int page, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, now, ct) is not { } registrator)
        {
            return null;
        }

        var (overdue, waiting) = await CountAsync(db, registrator, now, ct);
        var lastPage = Math.Max(1, (overdue + waiting + PageLength - 1) / PageLength);
        var shown = Math.Clamp(page, 1, lastPage);
        var rows = await RowsAsync(db, registrator, shown, now, ct);
        var reach = Reach.Of(rows.Select(row => SwedishTime.DayOf(row.Notice.EndedAt)));
        await log.AppendAsync(LogReadEntry.For(registrator, "notices", "", null, null, reach, ("page", $"{shown}")), ct);
        return new WaitingNoticePage(rows, overdue, waiting, shown, lastPage);
    }

    /// <summary>The number of overdue notices, and the number of notices that are waiting and not overdue.</summary>
    internal static async Task<(int Overdue, int Waiting)> CountAsync(
        HubDbContext db, KnownStaff registrator, DateTimeOffset now, CancellationToken ct)
    {
        var all = Seen(db, registrator);
        var overdue = await all.CountAsync(n => n.OverdueFrom <= now, ct);
        return (overdue, await all.CountAsync(ct) - overdue);
    }

    private static IQueryable<ConsentNotice> Seen(HubDbContext db, KnownStaff registrator)
    {
        var own = registrator.Authority.Id;
        var seen = InnerSecrecy.SeenBy(db, registrator);
        return from notice in db.Notices
               join consent in db.Consents on notice.Consent equals consent.Id
               where notice.AcknowledgedAt == null && seen.Contains(consent.Child)
                   && db.Set<Branch>().Any(b => b.Authority == own && (b.Id == notice.Party || b.Id == consent.Discloser))
               select notice;
    }

    // The notice that has waited longest becomes overdue first. Therefore one order puts overdue and older notices first.
    private static async Task<IReadOnlyList<WaitingNotice>> RowsAsync(
        HubDbContext db, KnownStaff registrator, int page, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await (
            from notice in Seen(db, registrator)
            join consent in db.Consents on notice.Consent equals consent.Id
            join matter in db.Cases on consent.Case equals matter.Id
            join branch in db.Branches on notice.Party equals branch.Id
            join authority in db.Authorities on branch.Authority equals authority.Id
            orderby notice.OverdueFrom, notice.LogIndex
            select new { notice, matter.CaseNumber, Branch = branch.Name, Authority = authority.Name, AuthorityId = authority.Id })
            .Skip((page - 1) * PageLength).Take(PageLength).AsNoTracking().ToListAsync(ct);
        var indexes = rows.Select(r => r.notice.LogIndex).ToList();
        var sent = (await db.NoticeDeliveries.AsNoTracking().Where(d => indexes.Contains(d.LogIndex)).ToListAsync(ct))
            .ToLookup(d => (d.LogIndex, d.Party));
        return [.. rows.Select(row =>
        {
            var attempts = sent[(row.notice.LogIndex, row.notice.Party)].ToList();
            var last = attempts.Where(d => d.LastOutcome is not null).MaxBy(d => d.LastAt);
            return new WaitingNotice
            {
                Notice = row.notice,
                CaseNumber = row.CaseNumber,
                Party = Parties.HolderNames.Of(row.Branch, row.Authority),
                IsOwn = row.AuthorityId == registrator.Authority.Id,
                IsOverdue = row.notice.IsOverdue(now),
                Attempts = attempts.Sum(d => d.Attempts),
                LastOutcome = last?.LastOutcome,
                LastStatus = last?.LastStatus,
                LastAt = last?.LastAt,
            };
        })];
    }
}
