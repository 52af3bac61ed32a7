using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>
/// Shows a request with its answer to the requester's branch. This is logged as a reading of the case. Nothing is decided or opened.
/// </summary>
public sealed class RequestAnswers(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The request. Null when it does not exist, belongs to another branch, or is in a case that the reader is not assigned to.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RequestAnswer?> ReadAsync(RequestId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await RequestBehind.RequestOfAsync(db, id, staff, ct) is not { } request
            || await CaseReading.FindAsync(db, request.Case, staff, now, ct) is not var (@case, known))
        {
            return null;
        }

        var survey = await Survey.ReadAsync(db, [request.Case], known.Branch.Id, now, ct);
        var asker = await db.Staff.Where(s => s.Id == request.AskedBy).Select(s => s.Name).SingleAsync(ct);
        var conditions = (await db.Assessments.AsNoTracking().Where(a => a.Request == id).ToListAsync(ct))
            .ToDictionary(a => a.Id, a => a.Conditions);
        var rules = await inForce.OfThatTimeAsync(
            request.RecordTypes.SelectMany(type => survey.CurrentOf(id, type)).Select(decision => decision.PolicySet), ct);
        var ways = await WaysToOpen.ReadAsync(db, log.Keys, (await inForce.ConsentRulesAsync(ct)).Rules, id, now, ct);
        List<TypeAnswer> types =
            [.. request.RecordTypes.Distinct().Select(type => AnswerOf(survey, request, type, conditions, rules, ways))];
        var shown = Reach.Of(types.SelectMany(type => type.Documents).DistinctBy(d => d.Record).Select(d => d.PeriodFrom));
        await CaseReading.LogAsync(log, @case, known, "answer", shown, ct);
        return new RequestAnswer(
            id,
            await CaseSummary.ReadAsync(db, @case, now, ct),
            request.Holder,
            (await HolderNames.ReadAsync(db, ct))[request.Holder],
            request.PeriodFrom,
            request.PeriodTo,
            request.Purpose,
            request.Reason,
            asker,
            request.AskedAt,
            types);
    }

    private static TypeAnswer AnswerOf(
        Survey survey, InformationRequest request, RecordTypeCode type, Dictionary<AssessmentId, string> conditions, RulesOfThatTime rules,
        WaysToOpen ways)
    {
        var decisions = survey.CurrentOf(request.Id, type);
        var state = survey.ItemOf(request, type).State;
        var standing = decisions.Where(d => d.Kind == DecisionKind.Release && survey.GroundStands(d)).ToList();
        var rest = decisions.Where(d => d.Kind != DecisionKind.Release).ToList();
        var refusal = survey.AssessmentOf(request.Id, type) is { Outcome: AssessmentOutcome.Refuse, RefusalCaseNumber: { } number } no
            ? new HolderRefusal(number, no.DecidedAt)
            : null;
        var missing = rest.SelectMany(d => MissingOf(d, rules.Of(d.PolicySet))).DistinctBy(m => m.Code).ToList();
        return new TypeAnswer(
            type,
            state,
            [.. standing.OrderBy(d => survey.RecordOf(d).PeriodFrom).Select(d => DocumentOf(survey, d, conditions, rules.Of(d.PolicySet)))],
            missing,
            standing.Count > 0 && rest.Exists(d => d.Kind == DecisionKind.Refer),
            refusal,
            survey.ConsentOf(request.Case, request.Holder, type).Standing,
            decisions.Count == 0 ? null : decisions.Max(d => d.LogIndex),
            decisions.Count == 0 ? null : decisions.Max(d => d.DecidedAt))
        {
            Opens = StaysClosed(state) ? ways.Of(type, missing.Select(m => m.Code), rest.Exists(d => d.Kind == DecisionKind.Refer)) : [],
        };
    }

    private static bool StaysClosed(SurveyState state) => state is
        SurveyState.WaitsForAssessor or SurveyState.WaitsForFamily or SurveyState.ConsentMissing or SurveyState.ConsentNotGiven
        or SurveyState.ConsentEnded or SurveyState.Refused;

    private static AnsweredDocument DocumentOf(
        Survey survey, Decision decision, Dictionary<AssessmentId, string> conditions, ReleasePolicies rules)
    {
        var record = survey.RecordOf(decision);
        return new AnsweredDocument(
            decision.Id,
            record.Id,
            record.Title,
            record.MediaType,
            record.PeriodFrom,
            record.PeriodTo,
            rules.Rules.FirstOrDefault(r => r.Name == decision.Policy)?.Title,
            decision.Policy,
            decision.Law,
            [.. decision.Codes.Where(rules.Obligations.ContainsKey).Select(code => rules.Obligations[code])],
            decision.Assessment is { } assessment ? conditions.GetValueOrDefault(assessment, "") : "",
            decision.LogIndex,
            survey.ReadAt(decision.Request, record.Id));
    }

    // The row stores codes. The words come from a rule with the code. If several rules have the code, the policy that the row names comes
    // first.
    private static IEnumerable<Missing> MissingOf(Decision decision, ReleasePolicies rules) => decision.Missing
        .Where(code => code != DecisionCodes.NothingHeld)
        .Select(code => code == MissingCode.NotGranted
            ? Missing.NotGranted
            : rules.Rules.Where(r => r.Missing.Code == code).OrderBy(r => r.Name == decision.Policy ? 0 : 1).FirstOrDefault()?.Missing
                ?? Missing.NotGranted);
}
