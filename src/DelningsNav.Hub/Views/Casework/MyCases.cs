using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A case that a member of staff is assigned to, with what has happened in it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Consented">The number of items that the family has consented to and that nobody has fetched.</param>
/// <param name="Assessed">The number of judgements that have been made and not fetched.</param>
/// <param name="ToRead">The number of items that may be read and are unread.</param>
/// <param name="WaitsForFamily">The number of items that await the family's answer.</param>
/// <param name="WaitsForAssessor">The number of items that await an assessor.</param>
/// <param name="Missing">The number of items that are missing for another reason.</param>
public sealed record MyCase(
    CaseSummary Case, int Consented, int Assessed, int ToRead, int WaitsForFamily, int WaitsForAssessor, int Missing)
{
    /// <summary>The number of ended consents whose notice the branch has not acknowledged.</summary>
    public int NoticesToAcknowledge { get; init; }

    /// <summary>Whether there is something to do now.</summary>
    public bool HasNews => Consented + Assessed + ToRead + NoticesToAcknowledge > 0;
}

/// <summary>
/// The open cases that a member of staff is assigned to. The list is the reader's own, and reading it does not open a case.
/// </summary>
public sealed class MyCases(HubDatabase database, TimeProvider clock)
{
    /// <summary>
    /// The cases. Cases with something to do come first; otherwise they are sorted by diarienummer. Empty for a reader who has left.
    /// </summary>
    public async Task<IReadOnlyList<MyCase>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        if (known is null)
        {
            return [];
        }

        var seen = InnerSecrecy.SeenBy(db, known);
        var changed = db.ChangedOutside.Select(id => new CaseId(id)).ToList();
        var cases = await (
            from @case in db.Cases
            join child in db.People on @case.Child equals child.Id
            join unit in db.Units on @case.Unit equals unit.Id
            where (@case.ClosedAt == null || @case.ClosedAt > now)
                && seen.Contains(@case.Child) && !changed.Contains(@case.Id)
                && @case.Assignments.Any(a => a.Staff == staff && a.From <= now && (a.To == null || a.To > now))
            select new { @case, child, team = unit.Name }).AsNoTracking().ToListAsync(ct);
        var ids = cases.Select(c => c.@case.Id).ToList();
        var notices = await (
            from notice in db.Notices
            join consent in db.Consents on notice.Consent equals consent.Id
            where notice.Party == known.Branch.Id && notice.AcknowledgedAt == null && ids.Contains(consent.Case)
            group notice by consent.Case into ofCase
            select new { Case = ofCase.Key, Count = ofCase.Count() }).ToDictionaryAsync(c => c.Case, c => c.Count, ct);
        var survey = await Survey.ReadAsync(db, ids, known.Branch.Id, now, ct);
        return [.. cases
            .Select(c => Of(CaseSummary.Of(c.@case, c.child, c.team, now), survey.ItemsOf(c.@case.Id)) with
            {
                NoticesToAcknowledge = notices.GetValueOrDefault(c.@case.Id),
            })
            .OrderByDescending(c => c.HasNews).ThenBy(c => c.Case.CaseNumber, StringComparer.Ordinal)];
    }

    private static MyCase Of(CaseSummary summary, IReadOnlyList<SurveyItem> items)
    {
        return new MyCase(
            summary,
            Count(SurveyState.ConsentGiven),
            Count(SurveyState.AssessmentMade),
            Count(SurveyState.Granted),
            Count(SurveyState.WaitsForFamily),
            Count(SurveyState.WaitsForAssessor),
            Count(
                SurveyState.ConsentMissing, SurveyState.ConsentNotGiven, SurveyState.ConsentEnded, SurveyState.NothingHeld,
                SurveyState.Refused));

        int Count(params SurveyState[] states) => items.Count(i => states.Contains(i.State));
    }
}
