using System.Diagnostics;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>Answers a request for information. This is the only way out of the hub for a record, whether by API, page or command.</summary>
/// <remarks>
/// The steps, in the only order in which they may happen:
/// <code>
///   1. Enter    The door has authenticated the caller, who is a parameter.
///   2. Load     One read of the facts: first the versions of the log subjects (such as the child or the case), then the clock.
///   3. Decide   The rules make a verdict from the facts. This step is pure: the time of the decision is one of the facts.
///   4. Log      The log appends the decision durably only if the version of every log subject is still the version of step 2;
///               otherwise the hub decides again, at most three times.
///   5. Open     The record is opened from the vault and cut down by the obligations.
///   6. Deliver  The door delivers the record to its caller.
///   7. Confirm  <see cref="ConfirmAsync"/> appends a second entry: delivered or failed.
/// </code>
/// If a step fails, the later steps do not happen. After a crash between 4 and 7, the log has a permit whose delivery is not confirmed.
/// This errs on the safe side, because the access report shows it as a release.
/// </remarks>
public sealed class ReleaseInformation(
    HubDatabase database, PoliciesInForce inForce, LogWriter log, IdSource ids, TimeProvider clock, RegisterFreshness freshness)
{
    private const int Attempts = 4;

    private readonly Vault _vault = new(database, log.Keys);

    /// <summary>Decides a request and, when the decision permits it and the caller wants it, opens the records.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was released.</exception>
    public Task<ReleaseOutcome> HandleAsync(RequestId id, Caller caller, Opening opening, CancellationToken ct) =>
        RunAsync(id, caller, opening, null, ct);

    /// <summary>
    /// Decides a request again for its requester, because the family has answered. Nothing is opened. When the requester opens the
    /// record, that is a separate decision.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was decided.</exception>
    internal Task<ReleaseOutcome> DecideAgainAsync(RequestId id, CancellationToken ct) =>
        RunAsync(id, new Caller.Hub(), Opening.Nothing, null, ct);

    /// <summary>
    /// Opens one document of an earlier release again. It is decided and logged again: each release is a separate decision (ADR 0013).
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was released.</exception>
    public async Task<ReleaseOutcome> OpenAgainAsync(DecisionId release, RecordId document, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var earlier = await db.Decisions.AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == release && d.Kind == DecisionKind.Release && d.Record == document, ct);
        return earlier is null
            ? new ReleaseOutcome.NoSuchRequest()
            : await RunAsync(earlier.Request, caller, Opening.Everything, document, ct);
    }

    /// <summary>Step 7: records whether the document reached its recipient. The door calls this method after the last byte.</summary>
    public async Task ConfirmAsync(Release release, bool delivered, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(release);
        var shown = delivered ? Reach.Of([release.PeriodFrom]) : Reach.Nothing;
        var entry = new NewEntry
        {
            Kind = EntryKinds.DeliveryReported,
            Actor = release.Asker,
            About = release.Child,
            Case = release.Case,
            Holder = release.Holder,
            Fields = shown.With(
                ("outcome", delivered ? "delivered" : "failed"),
                ("request", release.Request.ToString()),
                ("release", release.Id.ToString()),
                ("record", release.Record.ToString()),
                ("record-type", release.RecordType.Code),
                ("decided-at", $"{release.Receipt.Index}"),

                // Always there, so that the names of the fields do not reveal whether something was cut away.
                ("applied", AppliedObligation.Write(release.Applied))),
        };
        var delivery = ids.New<DeliveryId>();
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await log.AppendAsync(entry, [indexes => DecisionRows.Of(delivery, release.Id, delivered, indexes[0], at)], ct);
    }

    private async Task<ReleaseOutcome> RunAsync(RequestId id, Caller caller, Opening opening, RecordId? only, CancellationToken ct)
    {
        IReadOnlyList<SubjectVersion>? suspected = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // Step 2: Load.
            var facts = await ReadFacts.ReadAsync(database, log, id, caller, clock, freshness, ct);
            if (facts is null || (facts.IsHidden && caller is not Caller.Hub))
            {
                return new ReleaseOutcome.NoSuchRequest();
            }

            if (facts.PolicySetIsDue)
            {
                await inForce.SwapAsync(ct);
                continue;
            }

            // A change of the hub's own between the reading of the versions and of the rows raises a version, and is read again.
            if (facts.ChangedOutside.Count > 0 && (suspected is null || !suspected.SequenceEqual(facts.Versions)))
            {
                suspected = facts.Versions;
                continue;
            }

            // Step 3: Decide.
            var now = facts.ReadAt;
            var policies = Trusted(await inForce.OfAsync(facts.PolicySet, now, ct), facts);
            var decided = Decide(policies, facts, only);

            // Step 4: Log.
            var used = UnderLimit(facts, decided, opening);
            var outcome = await log.AppendAsync(
                [.. decided.Select(d => DecisionEntry.For(facts, d, caller))],
                policies.Version,
                facts.Versions,
                [
                    .. decided.Select((d, i) => (Func<IReadOnlyList<long>, ExtraRow>)(
                        indexes => DecisionRows.Of(facts, d, policies.Version, indexes[i], opening, now))),
                    .. used.Select(d => (Func<IReadOnlyList<long>, ExtraRow>)(_ => DecisionRows.UseOf(d, now))),
                ],
                ct,
                used.Count == 0 ? null : StateAfter(facts, used, now));
            if (outcome is AppendOutcome.Appended appended)
            {
                // Step 5: Open.
                return await AnswerAsync(facts, policies, decided, appended.Receipts, opening, ct);
            }
        }

        return new ReleaseOutcome.FactsKeptChanging();
    }

    // Somebody has changed the state in the database. Whatever it says, nothing is released on it.
    private PoliciesNow Trusted(PoliciesNow policies, RequestFacts facts)
    {
        if (facts.ChangedOutside.Count == 0)
        {
            return policies;
        }

        foreach (var subject in facts.ChangedOutside.Where(subject => !log.StateAlarms.IsOld(subject)))
        {
            log.StateAlarms.Raise(subject, StateAlarms.ChangedRows);
        }

        var subjects = string.Join(", ", facts.ChangedOutside.Select(subject => subject.Value));
        return policies as PoliciesNow.Stopped ?? new PoliciesNow.Stopped(
            policies.Version, new Alarm("state-changed-outside", $"changed outside the hub: {subjects}"));
    }

    private List<Decided> Decide(PoliciesNow policies, RequestFacts facts, RecordId? only)
    {
        var decided = new List<Decided>();
        foreach (var type in facts.RecordTypes)
        {
            var records = facts.Records.Where(r => r.Type == type && (only is null || r.Id == only)).ToList();
            if (records.Count == 0 && only is null)
            {
                decided.Add(Decide(policies, facts, type, null));
            }

            decided.AddRange(records.Select(record => Decide(policies, facts, type, record)));
        }

        return decided;
    }

    // When a consent limits how often a record may be opened, each opening is a change, because it can prevent the next opening.
    private static IReadOnlyList<Decided> UnderLimit(RequestFacts facts, List<Decided> decided, Opening opening) =>
    [
        .. decided.Where(d => opening == Opening.Everything
            && d is { Record: not null, Verdict: Verdict.Release { Ground.ConsentId: { } id } } && facts.IsLimited(id)),
    ];

    // The rows are as they were read, because the entry is refused when the child's version has changed since.
    private ChangedState StateAfter(RequestFacts facts, IReadOnlyList<Decided> used, DateTimeOffset now)
    {
        foreach (var decision in used)
        {
            DecisionRows.BindUse(facts.Rows, facts.Child, database.Engine, decision, now);
        }

        return new(SubjectId.Of(facts.Child), facts.Rows.DigestOf(facts.Child.Value));
    }

    private Decided Decide(PoliciesNow policies, RequestFacts facts, RecordTypeCode type, FactsOfRecord? record)
    {
        var seen = facts.For(type, record, policies.Version);
        return new Decided(ids.New<DecisionId>(), type, record, policies.Decide(seen), seen);
    }

    private async Task<ReleaseOutcome> AnswerAsync(
        RequestFacts facts, PoliciesNow policies, List<Decided> decided, IReadOnlyList<AuditReceipt> receipts, Opening opening,
        CancellationToken ct)
    {
        var ways = await WaysAsync(facts, decided, ct);
        var answers = new List<RecordAnswer>();
        foreach (var (decision, receipt) in decided.Zip(receipts))
        {
            var answer = decision switch
            {
                { Verdict: Verdict.Release verdict, Record: { } record } =>
                    await OpenAsync(facts, policies, Release.From(decision.Id, facts, record, verdict, receipt), record, opening, ct),
                { Verdict: Verdict.Release } => new RecordAnswer.NothingHeld { RecordType = decision.RecordType, Receipt = receipt },
                { Verdict: Verdict.Refer refer } => new RecordAnswer.Referred(refer.Missing)
                {
                    RecordType = decision.RecordType,
                    Receipt = receipt,
                    Opens = ways!.Of(decision.RecordType, refer.Missing.Select(m => m.Code), referred: true),
                },
                { Verdict: Verdict.Refuse refuse } => new RecordAnswer.Refused(refuse.Missing)
                {
                    RecordType = decision.RecordType,
                    Receipt = receipt,
                    Opens = ways!.Of(decision.RecordType, refuse.Missing.Select(m => m.Code), referred: false),
                },
                _ => throw new UnreachableException(),
            };

            // The number of records that were refused or referred must not be revealed. Therefore a type has at most one refusal and one
            // referral.
            if (answer is RecordAnswer.Released
                || !answers.Exists(a => a.RecordType == answer.RecordType && a.GetType() == answer.GetType()))
            {
                answers.Add(answer);
            }
        }

        return answers.Count == 0
            ? new ReleaseOutcome.NoSuchRequest()
            : new ReleaseOutcome.Answered(answers) { DecidedBy = (policies as PoliciesNow.Sound)?.Policies };
    }

    private async Task<WaysToOpen?> WaysAsync(RequestFacts facts, List<Decided> decided, CancellationToken ct)
    {
        if (decided.TrueForAll(decision => decision.Verdict is Verdict.Release))
        {
            return null;
        }

        await using var db = database.NewContext();
        return await WaysToOpen.ReadAsync(db, log.Keys, (await inForce.ConsentRulesAsync(ct)).Rules, facts.Request, clock.GetUtcNow(), ct);
    }

    private async Task<RecordAnswer> OpenAsync(
        RequestFacts facts, PoliciesNow policies, Release release, FactsOfRecord record, Opening opening, CancellationToken ct)
    {
        var conditions = facts.Assessments.FirstOrDefault(a => a.Id.Value == release.Ground.AssessmentId)?.Conditions() ?? "";
        var (document, failure) = opening == Opening.Everything ? await OpenAsync(facts, policies, release, record, ct) : (null, null);
        return new RecordAnswer.Released(release, document, failure)
        {
            RecordType = release.RecordType,
            Receipt = release.Receipt,
            Conditions = conditions,
        };
    }

    private async Task<(ReleasedDocument? Document, string? Failure)> OpenAsync(
        RequestFacts facts, PoliciesNow policies, Release release, FactsOfRecord record, CancellationToken ct)
    {
        var forms = (policies as PoliciesNow.Sound)?.Policies.RecordForms ?? RecordForms.None;
        try
        {
            var content = await _vault.OpenAsync(release, ct);
            switch (Obligations.Apply(release, record, content, facts.PeriodFrom, facts.PeriodTo, forms))
            {
                case Obligations.Outcome.Met met:
                    release.Applied = met.Applied;
                    return (new ReleasedDocument(release, record.MediaType, met.Content, met.Applied), null);
                case Obligations.Outcome.NotMet notMet:
                    return (null, notMet.Obligation);
                default:
                    throw new UnreachableException();
            }
        }
        catch (VaultException)
        {
            return (null, "document-unavailable");
        }
    }
}

/// <summary>A verdict that is about to be logged, with the facts that it was made from.</summary>
internal sealed record Decided(DecisionId Id, RecordTypeCode RecordType, FactsOfRecord? Record, Verdict Verdict, ReleaseFacts Facts);
