using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Assessing;

/// <summary>
/// Shows a referred request to the holder's assessor, with the facts and the law that applies to them. Each reading is logged before
/// anything is shown.
/// </summary>
public sealed class RequestToAssess(
    HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock, RegisterFreshness freshness)
{
    /// <summary>
    /// The request. Null when it does not exist, was never referred, belongs to another branch, or is about a protected child and the
    /// assessor is not named for protected identities. All these cases give the same answer.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<AssessmentMatter?> OpenAsync(RequestId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var known = await KnownStaff.FindAsync(db, new Caller.Staff(staff), SwedishTime.DayOf(now), ct);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (known is not { Member.Assesses: true } || request is null || request.Holder != known.Branch.Id)
        {
            return null;
        }

        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == request.Child, ct);
        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == id).ToListAsync(ct);
        var referred = request.RecordTypes.Distinct()
            .Where(type => decisions.Exists(d => d.RecordType == type && d.Kind == DecisionKind.Refer)).ToList();
        if (referred.Count == 0
            || !(known.Member.AssessesProtectedIdentities || await InnerSecrecy.IsUnprotectedAsync(db, request.Child, ct)))
        {
            return null;
        }

        var types = await TypesAsync(db, request, known, referred, decisions, now, ct);
        var shown = Reach.Of(types.SelectMany(type => type.Records).Select(record => record.PeriodFrom));
        await log.AppendAsync(Entry(request, known, shown), ct);
        return await MatterAsync(db, request, child, types, now, ct);
    }

    /// <summary>
    /// Whether the holder can now only refuse, because a bar applies that must not be revealed to the requester (ADR 0019).
    /// </summary>
    internal async Task<bool> OnlyRefusalAsync(InformationRequest request, RecordTypeCode recordType, CancellationToken ct)
    {
        var facts = await ReadFacts.ReadAsync(
            database, log, request.Id, new Caller.Staff(request.AskedBy), clock, freshness, ct);
        return ToConsider(await inForce.NowAsync(ct), facts, recordType) is ([], { Count: > 0 }, _);
    }

    private static NewEntry Entry(InformationRequest request, KnownStaff reader, Reach shown) => new()
    {
        Kind = EntryKinds.RequestRead,
        Actor = reader.Actor,
        About = request.Child,
        Case = request.Case,
        Holder = reader.Authority.Id,
        Fields = shown.With(("request", request.Id.ToString()), ("record-types", string.Join(' ', request.RecordTypes))),
    };

    private static async Task<AssessmentMatter> MatterAsync(
        HubDbContext db, InformationRequest request, Person child, IReadOnlyList<TypeToAssess> types, DateTimeOffset now,
        CancellationToken ct)
    {
        var asker = (await KnownStaff.FindAsync(db, request.AskedBy, ct))!;
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == request.Case, ct);
        return new AssessmentMatter(
            request.Id,
            child.Name,
            child.AgeOn(SwedishTime.DayOf(now)),
            child.Marking != SecurityMarking.None,
            @case.Kind,
            @case.CaseNumber,
            $"{asker.Member.Name}, {asker.Unit.Name}",
            asker.Member.Role,
            Parties.HolderNames.Of(asker.Branch.Name, asker.Authority.Name),
            asker.Authority.Kind == PartyKind.IndependentSchool,
            request.PeriodFrom,
            request.PeriodTo,
            request.Purpose,
            request.Reason,
            request.AskedAt,
            types);
    }

    private async Task<IReadOnlyList<TypeToAssess>> TypesAsync(
        HubDbContext db,
        InformationRequest request,
        KnownStaff assessor,
        List<RecordTypeCode> referred,
        List<Decision> decisions,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var assessments = await (
            from assessment in db.Assessments
            join decider in db.Staff on assessment.Decider equals decider.Id
            where assessment.Request == request.Id
            select new { assessment, decider.Name }).AsNoTracking().ToListAsync(ct);
        var records = await db.Records.AsNoTracking()
            .Where(r => r.Child == request.Child && r.Holder == request.Holder && referred.Contains(r.Type)
                && r.PeriodFrom <= request.PeriodTo && request.PeriodFrom <= r.PeriodTo)
            .ToListAsync(ct);
        var facts = await ReadFacts.ReadAsync(
            database, log, request.Id, new Caller.Staff(request.AskedBy), clock, freshness, ct);
        var rules = await inForce.OfAsync(facts?.PolicySet, now, ct);
        var then = await inForce.OfThatTimeAsync(decisions.Select(d => d.PolicySet), ct);
        var withdrawn = await WaitingAssessments.WithdrawnAsync(db, [request.Id], ct);
        return [.. referred.Select(type =>
        {
            // The law that applies now. If the rules no longer have the type, the law that applied when the request was referred.
            var holding = then.TypesOf(decisions.Last(d => d.RecordType == type).PolicySet, type).Reverse().SelectMany(t => t.Holdings)
                .FirstOrDefault(h => h.Party == assessor.Authority.Kind && h.Branch == assessor.Branch.Kind);
            var made = assessments.Where(a => a.assessment.RecordType == type).MaxBy(a => a.assessment.DecidedAt);
            var waits = WaitingAssessments.WaitsSince(
                decisions.Where(d => d.RecordType == type),
                withdrawn,
                assessments.Select(a => a.assessment).Where(a => a.RecordType == type)) is not null;
            var (grounds, bars, nearest) = ToConsider(rules, facts, type);
            return new TypeToAssess(
                type,
                waits,
                holding?.Provision ?? "",
                holding?.DamageTest,
                holding is { AwaitsLawyer: true },
                grounds,
                bars,
                [.. records.Where(r => r.Type == type && r.IsAvailable(now)).OrderBy(r => r.PeriodFrom).Select(Of)],
                made is null || waits ? null : Of(made.assessment, made.Name))
            {
                Nearest = nearest,
            };
        })];
    }

    // The answer that the rules give now about a type that was referred. The pure evaluation is the same as in a decision, but nothing is
    // decided. It is logged as a reading.
    private static (IReadOnlyList<Ground> Grounds, IReadOnlyList<Bar> Bars, IReadOnlyList<NearestGround> Nearest) ToConsider(
        PoliciesNow rules, RequestFacts? facts, RecordTypeCode type)
    {
        if (facts is null)
        {
            return ([], [], []);
        }

        var records = facts.Records.Where(r => r.Type == type).DefaultIfEmpty(null);
        var verdicts = records.Select(record => rules.Decide(facts.For(type, record, rules.Version))).OfType<Verdict.Refer>().ToList();
        return (
            [.. verdicts.SelectMany(v => v.AssessorMayConsider).DistinctBy(g => g.PolicyName)],
            [.. verdicts.SelectMany(v => v.Bars).DistinctBy(b => b.PolicyName)],
            [.. verdicts.SelectMany(v => v.NearestGrounds).DistinctBy(n => n.PolicyName)]);
    }

    private static RecordToAssess Of(Record record) => new(
        record.Title, record.Reference, record.PeriodFrom, record.PeriodTo,
        Mentioned.Stored(record.Mentions) is { } mentioned
            ? [.. mentioned.Words.Select(word => Mentioned.Kinds.Contains(word) ? word : "person").Distinct()]
            : ["not-stated"],
        record.Marking?.Provision);

    private static MadeAssessment Of(HarmAssessment assessment, string by) => new(
        assessment.Outcome, assessment.Conditions, assessment.RefusalCaseNumber, by, assessment.DecidedAt);
}
