using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>Reads the things to which an entry refers: its case, its consent, its assessment, and the names for its ids.</summary>
internal static class EntryContext
{
    public static async Task<LogCase?> CaseAsync(HubDbContext db, OpenedEntry entry, CancellationToken ct) =>
        entry.Id<CaseId>("case") is not { } id
            ? null
            : await (
                from @case in db.Cases
                join unit in db.Units on @case.Unit equals unit.Id
                where @case.Id == id
                select new LogCase(@case.Id, @case.CaseNumber, @case.Kind, @case.Phase, unit.Name)).SingleOrDefaultAsync(ct);

    public static async Task<LogConsent?> ConsentAsync(HubDbContext db, OpenedEntry entry, CancellationToken ct)
    {
        if (entry.Id<ConsentId>("consent") is not { } id
            || await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } consent)
        {
            return null;
        }

        var branches = await BranchNamesAsync(db, [consent.Discloser, consent.Recipient], ct);
        return new LogConsent(
            id,
            branches[consent.Discloser],
            branches[consent.Recipient],
            consent.RecordTypes,
            consent.DataFrom,
            consent.DataTo,
            consent.ActiveFrom,
            consent.ValidUntil,
            consent.WithdrawnAt,
            consent.State,
            consent.Version,
            consent.Signatures.Count(s => s.Answer == ConsentAnswer.Yes),
            consent.Signatures.Count);
    }

    public static async Task<LogAssessment?> AssessmentAsync(
        HubDbContext db, OpenedEntry entry, AuthorityId reader, CancellationToken ct)
    {
        if (entry.Id<AssessmentId>("assessment") is not { } id
            || await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
        {
            return null;
        }

        var decider = await KnownStaff.FindAsync(db, assessment.Decider, ct);
        return new LogAssessment(
            decider?.Member.Name ?? "",
            decider?.Unit.Name ?? "",
            assessment.Outcome,
            assessment.Conditions,
            assessment.RefusalCaseNumber ?? "",
            entry.Shows("reasoning", reader) ? assessment.Reasoning : "",
            assessment.DecidedAt);
    }

    /// <summary>The names for the ids of branches and workplaces in the entry's fields. A person's id gets no name.</summary>
    public static async Task<Dictionary<string, string>> MeaningsAsync(HubDbContext db, OpenedEntry entry, CancellationToken ct)
    {
        var ids = entry.Payload!.Fields.Values.Select(v => Guid.TryParse(v, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct()
            .ToList();
        var branches = await BranchNamesAsync(db, ids.ConvertAll(id => new BranchId(id)), ct);
        var unitIds = ids.ConvertAll(id => new UnitId(id));
        var units = await db.Units.AsNoTracking().Where(u => unitIds.Contains(u.Id)).Select(u => new { u.Id, u.Name }).ToListAsync(ct);
        var meanings = branches.ToDictionary(b => b.Key.ToString(), b => b.Value);
        foreach (var unit in units)
        {
            meanings[unit.Id.ToString()] = unit.Name;
        }

        return meanings;
    }

    private static async Task<Dictionary<BranchId, string>> BranchNamesAsync(HubDbContext db, List<BranchId> ids, CancellationToken ct)
    {
        var names = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where ids.Contains(branch.Id)
            select new { branch.Id, Branch = branch.Name, Authority = authority.Name }).ToListAsync(ct);
        return names.ToDictionary(n => n.Id, n => $"{n.Branch}, {n.Authority}");
    }
}
