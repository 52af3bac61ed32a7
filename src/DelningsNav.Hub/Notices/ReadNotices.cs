using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>A page of a branch's notices.</summary>
/// <param name="Notices">The notices, in the order of their numbers.</param>
/// <param name="HasMore">Whether there are more notices after the last notice of this page.</param>
public sealed record NoticePage(IReadOnlyList<NoticeView> Notices, bool HasMore);

/// <summary>
/// Reads a branch's notices for one of its systems, starting after the last notice that the system has read. The reading of each notice is
/// logged before the notice is shown. The reading of an empty page is not logged, because it reveals nothing about any person.
/// </summary>
public sealed class ReadNotices(HubDatabase database, PoliciesInForce inForce, LogWriter log)
{
    /// <summary>The greatest number of notices on one page.</summary>
    public const int LongestPage = 100;

    /// <summary>
    /// The notices with numbers above <paramref name="after"/>, at most <paramref name="limit"/>. The result is null when the caller is not
    /// a registered system that acts by itself.
    /// </summary>
    /// <remarks>
    /// After a number has been read, no notice with a lower number can appear later, because the numbers are those of the log and are
    /// committed in order.
    /// </remarks>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<NoticePage?> ReadAsync(long after, int limit, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await ActingSystem.FindAsync(db, caller, ct) is not { } reader)
        {
            return null;
        }

        var seen = InnerSecrecy.SeenBy(db, reader);
        var found = await db.Notices.AsNoTracking()
            .Where(n => n.Party == reader.Branch && n.LogIndex > after
                && db.Set<Consent>().Any(c => c.Id == n.Consent && seen.Contains(c.Child)))
            .OrderBy(n => n.LogIndex).Take(Math.Clamp(limit, 1, LongestPage) + 1).ToListAsync(ct);
        var shown = found.Take(Math.Clamp(limit, 1, LongestPage)).ToList();
        var consents = shown.Select(n => n.Consent).Distinct().ToList();
        var known = await db.Consents.AsNoTracking().Where(c => consents.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var entries = new List<NewEntry>();
        var released = await ReleasedOnConsent.ReadAsync(db, consents, ct);
        foreach (var notice in shown)
        {
            var reach = await RecordReach.OfAsync(db, released[notice.Consent].Select(r => r.Record), ct);
            entries.Add(
                await NoticeEntry.OfAsync(db, EntryKinds.NoticeRead, notice, known[notice.Consent], reader.Actor, ct, reach.Fields));
        }

        await Task.WhenAll(entries.Select(entry => log.AppendAsync(entry, ct)));
        return new NoticePage(await NoticeViews.ReadAsync(db, await inForce.ForDisplayAsync(ct), shown, ct), found.Count > shown.Count);
    }
}
