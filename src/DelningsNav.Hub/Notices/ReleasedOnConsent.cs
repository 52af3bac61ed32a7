using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>One record that was opened for the recipient under a consent. It remains lawful when the consent ends.</summary>
/// <param name="Release">The release.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordType">Its type, a code.</param>
/// <param name="At">When it was decided, which is before it was opened.</param>
/// <param name="Delivered">Whether it reached its reader; null when nothing confirms or denies it.</param>
public sealed record ReleasedOnConsent(DecisionId Release, RecordId Record, RecordTypeCode RecordType, DateTimeOffset At, bool? Delivered)
{
    /// <summary>
    /// The records opened under each of some consents, oldest first. A decision that only stated that a record may
    /// be opened has released nothing.
    /// </summary>
    internal static async Task<ILookup<ConsentId, ReleasedOnConsent>> ReadAsync(
        HubDbContext db, IReadOnlyCollection<ConsentId> consents, CancellationToken ct)
    {
        var rows = await (
            from decision in db.Decisions
            where decision.Consent != null && consents.Contains(decision.Consent.Value) && decision.Opened && decision.Record != null
            orderby decision.LogIndex
            select new
            {
                decision,
                Delivered = db.Set<Delivery>().Any(d => d.Release == decision.Id && d.Delivered),
                Failed = db.Set<Delivery>().Any(d => d.Release == decision.Id && !d.Delivered),
            }).AsNoTracking().ToListAsync(ct);
        return rows.ToLookup(
            row => row.decision.Consent!.Value,
            row => new ReleasedOnConsent(
                row.decision.Id, row.decision.Record!.Value, row.decision.RecordType, row.decision.DecidedAt,
                row.Delivered ? true : row.Failed ? false : null));
    }
}
