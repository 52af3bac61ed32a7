using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A recorded answer that waits for a second person. It names no child: that is seen when it is opened, which is logged.</summary>
/// <param name="Id">The recorded answer.</param>
/// <param name="CaseNumber">The diarienummer of the case.</param>
/// <param name="Form">On paper or in words.</param>
/// <param name="RecordedBy">Who took it down.</param>
/// <param name="RecordedAt">When.</param>
public sealed record WaitingConfirmation(
    RecordedAnswerId Id, string CaseNumber, AnswerForm Form, string RecordedBy, DateTimeOffset RecordedAt);

/// <summary>What waits for a second person's confirmation in a member of staff's branch.</summary>
public sealed class WaitingConfirmations(HubDatabase database, TimeProvider clock)
{
    /// <summary>
    /// The queue without what the reader took down themselves, what has waited longest first. What is over waits for nobody.
    /// </summary>
    public async Task<IReadOnlyList<WaitingConfirmation>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct) is not { } known)
        {
            return [];
        }

        var waiting = await (
            from recorded in db.RecordedAnswers
            join consent in db.Consents on recorded.Consent equals consent.Id
            join @case in db.Cases on recorded.Case equals @case.Id
            join recorder in db.Staff on recorded.RecordedBy equals recorder.Id
            where recorded.Outcome == null && recorded.RecordedBy != staff && consent.Recipient == known.Branch.Id
            select new { recorded, consent, @case.CaseNumber, recorder.Name }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. waiting
                .Where(w => !ConsentMachine.IsOver(w.consent.State) && !w.consent.IsExpired(now))
                .OrderBy(w => w.recorded.RecordedAt)
                .Select(w => new WaitingConfirmation(w.recorded.Id, w.CaseNumber, w.recorded.Form, w.Name, w.recorded.RecordedAt)),
        ];
    }
}
