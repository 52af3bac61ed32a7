using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// What has been asked, answered and read in certain cases on behalf of one receiving branch, with the state of each item. Swedish:
/// <b>kartläggning</b>.
/// </summary>
/// <remarks>
/// The survey is read from earlier decisions only. Nothing is decided again and nothing is opened. Therefore a new decision may differ
/// from the survey.
/// <see cref="Coverage"/> determines which consents cover which records now, as in a release. The survey never shows who has signed.
/// </remarks>
internal sealed class Survey
{
    private readonly DateTimeOffset _now;
    private Dictionary<RequestId, InformationRequest> _requests = [];
    private List<Consent> _consents = [];
    private Dictionary<ConsentId, Coverage> _coverage = [];
    private IReadOnlyDictionary<PersonId, SignersOnDay> _signers = new Dictionary<PersonId, SignersOnDay>();
    private List<ConsentUse> _uses = [];
    private ILookup<(RequestId Request, RecordTypeCode Type), Decision> _decisions = Lookup<(RequestId, RecordTypeCode), Decision>();
    private ILookup<(RequestId Request, RecordTypeCode Type), HarmAssessment> _assessments =
        Lookup<(RequestId, RecordTypeCode), HarmAssessment>();
    private HashSet<EmergencyAccessId> _emergencies = [];
    private Dictionary<RecordId, Record> _records = [];
    private Dictionary<(RequestId, RecordId), DateTimeOffset> _read = [];
    private Dictionary<BranchId, string> _holders = [];

    private Survey(DateTimeOffset now) => _now = now;

    public static async Task<Survey> ReadAsync(
        HubDbContext db, IReadOnlyCollection<CaseId> cases, BranchId recipient, DateTimeOffset now, CancellationToken ct)
    {
        var requests = await db.Requests.AsNoTracking().Where(r => cases.Contains(r.Case) && r.Recipient == recipient).ToListAsync(ct);
        var requestIds = requests.Select(r => r.Id).ToList();
        var decisions = await db.Decisions.AsNoTracking().Where(d => requestIds.Contains(d.Request)).ToListAsync(ct);
        var releases = decisions.Where(d => d.Kind == DecisionKind.Release).ToDictionary(d => d.Id);
        var releaseIds = releases.Keys.ToList();
        var recordIds = decisions.Where(d => d.Record is not null).Select(d => d.Record!.Value).Distinct().ToList();
        var consents = await db.Consents.AsNoTracking().Where(c => cases.Contains(c.Case) && c.Recipient == recipient).ToListAsync(ct);
        var signers = (await ChildSigners.ReadAsync(db, [.. consents.Select(c => c.Child).Distinct()], ct))
            .ToDictionary(child => child.Key, child => child.Value.On(SwedishTime.DayOf(now)));
        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.Delivered && releaseIds.Contains(d.Release)).ToListAsync(ct);
        return new Survey(now)
        {
            _requests = requests.ToDictionary(r => r.Id),
            _consents = consents,
            _coverage = consents.ToDictionary(c => c.Id, Coverage.Of),
            _signers = signers,
            _uses = [.. decisions.Where(d => d is { Opened: true, Consent: not null, Record: not null })
                .Select(d => new ConsentUse(d.Consent!.Value, d.Record!.Value, d.DecidedAt))],
            _decisions = decisions.ToLookup(d => (d.Request, d.RecordType)),
            _assessments = (await db.Assessments.AsNoTracking().Where(a => requestIds.Contains(a.Request)).ToListAsync(ct))
                .ToLookup(a => (a.Request, a.RecordType)),
            _emergencies = [.. (await db.EmergencyAccesses.AsNoTracking().Where(e => requestIds.Contains(e.Request)).ToListAsync(ct))
                .Where(e => e.StandsAt(now)).Select(e => e.Id)],
            _records = await db.Records.AsNoTracking().Where(r => recordIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct),
            _read = deliveries
                .GroupBy(d => (releases[d.Release].Request, releases[d.Release].Record!.Value))
                .ToDictionary(g => g.Key, g => g.Max(d => d.At)),
            _holders = await HolderNames.ReadAsync(db, ct),
        };
    }

    /// <summary>The state of everything that has been asked in a case, in the order of holders and types.</summary>
    public IReadOnlyList<SurveyItem> ItemsOf(CaseId id)
    {
        var asked = (
            from request in _requests.Values.Where(r => r.Case == id)
            from type in request.RecordTypes.Distinct()
            where !IsSuperseded(request, type)
            select ItemOf(request, type)).ToList();
        var onlyConsents = _consents
            .Where(c => c.Case == id)
            .SelectMany(c => c.RecordTypes.Select(type => (c.Discloser, Type: type)))
            .Distinct()
            .Where(pair => !asked.Exists(i => i.Holder == pair.Discloser && i.RecordType == pair.Type))
            .Select(pair => ConsentItem(id, pair.Discloser, pair.Type));
        return [.. asked.Concat(onlyConsents)
            .OrderBy(i => i.HolderName, StringComparer.CurrentCulture)
            .ThenBy(i => i.RecordType.Code, StringComparer.Ordinal)
            .ThenBy(i => i.PeriodFrom)];
    }

    /// <summary>The state of the family's consent to one type from one holder in a case.</summary>
    public (ConsentStanding Standing, DateTimeOffset Since) ConsentOf(CaseId id, BranchId holder, RecordTypeCode type)
    {
        var latestFirst = _consents.Where(c => c.Case == id && c.Discloser == holder && c.RecordTypes.Contains(type))
            .OrderByDescending(c => c.RequestedAt).Select(StandingOf).ToList();
        return latestFirst.Where(c => c.Standing == ConsentStanding.Given)
            .Concat(latestFirst.Where(c => c.Standing == ConsentStanding.Waiting))
            .Concat(latestFirst)
            .FirstOrDefault((ConsentStanding.NotAsked, default));
    }

    /// <summary>The current decisions about one type in one request, as <see cref="CurrentDecisions"/> defines them.</summary>
    public IReadOnlyList<Decision> CurrentOf(RequestId request, RecordTypeCode type) =>
        CurrentDecisions.Of(_decisions[(request, type)], _records, _now);

    /// <summary>The latest judgement of one type in one request, or null.</summary>
    public HarmAssessment? AssessmentOf(RequestId request, RecordTypeCode type) => _assessments[(request, type)].MaxBy(a => a.DecidedAt);

    public SurveyItem ItemOf(InformationRequest request, RecordTypeCode type)
    {
        var decisions = CurrentOf(request.Id, type);
        var (state, since) = StateOf(request, type, decisions);
        var documents = state is SurveyState.Granted or SurveyState.Received ? DocumentsOf(request.Id, decisions) : [];
        return new SurveyItem(
            request.Holder, _holders[request.Holder], type, state, since, request.Id, request.PeriodFrom, request.PeriodTo, documents);
    }

    /// <summary>Whether a release's own ground still applies, as far as this can be determined without a new decision.</summary>
    public bool GroundStands(Decision release) =>
        (release.Consent is not { } id || (_coverage.TryGetValue(id, out var consent) && Covers(consent, release)))
        && (release.Emergency is not { } emergency || _emergencies.Contains(emergency));

    public Record RecordOf(Decision release) => _records[release.Record!.Value];

    public DateTimeOffset? ReadAt(RequestId request, RecordId record) => _read.TryGetValue((request, record), out var at) ? at : null;

    private (SurveyState State, DateTimeOffset Since) StateOf(
        InformationRequest request, RecordTypeCode type, IReadOnlyList<Decision> decisions)
    {
        if (decisions.Count == 0)
        {
            return (SurveyState.Undecided, request.AskedAt);
        }

        var decidedAt = decisions.Max(d => d.DecidedAt);
        var releases = decisions.Where(d => d.Kind == DecisionKind.Release).ToList();
        if (releases.Exists(GroundStands))
        {
            var read = releases.Where(GroundStands).Select(d => ReadAt(request.Id, d.Record!.Value)).ToList();
            return read.Contains(null) ? (SurveyState.Granted, decidedAt) : (SurveyState.Received, read.Max()!.Value);
        }

        var covering = _coverage.Values.Where(consent => decisions.Any(d => Covers(consent, d))).MaxBy(consent => consent.ActiveFrom);
        if (covering is { ActiveFrom: { } givenAt } && (givenAt >= decidedAt || releases.Count > 0))
        {
            return (SurveyState.ConsentGiven, givenAt);
        }

        var (standing, since) = ConsentOf(request.Case, request.Holder, type);

        // When an emergency access has ended, the answer without it is not known. The hub has to decide again.
        if (releases.Exists(d => d.Emergency is not null))
        {
            return (SurveyState.Undecided, decidedAt);
        }

        if (releases.Count > 0)
        {
            return standing switch
            {
                ConsentStanding.Waiting => (SurveyState.WaitsForFamily, since),

                // The consent is valid, but each record has been shown as often as the consent allows.
                ConsentStanding.Given => (SurveyState.ConsentMissing, decidedAt),
                ConsentStanding.NotAsked or ConsentStanding.NotGiven or ConsentStanding.Ended => (SurveyState.ConsentEnded, since),
            };
        }

        return decisions.Any(d => d.Kind == DecisionKind.Refer)
            ? ReferredState(request.Id, type, decidedAt)
            : RefusedState(decisions, standing, since, decidedAt);
    }

    private (SurveyState State, DateTimeOffset Since) ReferredState(RequestId request, RecordTypeCode type, DateTimeOffset decidedAt) =>
        AssessmentOf(request, type) is { } assessment && assessment.DecidedAt >= decidedAt
            ? (SurveyState.AssessmentMade, assessment.DecidedAt)
            : (SurveyState.WaitsForAssessor, decidedAt);

    private static (SurveyState State, DateTimeOffset Since) RefusedState(
        IReadOnlyList<Decision> decisions, ConsentStanding standing, DateTimeOffset since, DateTimeOffset decidedAt)
    {
        var codes = decisions.SelectMany(d => d.Missing).ToHashSet();
        return (codes.Contains(MissingCode.Consent), standing) switch
        {
            (true, ConsentStanding.Waiting) => (SurveyState.WaitsForFamily, since),
            _ when codes.Contains(MissingCode.RefusedByHolder) => (SurveyState.Refused, decidedAt),
            (true, ConsentStanding.NotGiven) => (SurveyState.ConsentNotGiven, since),
            (true, ConsentStanding.Ended) => (SurveyState.ConsentEnded, since),
            (true, _) => (SurveyState.ConsentMissing, decidedAt),
            _ when codes.Contains(DecisionCodes.NothingHeld) => (SurveyState.NothingHeld, decidedAt),
            _ => (SurveyState.Refused, decidedAt),
        };
    }

    private List<SurveyDocument> DocumentsOf(RequestId request, IReadOnlyList<Decision> decisions) =>
    [
        .. decisions.Where(d => d.Kind == DecisionKind.Release && GroundStands(d))
            .Select(d => (Decision: d, Record: RecordOf(d)))
            .OrderBy(d => d.Record.PeriodFrom)
            .Select(d => new SurveyDocument(d.Decision.Id, d.Record.Id, d.Record.Title, d.Record.MediaType, ReadAt(request, d.Record.Id))),
    ];

    private SurveyItem ConsentItem(CaseId id, BranchId holder, RecordTypeCode type)
    {
        var (standing, since) = ConsentOf(id, holder, type);
        var state = standing switch
        {
            ConsentStanding.Given => SurveyState.ConsentGiven,
            ConsentStanding.Waiting => SurveyState.WaitsForFamily,
            ConsentStanding.Ended => SurveyState.ConsentEnded,
            ConsentStanding.NotAsked or ConsentStanding.NotGiven => SurveyState.ConsentNotGiven,
        };
        return new SurveyItem(holder, _holders[holder], type, state, since, null, null, null, []);
    }

    // A later request for the same type and at least the same days replaces the earlier one.
    private bool IsSuperseded(InformationRequest request, RecordTypeCode type) => _requests.Values.Any(later =>
        later.Id != request.Id
        && later.Case == request.Case
        && later.Holder == request.Holder
        && later.RecordTypes.Contains(type)
        && later.PeriodFrom <= request.PeriodFrom && request.PeriodTo <= later.PeriodTo
        && (later.AskedAt, later.Id.Value).CompareTo((request.AskedAt, request.Id.Value)) > 0);

    private (ConsentStanding Standing, DateTimeOffset Since) StandingOf(Consent consent) => consent.State switch
    {
        ConsentState.Active when _coverage[consent.Id].IsInForce(_signers[consent.Child], _now) =>
            (ConsentStanding.Given, consent.ActiveFrom!.Value),
        ConsentState.Active when consent.IsExpired(_now) => (ConsentStanding.Ended, consent.ValidUntil),

        // The signers changed today, and the nightly job has not ended the consent yet.
        ConsentState.Active => (ConsentStanding.Ended, SwedishTime.StartOf(SwedishTime.DayOf(_now))),
        ConsentState.Requested or ConsentState.Signing when consent.IsExpired(_now) => (ConsentStanding.NotGiven, consent.RequestedAt),
        ConsentState.Requested or ConsentState.Signing => consent.IsAskedOf(_signers[consent.Child].By(_coverage[consent.Id].Rule))
            ? (ConsentStanding.Waiting, consent.RequestedAt)
            : (ConsentStanding.NotAsked, default),
        ConsentState.Refused or ConsentState.Conflict => (ConsentStanding.NotGiven, consent.RequestedAt),
        ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed or ConsentState.Annulled =>
            (consent.ActiveFrom, consent.EndedAt) switch
            {
                (not null, _) => (ConsentStanding.Ended, consent.WithdrawnAt ?? consent.EndedAt ?? consent.ValidUntil),

                // The consent ended before the family had answered in full. Nobody has said no.
                (null, not null) => (ConsentStanding.NotAsked, default),
                (null, null) => (ConsentStanding.NotGiven, consent.RequestedAt),
            },
    };

    // The question is the same as in a release. It is about the record, or about the whole period when no record is known.
    private bool Covers(Coverage consent, Decision decided)
    {
        var request = _requests[decided.Request];
        var record = decided.Record is { } id ? _records.GetValueOrDefault(id) : null;
        var asked = new CoverageQuestion(
            request.Child,
            request.Case,
            request.Holder,
            request.Recipient,
            request.Purpose,
            decided.RecordType,
            record?.PeriodFrom ?? request.PeriodFrom,
            record?.PeriodTo ?? request.PeriodTo)
        { Record = record?.Id };
        return consent.Covers(asked, _signers[consent.Child], _uses, _now);
    }

    private static ILookup<TKey, TValue> Lookup<TKey, TValue>() =>
        Enumerable.Empty<(TKey Key, TValue Value)>().ToLookup(p => p.Key, p => p.Value);
}
