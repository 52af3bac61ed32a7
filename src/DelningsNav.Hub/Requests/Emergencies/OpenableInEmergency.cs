using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>Finds the types of a request for which an emergency access could be declared. Nothing is opened by this (ADR 0026).</summary>
internal static class OpenableInEmergency
{
    /// <summary>
    /// The types of a request that meet four conditions. The holder has decided that its records may be opened in an emergency, which is no
    /// secret. The latest answer was a refusal or a referral; the holder's assessor has not refused the type; and an emergency can open the
    /// type for this recipient at the child's age. No other fact is used, so that a secret cause and an ordinary cause lead to the same
    /// offer (docs/promises.md, 5).
    /// </summary>
    public static async Task<IReadOnlyList<RecordTypeCode>> ReadAsync(
        HubDbContext db, ReleasePolicies rules, InformationRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var holding = await db.Branches.Where(b => b.Id == request.Holder).Select(b => b.Authority).SingleAsync(ct);
        if (!await db.EmergencyAllowances.AnyAsync(p => p.Authority == holding && p.EndedAt == null, ct))
        {
            return [];
        }

        var decisions = (await db.Decisions.AsNoTracking().Where(d => d.Request == request.Id).ToListAsync(ct)).ToLookup(d => d.RecordType);
        var refused = (await db.Assessments.AsNoTracking().Where(a => a.Request == request.Id).ToListAsync(ct))
            .GroupBy(a => a.RecordType)
            .Where(a => a.MaxBy(one => one.DecidedAt)!.Outcome == AssessmentOutcome.Refuse)
            .Select(a => a.Key)
            .ToHashSet();
        var born = await db.BirthDateOfAsync(request.Child, ct);
        var (recipient, holder) = (await PartyAsync(db, request.Recipient, ct), await PartyAsync(db, request.Holder, ct));
        var age = Ages.WholeYears(born, SwedishTime.DayOf(now));
        return [.. request.RecordTypes.Distinct().Where(type =>
            !refused.Contains(type)
            && decisions[type].ToList() is { Count: > 0 } all
            && all.MaxBy(d => d.LogIndex)!.DecidedAt is var last
            && all.Exists(d => d.DecidedAt == last
                && d.Kind != DecisionKind.Release
                && !d.Missing.Contains(Requests.DecisionCodes.NothingHeld))
            && rules.MayOpenInEmergency(recipient, holder, type, age, now))];
    }

    private static async Task<PartyFacts> PartyAsync(HubDbContext db, BranchId id, CancellationToken ct)
    {
        var found = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where branch.Id == id
            select new { Authority = authority.Id, Party = authority.Kind, branch.Id, branch.Kind }).AsNoTracking().SingleAsync(ct);
        return new PartyFacts(found.Authority.Value, found.Party, found.Id.Value, found.Kind);
    }
}
