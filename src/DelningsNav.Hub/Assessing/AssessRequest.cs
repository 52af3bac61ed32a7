using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Assessing;

/// <summary>How an assessment ended.</summary>
public abstract record AssessOutcome
{
    private AssessOutcome() { }

    /// <summary>The judgement is recorded; the request can be decided again.</summary>
    public sealed record Assessed(AssessmentId Assessment, long LogIndex) : AssessOutcome;

    /// <summary>Something is missing in the judgement; nothing was decided.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : AssessOutcome;

    /// <summary>
    /// The caller cannot judge this request. It does not exist, is for another assessor, was never referred, or has already been judged.
    /// </summary>
    public sealed record NothingToAssess : AssessOutcome;
}

/// <summary>The holder's assessor judges a request that the rules could not decide. Swedish: <b>menprövning</b> (OSL 6 kap. 3 §).</summary>
public sealed class AssessRequest(LoggedChanges changes, RequestToAssess matter, IdSource ids, TimeProvider clock)
{
    /// <summary>The greatest length of a reasoning or a condition, in characters.</summary>
    public const int LongestText = 4000;

    /// <summary>The greatest length of a diarienummer, in characters.</summary>
    public const int LongestCaseNumber = 100;

    /// <summary>The text field of the reasons.</summary>
    public static TextField Reasoning { get; } = new("reasoning", LongestText);

    /// <summary>The text field of the conditions.</summary>
    public static TextField Conditions { get; } = new("conditions", LongestText);

    /// <summary>The text field of the diarienummer of a refusal.</summary>
    public static TextField RefusalCaseNumber { get; } =
        new("refusalCaseNumber", LongestCaseNumber) { TooLongCode = "case-number-missing" };

    /// <summary>Checks and records the judgement. A judgement is never changed; a refusal can be appealed.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was decided.</exception>
    public async Task<AssessOutcome> HandleAsync(RequestId id, Judgement judgement, StaffMemberId assessor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        InformationRequest? request;
        await using (var reading = changes.NewContext())
        {
            request = await reading.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        }

        if (request is null)
        {
            return new AssessOutcome.NothingToAssess();
        }

        var now = clock.GetUtcNow();
        var barred = judgement.Outcome != AssessmentOutcome.Refuse && await matter.OnlyRefusalAsync(request, judgement.RecordType, ct);
        var changed = await changes.ChangeAsync<AssessOutcome>([SubjectId.Of(request.Child), SubjectId.Of(id)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, new Caller.Staff(assessor), SwedishTime.DayOf(now), ct);
            if (staff is not { Member.Assesses: true } || staff.Branch.Id != request.Holder
                || !await MayAssessAsync(db, staff.Member, request.Child, ct) || !await WaitsAsync(db, request, judgement.RecordType, ct))
            {
                return Change<AssessOutcome>.None(new AssessOutcome.NothingToAssess());
            }

            var faults = Faults(judgement);
            if (barred)
            {
                // The rules would not release a record under such a judgement in any case. The judgement is rejected here; if it were
                // recorded, it would look like a judgement that nobody followed.
                faults.Add(new("outcome", "only-refusal", "a bar applies that no assessment can open; only a refusal can be decided"));
            }

            if (faults.Count > 0)
            {
                return Change<AssessOutcome>.None(new AssessOutcome.Invalid(faults));
            }

            var assessmentId = ids.New<AssessmentId>();
            db.Add(HarmAssessment.Of(assessmentId, request, judgement, staff.Member, now));
            return new Change<AssessOutcome>(
                new AssessOutcome.Assessed(assessmentId, 0), [Entry(request, assessmentId, judgement, staff)]);
        }, ct);
        return changed.Outcome is AssessOutcome.Assessed assessed
            ? assessed with { LogIndex = changed.Receipts[0].Index }
            : changed.Outcome;
    }

    // Only assessors whom the holder's written routine names may assess for a child whose identity is protected, or whose protection
    // is unknown (policies/README.md).
    private static async Task<bool> MayAssessAsync(HubDbContext db, StaffMember assessor, PersonId child, CancellationToken ct) =>
        assessor.AssessesProtectedIdentities || await InnerSecrecy.IsUnprotectedAsync(db, child, ct);

    private static async Task<bool> WaitsAsync(HubDbContext db, InformationRequest request, RecordTypeCode recordType, CancellationToken ct)
    {
        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == request.Id && d.RecordType == recordType).ToListAsync(ct);
        var assessments = await db.Assessments.AsNoTracking()
            .Where(a => a.Request == request.Id && a.RecordType == recordType)
            .ToListAsync(ct);
        return WaitingAssessments.WaitsSince(
            decisions, await WaitingAssessments.WithdrawnAsync(db, [request.Id], ct), assessments) is not null;
    }

    private static List<Fault> Faults(Judgement judgement)
    {
        var faults = new List<Fault>();
        if (judgement.Reasoning.IsEmpty)
        {
            faults.Add(new("reasoning", "reasoning-missing", "write the reasons for the judgement"));
        }

        faults.AddRange([.. judgement.Reasoning.Faults, .. judgement.Conditions.Faults, .. judgement.RefusalCaseNumber.Faults]);
        if (judgement.Outcome == AssessmentOutcome.ReleaseWithConditions && judgement.Conditions.IsEmpty)
        {
            faults.Add(new("conditions", "conditions-missing", "write the conditions that bind the recipient"));
        }

        if (judgement.Outcome == AssessmentOutcome.Refuse && judgement.RefusalCaseNumber.IsEmpty)
        {
            faults.Add(
                new("refusalCaseNumber", "case-number-missing", "name the diarienummer of the appealable decision (OSL 6 kap. 3 §)"));
        }

        return faults;
    }

    private static NewEntry Entry(InformationRequest request, AssessmentId id, Judgement judgement, KnownStaff staff) => new()
    {
        Kind = EntryKinds.HarmAssessed,
        Verdict = judgement.Outcome switch
        {
            AssessmentOutcome.Refuse => "refuse",
            AssessmentOutcome.Release or AssessmentOutcome.ReleaseWithConditions or AssessmentOutcome.ReleaseMasked => "release",
        },
        Actor = staff.Actor,
        About = request.Child,
        Case = request.Case,
        Holder = staff.Authority.Id,
        Fields = new Dictionary<string, string?>
        {
            ["assessment"] = id.ToString(),
            ["request"] = request.Id.ToString(),
            ["record-type"] = judgement.RecordType.Code,
            ["outcome"] = judgement.Outcome.ToString(),
            ["reasoning"] = judgement.Reasoning.Value,
            ["conditions"] = judgement.Conditions.ValueOrNull,
            ["refusal-case-number"] = judgement.RefusalCaseNumber.ValueOrNull,
        },
    };
}
