using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A case with its process and its survey.</summary>
/// <param name="Case">The case.</param>
/// <param name="Steps">The steps that have been taken in the case's process, in order.</param>
/// <param name="Items">What has been asked of holders and of the family, with the state of each item.</param>
/// <param name="NotAsked">The types that a survey usually gathers but that nobody has asked for, as codes of the catalogue.</param>
public sealed record CaseOnBoard(
    CaseSummary Case, IReadOnlyList<CaseStep> Steps, IReadOnlyList<SurveyItem> Items, IReadOnlyList<RecordTypeCode> NotAsked)
{
    /// <summary>The number of ended consents whose notice the reader's branch has not acknowledged.</summary>
    public required int NoticesToAcknowledge { get; init; }
}

/// <summary>Shows a case to the staff assigned to it. Each reading is logged before anything is shown.</summary>
public sealed class CaseBoard(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    /// <summary>The case, or null when it does not exist or the reader is not assigned to it.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<CaseOnBoard?> ReadAsync(CaseId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await CaseReading.FindAsync(db, id, staff, now, ct) is not var (@case, known))
        {
            return null;
        }

        await CaseReading.LogAsync(log, @case, known, "board", Reach.Nothing, ct);
        var items = (await Survey.ReadAsync(db, [id], known.Branch.Id, now, ct)).ItemsOf(id);
        var others = await db.Branches.AsNoTracking().Where(b => b.Id != known.Branch.Id).Select(b => b.Kind).Distinct().ToListAsync(ct);
        var rules = (await inForce.ForDisplayAsync(ct)).Policies;
        var notAsked = (rules.UsuallyGathered ?? []).Where(code =>
            !items.Any(i => i.RecordType == code)
            && rules.RecordTypes.TryFind(code, out var type)
            && type.Holders.Any(others.Contains));
        return new CaseOnBoard(await CaseSummary.ReadAsync(db, @case, now, ct), @case.Steps, items, [.. notAsked])
        {
            NoticesToAcknowledge = await db.Notices.CountAsync(
                n => n.Party == known.Branch.Id
                    && n.AcknowledgedAt == null
                    && db.Set<Consent>().Any(c => c.Id == n.Consent && c.Case == id),
                ct),
        };
    }
}
