using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>
/// The facts about one child that are not in the log. With them, this class makes a line from each log entry that the reader may see.
/// </summary>
internal sealed class AccessReportFacts
{
    private readonly RulesOfThatTime _rules;
    private readonly string _reader;
    private readonly Dictionary<BranchId, PartyName> _branches;
    private readonly Dictionary<AuthorityId, string> _authorities;
    private readonly Dictionary<string, (DateOnly From, DateOnly To)> _periods;
    private readonly Dictionary<string, DateTimeOffset?> _heldFrom;
    private readonly Dictionary<string, bool> _delivered;
    private readonly Dictionary<string, BranchId> _holders;
    private readonly Dictionary<string, ConsentId> _withdrawable;

    private AccessReportFacts(
        RulesOfThatTime rules,
        PersonId reader,
        Dictionary<BranchId, PartyName> branches,
        Dictionary<AuthorityId, string> authorities,
        Dictionary<string, (DateOnly From, DateOnly To)> periods,
        Dictionary<string, DateTimeOffset?> heldFrom,
        Dictionary<string, bool> delivered,
        Dictionary<string, BranchId> holders,
        Dictionary<string, ConsentId> withdrawable)
    {
        _rules = rules;
        _reader = $"person:{reader}";
        (_branches, _authorities, _periods, _heldFrom, _delivered, _holders, _withdrawable) =
            (branches, authorities, periods, heldFrom, delivered, holders, withdrawable);
    }

    public static async Task<AccessReportFacts> ReadAsync(
        HubDbContext db, RulesOfThatTime rules, PersonId child, PersonId reader, DateTimeOffset now, CancellationToken ct)
    {
        var branches = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            select new { branch.Id, Name = new PartyName(authority.Name, branch.Name, branch.Kind) })
            .AsNoTracking().ToDictionaryAsync(b => b.Id, b => b.Name, ct);
        var authorities = await db.Authorities.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var records = await db.Records.AsNoTracking().Where(r => r.Child == child)
            .Select(r => new { r.Id, r.PeriodFrom, r.PeriodTo }).ToListAsync(ct);
        var consents = await db.Consents.AsNoTracking().Where(c => c.Child == child).ToListAsync(ct);
        var requests = await db.Requests.AsNoTracking().Where(r => r.Child == child).Select(r => new { r.Id, r.Holder }).ToListAsync(ct);
        var deliveries = await (
            from delivery in db.Deliveries
            join decision in db.Decisions on delivery.Release equals decision.Id
            where decision.Child == child
            select new { delivery.Release, delivery.Delivered }).AsNoTracking().ToListAsync(ct);
        return new AccessReportFacts(
            rules,
            reader,
            branches,
            authorities,
            records.ToDictionary(r => r.Id.ToString(), r => (r.PeriodFrom, r.PeriodTo)),
            consents.ToDictionary(c => c.Id.ToString(), c => c.ActiveFrom),
            deliveries.GroupBy(d => d.Release).ToDictionary(d => d.Key.ToString(), d => d.Any(one => one.Delivered)),
            requests.ToDictionary(r => r.Id.ToString(), r => r.Holder),
            consents.Where(c => c.MayBeWithdrawnBy(reader) && !c.IsExpired(now)).ToDictionary(c => c.Id.ToString(), c => c.Id));
    }

    /// <summary>The line for the log entry, or null when this reader may not see the entry.</summary>
    public AccessLine? LineOf(LogRow row, IReadOnlyDictionary<string, string> fields)
    {
        if (KindOf(row, fields) is not { } kind)
        {
            return null;
        }

        return new AccessLine(row.Index, row.At, kind, ActorOf(row, kind, fields))
        {
            Types = TypesOf(row, fields),
            Holder = HolderOf(fields),
            Purpose = fields.GetValueOrDefault("purpose", ""),
            Period = _periods.TryGetValue(fields.GetValueOrDefault("record", ""), out var period) ? period : null,
            Ground = row.Kind == EntryKinds.Decided ? GroundOf(fields) : null,
            MayWithdraw = kind == AccessKind.YouSaidYes && _withdrawable.TryGetValue(fields.GetValueOrDefault("consent", ""), out var mine)
                ? mine
                : null,
            ConsentWasMissing = fields.GetValueOrDefault("missing", "").Split(' ').Contains(MissingCode.Consent.Code),
        };
    }

    // The steps of a family member are shown only to that member. Who in a family has answered what is never revealed
    // (docs/consent-life.md).
    private AccessKind? KindOf(LogRow row, IReadOnlyDictionary<string, string> fields)
    {
        var actor = fields.GetValueOrDefault("actor", "");
        var own = actor == _reader;
        var byFamily = actor.StartsWith("person:", StringComparison.Ordinal);
        return EntryKinds.Told(row.Kind, fields.GetValueOrDefault) switch
        {
            EntryKinds.Decided => DecidedKind(row, fields),
            EntryKinds.InformationRequested => AccessKind.Asked,
            EntryKinds.HarmAssessed => row.Verdict == "refuse" ? AccessKind.AssessedNo : AccessKind.AssessedYes,
            EntryKinds.EmergencyDeclared => AccessKind.EmergencyDeclared,
            EntryKinds.EmergencyReviewed => AccessKind.EmergencyReviewed,
            EntryKinds.ConsentRequested => AccessKind.ConsentAsked,
            EntryKinds.ConsentSigned when own => AccessKind.YouSaidYes,
            EntryKinds.ConsentSigned
                when fields.GetValueOrDefault("consent-state") == nameof(ConsentState.Active) && !fields.ContainsKey("held-already") =>
                AccessKind.ConsentHeld,
            EntryKinds.PreventionStated when IsOfReader(fields) => AccessKind.PreventionStated,
            EntryKinds.PreventionConfirmed when IsOfReader(fields) => AccessKind.PreventionConfirmed,
            EntryKinds.PreventionConfirmed when fields.ContainsKey("began-to-hold") => AccessKind.ConsentHeld,
            EntryKinds.MeasureDecisionRegistered when IsOfReader(fields) => AccessKind.MeasureDecided,
            EntryKinds.PreventionRefused when IsOfReader(fields) => AccessKind.PreventionRefused,
            EntryKinds.ConsentRefused when own => AccessKind.YouSaidNo,
            EntryKinds.ConsentAnswerRecorded when IsOfReader(fields) => AccessKind.AnswerRecorded,
            EntryKinds.ConsentAnswerRejected when IsOfReader(fields) => AccessKind.AnswerRejected,
            EntryKinds.ConsentAnswerContradicted when own => AccessKind.YouContradicted,
            EntryKinds.ConsentAnswerRead when IsOfReader(fields) => AccessKind.AnswerRead,
            EntryKinds.ConsentWithdrawn when own => AccessKind.YouWithdrew,
            EntryKinds.ConsentWithdrawn when HasHeld(fields) => AccessKind.ConsentWithdrawn,
            EntryKinds.ConsentEnded when HasHeld(fields) => AccessKind.ConsentEnded,
            EntryKinds.ConsentSuperseded when HasHeld(fields) => AccessKind.ConsentReplaced,
            EntryKinds.ConsentLapsed when HasHeld(fields) => AccessKind.ConsentLapsed,
            EntryKinds.ConsentAnnulled => AccessKind.ConsentAnnulled,
            EntryKinds.DisclosureBlockPlaced when byFamily => own ? AccessKind.YouBlocked : AccessKind.FamilyBlocked,
            EntryKinds.DisclosureBlockLifted when byFamily => own ? AccessKind.YouLifted : AccessKind.FamilyLifted,
            EntryKinds.ConsentExpired => AccessKind.ConsentExpired,
            EntryKinds.NoticeAcknowledged => AccessKind.NoticeAcknowledged,
            EntryKinds.NoticeRead => AccessKind.ConsentRead,
            EntryKinds.PersonLookedUp => AccessKind.LookedUp,
            EntryKinds.CaseRead => AccessKind.CaseRead,
            EntryKinds.RequestRead => AccessKind.RequestRead,
            EntryKinds.ConsentRead => AccessKind.ConsentRead,
            EntryKinds.AccessReportRead when own || !byFamily => AccessKind.ReportRead,
            _ => null,
        };
    }

    // An entry that is checked here names a signer, for example the family member who gave an answer on paper. It is shown only to that
    // signer.
    private bool IsOfReader(IReadOnlyDictionary<string, string> fields) => $"person:{fields.GetValueOrDefault("signer", "")}" == _reader;

    // If a consent was never active, the way in which it ended could reveal another family member's answer.
    private bool HasHeld(IReadOnlyDictionary<string, string> fields) =>
        _heldFrom.GetValueOrDefault(fields.GetValueOrDefault("consent", "")) is not null;

    private AccessKind? DecidedKind(LogRow row, IReadOnlyDictionary<string, string> fields) => row.Verdict switch
    {
        // A permit without a record released nothing, because the holder has not deposited the record.
        "release" when !fields.ContainsKey("record") => null,
        "release" => _delivered.TryGetValue(fields.GetValueOrDefault("decision", ""), out var delivered)
            ? delivered ? AccessKind.Read : AccessKind.NotDelivered
            : AccessKind.MayRead,
        "refer" => AccessKind.Referred,
        "refuse" => AccessKind.Refused,
        _ => null,
    };

    private AccessActor ActorOf(LogRow row, AccessKind kind, IReadOnlyDictionary<string, string> fields)
    {
        if (kind is AccessKind.ConsentHeld or AccessKind.ConsentWithdrawn or AccessKind.ConsentReplaced or AccessKind.ConsentLapsed
                or AccessKind.ConsentExpired
            || fields.GetValueOrDefault("actor", "").StartsWith("person:", StringComparison.Ordinal))
        {
            return new AccessActor(null, "", "");
        }

        var authority = row.ActorAuthority is { } id ? _authorities.GetValueOrDefault(id, "") : "";
        var role = Enum.TryParse<StaffRole>(fields.GetValueOrDefault("actor-role"), out var known) ? (StaffRole?)known : null;
        return new AccessActor(role, fields.GetValueOrDefault("actor-unit") ?? fields.GetValueOrDefault("actor-name", ""), authority);
    }

    private IReadOnlyList<RecordTypeName> TypesOf(LogRow row, IReadOnlyDictionary<string, string> fields) =>
    [
        .. (fields.GetValueOrDefault("record-types") ?? fields.GetValueOrDefault("record-type", ""))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(CodeForm.Fits)
            .Select(RecordTypeCode.Parse)
            .Where(code => !FamilySecrets.Hides(_rules.TypesOf(row.PolicySet, code)))
            .Select(code => new RecordTypeName(code, _rules.TypesOf(row.PolicySet, code).FirstOrDefault())),
    ];

    private PartyName? HolderOf(IReadOnlyDictionary<string, string> fields)
    {
        var named = fields.GetValueOrDefault("holder") ?? fields.GetValueOrDefault("discloser");
        var branch = Guid.TryParse(named, out var id)
            ? new BranchId(id)
            : _holders.GetValueOrDefault(fields.GetValueOrDefault("request", ""));
        return _branches.GetValueOrDefault(branch);
    }

    private AccessGround? GroundOf(IReadOnlyDictionary<string, string> fields) =>
        Enum.TryParse<GroundKind>(fields.GetValueOrDefault("ground"), out var kind)
            ? new AccessGround(
                kind,
                fields.GetValueOrDefault("law", ""),
                kind == GroundKind.Consent ? _heldFrom.GetValueOrDefault(fields.GetValueOrDefault("consent", "")) : null)
            : null;
}
