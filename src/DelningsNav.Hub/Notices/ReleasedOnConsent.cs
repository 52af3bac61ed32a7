using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>One record that was opened for the recipient under a consent. The release remains lawful when the consent ends.</summary>
/// <param name="Release">The release.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordType">The code of the record's type.</param>
/// <param name="At">When the release was decided, which is before the record was opened.</param>
/// <param name="Delivered">Whether the record reached its reader. It is null when this is neither confirmed nor denied.</param>
public sealed record ReleasedOnConsent(DecisionId Release, RecordId Record, RecordTypeCode RecordType, DateTimeOffset At, bool? Delivered)
{
    /// <summary>
    /// The records that were opened under each of the given consents, oldest first. A decision that only stated that a record may
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
