using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>
/// A stated prevention that awaits a second decider. It does not name the child. The child is named only when the prevention is opened,
/// and that reading is logged.
/// </summary>
/// <param name="Id">The prevention.</param>
/// <param name="CaseNumber">The diarienummer of the case.</param>
/// <param name="StatedBy">The member of staff who stated it.</param>
/// <param name="StatedAt">When it was stated.</param>
public sealed record WaitingPrevention(PreventionId Id, string CaseNumber, string StatedBy, DateTimeOffset StatedAt);

/// <summary>A stated prevention, for a second decider.</summary>
public sealed record PreventionView
{
    /// <summary>The prevention.</summary>
    public required PreventionId Id { get; init; }

    /// <summary>The case.</summary>
    public required CaseSummary Case { get; init; }

    /// <summary>The guardian.</summary>
    public required FamilyMember Guardian { get; init; }

    /// <summary>Why the guardian cannot take part.</summary>
    public required PreventionCause Cause { get; init; }

    /// <summary>What staff know about how the guardian is prevented.</summary>
    public required string Reason { get; init; }

    /// <summary>Why the matter cannot wait.</summary>
    public required string Urgency { get; init; }

    /// <summary>What the family is asked for. Each item has the holder that would show the records, and the types of records.</summary>
    public required IReadOnlyList<(string Discloser, IReadOnlyList<RecordTypeCode> RecordTypes)> Asked { get; init; }

    /// <summary>The name of the person who stated it.</summary>
    public required string StatedBy { get; init; }

    /// <summary>When it was stated.</summary>
    public required DateTimeOffset StatedAt { get; init; }
}

/// <summary>The stated preventions that await the second deciders of a branch.</summary>
public sealed class PreventionsToDecide(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>The queue without the reader's own statements, longest wait first. Empty for a reader who may not decide.</summary>
    public async Task<IReadOnlyList<WaitingPrevention>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await DeciderAsync(db, staff, now, ct) is not { } known)
        {
            return [];
        }

        var seen = InnerSecrecy.SeenBy(db, known);
        var waiting = await (
            from stated in db.PreventedGuardians
            join request in db.ConsentRequests on stated.Request equals request.Id
            join @case in db.Cases on stated.Case equals @case.Id
            join asker in db.Staff on stated.StatedBy equals asker.Id
            where stated.Outcome == null && stated.StatedBy != staff && request.Recipient == known.Branch.Id
                && (stated.PutToStaff == staff || (stated.PutToStaff == null && stated.PutToUnit == known.Unit.Id))
                && seen.Contains(stated.Child)
            select new
            {
                stated,
                @case.CaseNumber,
                asker.Name,
                Live = db.Set<Consent>().Where(c => c.Request == stated.Request).ToList(),
            }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. waiting
                .Where(w => w.Live.Exists(c => !ConsentMachine.IsOver(c.State) && !c.IsExpired(now)))
                .OrderBy(w => w.stated.StatedAt)
                .Select(w => new WaitingPrevention(w.stated.Id, w.CaseNumber, w.Name, w.stated.StatedAt)),
        ];
    }

    /// <summary>
    /// One stated prevention. The reading is logged before it is shown. Null when the prevention does not exist or the reader may not
    /// decide it.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<PreventionView?> OpenAsync(PreventionId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await db.PreventedGuardians.Where(p => p.Id == id).Select(p => (ConsentRequestId?)p.Request).SingleOrDefaultAsync(ct)
                is not { } request
            || !await db.IsSoundAsync(SubjectId.Of(request), SubjectKind.Asking, ct)
            || await db.PreventedGuardians.AsNoTracking()
                .SingleOrDefaultAsync(p => p.Id == id && p.Outcome == null && p.StatedBy != staff, ct) is not { } stated
            || await DeciderAsync(db, staff, now, ct) is not { } known)
        {
            return null;
        }

        var consents = await db.Consents.AsNoTracking().Where(c => c.Request == stated.Request).ToListAsync(ct);
        if (consents[0].Recipient != known.Branch.Id || !SecondPersons.IsPutTo(known, stated.PutToUnit, stated.PutToStaff)
            || !await InnerSecrecy.SeesAsync(db, known, stated.Child, ct))
        {
            return null;
        }

        await log.AppendAsync(
            await ConsentEntry.OfAsync(
                db, EntryKinds.PreventionRead, consents[0], known.Actor, ct,
                [("prevention", id.ToString()), ("signer", stated.Guardian.ToString()), .. Reach.Nothing.Fields]),
            ct);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == stated.Case, ct);
        var guardian = await db.People.AsNoTracking().SingleAsync(p => p.Id == stated.Guardian, ct);
        var holders = await HolderNames.ReadAsync(db, ct);
        return new PreventionView
        {
            Id = id,
            Case = await CaseSummary.ReadAsync(db, @case, now, ct),
            Guardian = new(guardian.Id, SignerCapacity.Guardian, await FamilyOfCase.ShownAsync(db, guardian, ct)),
            Cause = stated.Cause,
            Reason = stated.Reason,
            Urgency = stated.Urgency,
            Asked = [.. consents.Select(c => (holders[c.Discloser], c.RecordTypes))],
            StatedBy = (await KnownStaff.FindAsync(db, stated.StatedBy, ct))?.Member.Name ?? "",
            StatedAt = stated.StatedAt,
        };
    }

    private static async Task<KnownStaff?> DeciderAsync(HubDbContext db, StaffMemberId staff, DateTimeOffset now, CancellationToken ct) =>
        await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct) is { } known
        && SecondPersons.MayDecide(known.Member)
            ? known
            : null;
}
