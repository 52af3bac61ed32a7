using System.Diagnostics;
using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>The log entry of a decision. The full reasons are in the log and are shown to the holder, and to nobody else.</summary>
internal static class DecisionEntry
{
    public static NewEntry For(RequestFacts facts, Decided decided, Caller caller)
    {
        var fields = new Dictionary<string, string?>
        {
            ["request"] = facts.Request.ToString(),
            ["decision"] = decided.Id.ToString(),
            ["case-number"] = facts.CaseNumber,
            ["purpose"] = facts.Purpose,
            ["record-type"] = decided.RecordType.Code,
            ["record"] = decided.Record?.Id.ToString(),
            ["recipient"] = facts.Recipient.BranchId.ToString(),
            ["recipient-name"] = facts.RecipientName,
            ["holder"] = facts.Holder.BranchId.ToString(),
            ["holder-name"] = facts.HolderName,
            ["client"] = caller is Caller.System system ? system.Id.ToString() : null,
            ["because"] = caller is Caller.Hub ? "family-answered" : null,
            ["asked-by"] = caller is Caller.Hub ? facts.Asker.Id.ToString() : null,
            ["facts"] = LoggedFacts.Write(decided.Facts),
            ["versions"] = string.Join(' ', facts.Versions.Select(v => $"{v.Subject.Value}:{v.Version}")),
        };
        var verdict = Describe(decided.Verdict, fields);
        return new NewEntry
        {
            Kind = EntryKinds.Decided,
            Verdict = verdict,
            Actor = caller is Caller.Hub ? ForAsker(facts) : facts.Asker,
            About = facts.Child,
            Case = facts.Case,
            Holder = new AuthorityId(facts.Holder.AuthorityId),
            Fields = fields,
        };
    }

    // The hub decides again by itself: the requester has neither called nor signed in, and an entry must not say so. The entry belongs to
    // the requester's party, whose registrators read it.
    private static Actor ForAsker(RequestFacts facts) => Actor.Hub with { Authority = facts.Asker.Authority };

    /// <summary>
    /// Writes the reasons of a verdict into fields and returns the verdict as one word. A replay of logged decisions compares the same
    /// words.
    /// </summary>
    public static string Describe(Verdict verdict, Dictionary<string, string?> fields)
    {
        fields["alarms"] = verdict.Alarms.Count == 0 ? null : string.Join("; ", verdict.Alarms.Select(a => $"{a.PolicyName}: {a.Detail}"));
        switch (verdict)
        {
            case Verdict.Release release:
                fields["policy"] = release.Ground.PolicyName;
                fields["law"] = release.Ground.Law;
                fields["ground"] = release.Ground.Kind.ToString();
                fields["ground-sentence"] = release.Ground.Sentence.Swedish;
                fields["consent"] = release.Ground.ConsentId?.ToString();
                fields["consent-version"] = release.Ground.ConsentVersion?.ToString(CultureInfo.InvariantCulture);
                fields["assessment"] = release.Ground.AssessmentId?.ToString();
                fields["emergency"] = release.Ground.EmergencyId?.ToString();
                fields["obligations"] = Joined(release.Obligations);
                return "release";
            case Verdict.Refer refer:
                AddEveryName(fields);
                fields["assessor-may-consider"] = Joined(refer.AssessorMayConsider.Select(g => g.PolicyName)) ?? "";
                fields["missing"] = Joined(refer.Missing.Select(m => m.Code.Code));
                fields["bars"] = Joined(refer.Bars.Select(b => b.PolicyName)) ?? "";
                fields["nearest-grounds"] = NearestGrounds.Write(refer.NearestGrounds);
                return "refer";
            case Verdict.Refuse refuse:
                AddEveryName(fields);
                fields["missing"] = Joined(refuse.Missing.Select(m => m.Code.Code));
                fields["missing-policies"] = Joined(refuse.Missing.Select(m => m.PolicyName).Where(p => p.Length > 0)) ?? "";
                fields["bars"] = Joined(refuse.Bars.Select(b => b.PolicyName)) ?? "";
                fields["nearest-grounds"] = NearestGrounds.Write(refuse.NearestGrounds);
                return "refuse";
            default:
                throw new UnreachableException();
        }
    }

    // The names of the fields are readable in the leaf of the log, which the requester gets with the receipt. Therefore all referrals
    // have the same field names, and all refusals have the same field names. A name that occurred only when there is a bar, or only when
    // there is a record, would reveal what the words of the answer do not (docs/promises.md, 5).
    private static void AddEveryName(Dictionary<string, string?> fields)
    {
        fields["record"] = fields.GetValueOrDefault("record") ?? "";
        fields["alarms"] ??= "";
    }

    private static string? Joined(IEnumerable<string> words)
    {
        var text = string.Join(' ', words.Distinct());
        return text.Length == 0 ? null : text;
    }
}

/// <summary>The rows that are committed with a decision's or a delivery's entry.</summary>
internal static class DecisionRows
{
    private static readonly RowInsert Decisions = new(
        "decisions",
        ("id", ColumnType.Uuid), ("request_id", ColumnType.Uuid), ("child_id", ColumnType.Uuid), ("record_type", ColumnType.Text),
        ("record_id", ColumnType.Uuid), ("kind", ColumnType.Text), ("policy", ColumnType.Text), ("law", ColumnType.Text),
        ("consent_id", ColumnType.Uuid), ("assessment_id", ColumnType.Uuid), ("codes", ColumnType.Text),
        ("policy_set", ColumnType.Text), ("log_index", ColumnType.Bigint), ("decided_at", ColumnType.Bigint),
        ("opened", ColumnType.Boolean),
        ("emergency_id", ColumnType.Uuid));

    private static readonly RowInsert Deliveries = new(
        "deliveries",
        ("id", ColumnType.Uuid), ("release_id", ColumnType.Uuid), ("delivered", ColumnType.Boolean), ("log_index", ColumnType.Bigint),
        ("at", ColumnType.Bigint));

    private static readonly RowInsert Uses = new(
        "consent_uses",
        ("decision_id", ColumnType.Uuid), ("consent_id", ColumnType.Uuid), ("record_id", ColumnType.Uuid), ("used_at", ColumnType.Bigint));

    public static ExtraRow Of(RequestFacts facts, Decided decided, string policySet, long logIndex, Opening opening, DateTimeOffset now)
    {
        // A permit without a record hands nothing over. Therefore it is stored as a refusal.
        var (kind, policy, law, consent, assessment, codes) = decided.Verdict switch
        {
            Verdict.Release r when decided.Record is not null =>
                (DecisionKind.Release, r.Ground.PolicyName, r.Ground.Law, r.Ground.ConsentId, r.Ground.AssessmentId, r.Obligations),
            Verdict.Release r => (DecisionKind.Refuse, r.Ground.PolicyName, r.Ground.Law, null, null, [DecisionCodes.NothingHeld.Code]),
            Verdict.Refer r => (DecisionKind.Refer, r.Missing[0].PolicyName, r.Missing[0].Law, null, null, Codes(r.Missing)),
            Verdict.Refuse r =>
                (DecisionKind.Refuse, r.Missing[0].PolicyName, r.Missing[0].Law, (Guid?)null, (Guid?)null, Codes(r.Missing)),
            _ => throw new UnreachableException(),
        };
        return new ExtraRow(Decisions,
        [
            decided.Id.Value, facts.Request.Value, facts.Child.Value, decided.RecordType.Code, decided.Record?.Id.Value, kind.ToString(),
            policy, law, consent, assessment, string.Join(' ', codes), policySet, logIndex, now.ToUnixTimeMilliseconds(),
            kind == DecisionKind.Release && opening == Opening.Everything,
            kind == DecisionKind.Release ? (decided.Verdict as Verdict.Release)?.Ground.EmergencyId : null,
        ]);
    }

    /// <summary>The row of an opening under a consent that limits how often a record may be opened.</summary>
    public static ExtraRow UseOf(Decided decided, DateTimeOffset now) => new(Uses, UseValues(decided, now));

    /// <summary>Adds the same row to the child's bound rows, before it is written.</summary>
    public static void BindUse(SealedRows rows, PersonId child, StorageEngine engine, Decided decided, DateTimeOffset now) =>
        rows.Add(child.Value, SealedTable.Uses, engine, UseValues(decided, now));

    public static ExtraRow Of(DeliveryId id, DecisionId release, bool delivered, long logIndex, long at) =>
        new(Deliveries, [id.Value, release.Value, delivered, logIndex, at]);

    private static object[] UseValues(Decided decided, DateTimeOffset now) =>
    [
        decided.Id.Value, ((Verdict.Release)decided.Verdict).Ground.ConsentId!.Value, decided.Record!.Id.Value,
        now.ToUnixTimeMilliseconds(),
    ];

    private static IReadOnlyList<string> Codes(IEnumerable<Missing> missing) => [.. missing.Select(m => m.Code.Code).Distinct()];
}
