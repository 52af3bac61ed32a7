using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>
/// A recorded answer that awaits a second person. It does not name the child. The child is named only when the recorded answer is opened,
/// and that reading is logged.
/// </summary>
/// <param name="Id">The recorded answer.</param>
/// <param name="CaseNumber">The diarienummer of the case.</param>
/// <param name="Form">On paper or orally.</param>
/// <param name="RecordedBy">The person who recorded it.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record WaitingConfirmation(
    RecordedAnswerId Id, string CaseNumber, AnswerForm Form, string RecordedBy, DateTimeOffset RecordedAt);

/// <summary>The recorded answers in a branch that await a second person's confirmation.</summary>
public sealed class WaitingConfirmations(HubDatabase database, TimeProvider clock)
{
    /// <summary>
    /// The answers that are put to the reader, by name or as staff of a unit, longest wait first. Answers to ended or expired consents are
    /// left out.
    /// </summary>
    public async Task<IReadOnlyList<WaitingConfirmation>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct) is not { } known)
        {
            return [];
        }

        var seen = InnerSecrecy.SeenBy(db, known);
        var waiting = await (
            from recorded in db.RecordedAnswers
            join consent in db.Consents on recorded.Consent equals consent.Id
            join @case in db.Cases on recorded.Case equals @case.Id
            join recorder in db.Staff on recorded.RecordedBy equals recorder.Id
            where recorded.Outcome == null && recorded.ContradictedAt == null
                && recorded.RecordedBy != staff && consent.Recipient == known.Branch.Id
                && (recorded.PutToStaff == staff || (recorded.PutToStaff == null && recorded.PutToUnit == known.Unit.Id))
                && seen.Contains(recorded.Child)
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
