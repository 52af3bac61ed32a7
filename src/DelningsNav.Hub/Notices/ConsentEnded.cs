using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// Writes the log entry that ends a consent, and the notices to its parties. The entry and the notices are committed together or not at
/// all.
/// </summary>
/// <remarks>
/// Both parties are notified when a consent that was ever active ends, even if nothing was released under it, because each party may have
/// relied on it in a plan or in its own system. A consent that never became active produces no notice, because no party can have relied on
/// it, and because the way in which it ended could reveal a signer's answer.
/// </remarks>
internal static class ConsentEnded
{
    private static readonly RowInsert Notices = new(
        "consent_notices",
        ("log_index", ColumnType.Bigint), ("party_id", ColumnType.Uuid), ("consent_id", ColumnType.Uuid),
        ("consent_version", ColumnType.Integer),
        ("kind", ColumnType.Text), ("ended_at", ColumnType.Bigint), ("told_at", ColumnType.Bigint), ("successor_id", ColumnType.Uuid),
        ("overdue_from", ColumnType.Bigint));

    /// <summary>The entry for a consent that has ended in this change.</summary>
    public static async Task<NewEntry> EntryAsync(
        HubDbContext db, string kind, Consent consent, Actor actor, DateTimeOffset now, CancellationToken ct,
        params (string Name, string? Value)[] besides) =>
        (await ConsentEntry.OfAsync(db, kind, consent, actor, ct, besides)) with
        {
            ExtraRows = await OfAsync(db, consent, KindOf(kind), now, null, ct),
        };

    /// <summary>The same as <see cref="EntryAsync"/>, for a consent that another consent has replaced.</summary>
    public static async Task<NewEntry> SupersededAsync(
        HubDbContext db, Consent consent, ConsentId by, DateTimeOffset now, CancellationToken ct) =>
        (await ConsentEntry.OfAsync(db, EntryKinds.ConsentSuperseded, consent, Actor.Hub, ct, ("by-consent", by.ToString()))) with
        {
            ExtraRows = await OfAsync(db, consent, NoticeKind.Superseded, now, by, ct),
        };

    // A party is notified once of each version of a consent. The notice is there already when somebody put older rows of an ended consent
    // back into the database, and the consent is ended again (ADR 0038).
    private static async Task<IReadOnlyList<Func<long, ExtraRow>>> OfAsync(
        HubDbContext db, Consent consent, NoticeKind kind, DateTimeOffset now, ConsentId? successor, CancellationToken ct)
    {
        if (consent.ActiveFrom is null)
        {
            return [];
        }

        var notified = await db.Notices.AsNoTracking()
            .Where(notice => notice.Consent == consent.Id && notice.ConsentVersion == consent.Version)
            .Select(notice => notice.Party).ToListAsync(ct);
        var endedAt = kind == NoticeKind.Expired ? consent.ValidUntil : now;
        var parties = new[] { consent.Recipient, consent.Discloser }.Distinct().Except(notified);
        return [.. parties.Select(party => (Func<long, ExtraRow>)(index => new ExtraRow(
            Notices,
            [
                index, party.Value, consent.Id.Value, consent.Version, kind.ToString(), endedAt.ToUnixTimeMilliseconds(),
                now.ToUnixTimeMilliseconds(),
                successor?.Value, (now + ConsentNotice.OverdueAfter).ToUnixTimeMilliseconds(),
            ])))];
    }

    private static NoticeKind KindOf(string entryKind) => entryKind switch
    {
        EntryKinds.ConsentWithdrawn => NoticeKind.Withdrawn,
        EntryKinds.ConsentLapsed => NoticeKind.Lapsed,
        EntryKinds.ConsentExpired => NoticeKind.Expired,
        EntryKinds.ConsentEnded => NoticeKind.Ended,
        EntryKinds.ConsentAnnulled => NoticeKind.Annulled,
        _ => throw new UnreachableException(),
    };
}
