using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>How acknowledging a notice ended.</summary>
public abstract record AcknowledgeOutcome
{
    private AcknowledgeOutcome() { }

    /// <summary>
    /// The party has acknowledged the notice at this moment. Acknowledging again returns the moment of the first acknowledgement.
    /// </summary>
    public sealed record Acknowledged(DateTimeOffset At) : AcknowledgeOutcome;

    /// <summary>The caller may not acknowledge a notice with this number, or the notice is missing.</summary>
    public sealed record NoSuchNotice : AcknowledgeOutcome;
}

/// <summary>
/// Records that a party acknowledges the end of a consent, and will handle the records that it has as it has promised. The
/// acknowledgement comes from a system of the party, or from a member of its staff who is assigned to the case. For a branch that has
/// neither, it comes from a registrator of its authority. Swedish: <b>kvittera</b>.
/// </summary>
public sealed class AcknowledgeNotice(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Acknowledges a notice to the caller's own branch. Deliveries of the notice that are still waiting are cancelled.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the notice is still not acknowledged.</exception>
    public Task<AcknowledgeOutcome> HandleAsync(long notice, Caller caller, CancellationToken ct) =>
        HandleAsync(notice, caller, OwnBranchAsync, ct);

    /// <summary>Acknowledges a notice to a branch of the registrator's own authority.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the notice is still not acknowledged.</exception>
    public Task<AcknowledgeOutcome> ForAuthorityAsync(long notice, BranchId party, Caller caller, CancellationToken ct) =>
        HandleAsync(
            notice,
            caller,
            async (db, consent, caller, now, ct) =>
                await LogReaders.FindAsync(db, caller, now, ct) is { } registrator
                && await InnerSecrecy.SeesAsync(db, registrator, consent.Child, ct)
                && await db.Branches.AnyAsync(b => b.Id == party && b.Authority == registrator.Authority.Id, ct)
                    ? (party, registrator.Actor)
                    : null,
            ct);

    private async Task<AcknowledgeOutcome> HandleAsync(
        long notice,
        Caller caller,
        Func<HubDbContext, Consent, Caller, DateTimeOffset, CancellationToken, Task<(BranchId Party, Actor Actor)?>> actingFor,
        CancellationToken ct)
    {
        Consent? consent;
        await using (var before = changes.NewContext())
        {
            // The number is the same for each party, because it is the number of the log entry that ended the consent.
            consent = await before.Consents.AsNoTracking()
                .SingleOrDefaultAsync(c => before.Set<ConsentNotice>().Any(n => n.LogIndex == notice && n.Consent == c.Id), ct);
        }

        if (consent is null)
        {
            return new AcknowledgeOutcome.NoSuchNotice();
        }

        // The log subject of the child is locked, so that two simultaneous acknowledgements have an order and the first acknowledgement
        // counts.
        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<AcknowledgeOutcome>([SubjectId.Of(consent.Child)], async (db, ct) =>
        {
            if (await actingFor(db, consent, caller, now, ct) is not var (party, actor)
                || await db.Notices.SingleOrDefaultAsync(n => n.LogIndex == notice && n.Party == party, ct) is not { } found)
            {
                return Change<AcknowledgeOutcome>.None(new AcknowledgeOutcome.NoSuchNotice());
            }

            if (found.AcknowledgedAt is { } first)
            {
                return Change<AcknowledgeOutcome>.None(new AcknowledgeOutcome.Acknowledged(first));
            }

            var staff = actor.Kind == "staff" ? new StaffMemberId(actor.Id) : (StaffMemberId?)null;
            found.Acknowledge(staff, (caller as Caller.System)?.Id, now);
            await db.NoticeDeliveries.Where(d => d.LogIndex == notice && d.Party == party && d.NextFrom != null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextFrom, (DateTimeOffset?)null), ct);
            return new Change<AcknowledgeOutcome>(
                new AcknowledgeOutcome.Acknowledged(now),
                [await NoticeEntry.OfAsync(db, EntryKinds.NoticeAcknowledged, found, consent, actor, ct)]);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    private static async Task<(BranchId Party, Actor Actor)?> OwnBranchAsync(
        HubDbContext db, Consent consent, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        if (await ActingSystem.FindAsync(db, caller, ct) is { } system)
        {
            return !await InnerSecrecy.SeesAsync(db, system, consent.Child, ct) ? null : (system.Branch, system.Actor);
        }

        // A system acts for its branch and may name the person who has read the notice. A signed-in member of staff acts in their own
        // cases.
        return await KnownStaff.FindAsync(db, caller, today, ct) is { } staff
            && await InnerSecrecy.SeesAsync(db, staff, consent.Child, ct)
            && (caller is Caller.System
                || await CaseReading.IsAssignedAsync(db, consent.Case, staff.Member.Id, now, ct))
                ? (staff.Branch.Id, staff.Actor)
                : null;
    }
}
