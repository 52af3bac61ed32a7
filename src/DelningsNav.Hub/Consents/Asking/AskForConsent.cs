using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Asking;

/// <summary>
/// Asks a child's family for consent. Each holder has a separate consent, with the signers that the child's age and custody require.
/// </summary>
public sealed class AskForConsent(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>The time before a consent expires in which it may be asked for again, so that the new consent is valid longer.</summary>
    public static TimeSpan RenewableFor { get; } = TimeSpan.FromDays(30);

    /// <summary>The greatest length of a message, in characters.</summary>
    public const int LongestText = 1000;

    /// <summary>The text field of the message from staff to the family.</summary>
    public static TextField Message { get; } = new("message", LongestText);

    /// <summary>The text field of the child's opinion.</summary>
    public static TextField ChildsView { get; } = new("childsView", LongestText);

    /// <summary>The text field of the reason why the signers are not the usual signers at the child's age.</summary>
    public static TextField CircumstanceReason { get; } = new("circumstanceReason", LongestText);

    private const int UsualMonths = 6;

    /// <summary>
    /// The days that the records may be about, unless the caller states other days. They are from a year before today to half a year
    /// after today, extended to the days of a request.
    /// </summary>
    public static (DateOnly From, DateOnly To) UsualWindow(DateOnly? from, DateOnly? to, DateOnly today)
    {
        var (first, last) = (today.AddYears(-1), today.AddMonths(UsualMonths));
        return (from < first ? from.Value : first, to > last ? to.Value : last);
    }

    /// <summary>The last day on which a consent is valid, unless the caller states another day.</summary>
    public static DateOnly UsualLastDay(DateOnly today) => today.AddMonths(UsualMonths);

    /// <summary>Checks the ask, determines the signers, and asks the family.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nobody was asked.</exception>
    public async Task<AskOutcome> HandleAsync(ConsentAsk ask, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var (rules, version) = await inForce.ConsentRulesAsync(ct);
        var id = ids.New<ConsentRequestId>();
        var changed = await changes.ChangeAsync<AskOutcome>([SubjectId.Of(id), .. await SubjectsAsync(ask.Case, ct)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, caller, today, ct);
            var @case = await db.Cases.SingleOrDefaultAsync(c => c.Id == ask.Case, ct);
            if (staff is null || @case is null || !@case.IsOpen(now)
                || !await CaseReading.IsAssignedAsync(db, @case, staff.Member.Id, now, ct)
                || !await InnerSecrecy.SeesAsync(db, staff, @case.Child, ct))
            {
                return Change<AskOutcome>.None(new AskOutcome.NotYourCase());
            }

            var child = await db.People.SingleAsync(p => p.Id == @case.Child, ct);
            if (!rules.HasProcedure(@case.Purpose))
            {
                return Change<AskOutcome>.None(new AskOutcome.Invalid(
                    [new("case", "no-procedure", "the rules have no procedure for consent in a case of this kind")]));
            }

            // A circumstance that could not be read becomes a fault below. The other faults are then found under the usual rule.
            var rule = new FrozenRule(version, rules.SignersFor(@case.Purpose, ask.Circumstance ?? SigningCircumstance.Usual));
            List<Fault> faults =
                [.. await ConsentAskFaults.OfAsync(db, ask, new(child, @case.Purpose, staff.Branch, rule.Rule, rules, types, now), ct)];
            if (ask.Prevented is { } stated
                && SecondPersons.FaultOf(
                    stated.SecondPerson, await SecondPersons.AfterAsync(db, staff, child.Id, areDeciders: true, today, ct),
                    "prevented.secondPerson") is { } nobody)
            {
                faults.Add(nobody);
            }

            if (faults.Count > 0)
            {
                return Change<AskOutcome>.None(new AskOutcome.Invalid(faults));
            }

            var decisions = !rules.Counts(SignerExceptionCodes.MeasureDecision, @case.Purpose)
                ? []
                : (await MeasureDecision.OfCaseAsync(db, @case.Id, ct)).FindAll(m => m.HoldsOn(today));
            if (decisions.Exists(m => SwedishTime.StartOf(m.Until) < ask.ValidUntil))
            {
                return Change<AskOutcome>.None(new AskOutcome.Invalid(
                    [new(
                        "validUntil",
                        "outlives-decision",
                        "the consent cannot be valid longer than the decision that excuses a guardian from signing")]));
            }

            var relations = await ChildSigners.ReadAsync(db, child, ct);
            var signers = relations.On(today, rule.Rule);
            if (signers.Count == 0)
            {
                return Change<AskOutcome>.None(new AskOutcome.NobodyCanSign());
            }

            var (scopes, left, awaited) = await ScopesAsync(db, ask, @case, staff.Branch.Id, relations, now, ct);
            if (scopes.Count == 0)
            {
                return Change<AskOutcome>.None(awaited ? new AskOutcome.AwaitedAlready() : new AskOutcome.ConsentedAlready());
            }

            var put = ask with { RetentionPromise = ask.RetentionPromise ?? rules.RetentionPromises[0] };
            var request = ConsentRequest.Of(
                id, @case, await db.KeyOfAsync(@case.Child, ct), staff.Branch.Id, put, rule, staff.Member.Id, now);
            var reviewOn = relations.NextChange(today, rule.Rule);
            var consents = scopes.Select(scope => Consent.Ask(ids.New<ConsentId>(), request, scope, signers, reviewOn)).ToList();
            foreach (var measure in decisions)
            {
                consents.ForEach(consent => consent.LeaveOutByDecision(measure.Guardian));
            }

            db.Add(request);
            db.AddRange(consents);
            return new Change<AskOutcome>(
                new AskOutcome.Asked(request.Id, [.. consents.Select(c => c.Id)], left),
                [
                    .. await EntriesAsync(db, request, consents, @case, staff.Actor, ct),
                    .. await PreventedAsync(db, put, request, consents, staff, now, ct),
                ]);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    // The child is also locked, because a change of custody or a block would change the signers.
    private async Task<IReadOnlyList<SubjectId>> SubjectsAsync(CaseId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        var child = await db.Cases.Where(c => c.Id == id).Select(c => (PersonId?)c.Child).SingleOrDefaultAsync(ct);
        return child is null ? [SubjectId.Of(id)] : [SubjectId.Of(id), SubjectId.Of(child.Value)];
    }

    // The entries are the same whether the guardian is a signer or is blocked.
    private async Task<IReadOnlyList<NewEntry>> PreventedAsync(
        HubDbContext db, ConsentAsk ask, ConsentRequest request, List<Consent> consents, KnownStaff staff, DateTimeOffset now,
        CancellationToken ct)
    {
        if (ask.Prevented is not { } prevented)
        {
            return [];
        }

        var id = ids.New<PreventionId>();
        db.Add(PreventedGuardian.Of(id, request, prevented, staff, now));
        var entries = new List<NewEntry>();
        foreach (var consent in consents)
        {
            consent.StatePrevented(prevented.Guardian);
            entries.Add(await ConsentEntry.OfAsync(
                db,
                EntryKinds.PreventionStated,
                consent,
                staff.Actor,
                ct,
                ("prevention", id.ToString()),
                ("signer", prevented.Guardian.ToString()),
                ("cause", prevented.Cause.ToString()),
                ("reason", prevented.Reason.Value),
                ("urgency", prevented.Urgency.Value)));
        }

        return entries;
    }

    private static async Task<IReadOnlyList<NewEntry>> EntriesAsync(
        HubDbContext db, ConsentRequest request, List<Consent> consents, Case @case, Actor asker, CancellationToken ct)
    {
        var entries = new List<NewEntry>();
        foreach (var consent in consents)
        {
            entries.Add(await EntryAsync(db, request, consent, @case, asker, ct));
        }

        return entries;
    }

    private static Task<NewEntry> EntryAsync(
        HubDbContext db, ConsentRequest request, Consent consent, Case @case, Actor asker, CancellationToken ct) =>
        ConsentEntry.OfAsync(
            db,
            EntryKinds.ConsentRequested,
            consent,
            asker,
            ct,
            ("case-number", @case.CaseNumber),
            ("purpose", consent.Purpose.Code),
            ("data-window", $"{consent.DataFrom:yyyy-MM-dd}/{consent.DataTo:yyyy-MM-dd}"),
            ("valid-until", $"{consent.ValidUntil:O}"),
            ("uses", consent.Uses.ToString()),
            ("kept", consent.RetentionPromise.Code),
            ("signer-rule", consent.FrozenRule),
            ("circumstance", request.CircumstanceReason.Length == 0 ? null : request.CircumstanceReason),
            ("request", request.InformationRequest?.ToString()));

    /// <summary>
    /// The ask without the types that the family has consented to for the whole time or is already being asked for. A consent that
    /// expires soon may be asked for again.
    /// </summary>
    private static async Task<(IReadOnlyList<ConsentScope> Scopes, IReadOnlyList<ConsentScope> Left, bool Awaited)> ScopesAsync(
        HubDbContext db, ConsentAsk ask, Case @case, BranchId recipient, ChildSigners relations, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        var live = await db.Consents.AsNoTracking()
            .Where(c => c.Child == @case.Child && c.Case == @case.Id && c.Recipient == recipient
                && (c.State == ConsentState.Active || c.State == ConsentState.Requested || c.State == ConsentState.Signing))
            .ToListAsync(ct);
        if (ask.Prevented is { } prevented)
        {
            // If a guardian turns out to be prevented, an outstanding consent that awaits this guardian may be asked for again. The new
            // consent need not wait for the guardian.
            var stated = await db.PreventedGuardians.AsNoTracking()
                .Where(p => p.Case == @case.Id && p.Guardian == prevented.Guardian && p.Outcome != PreventionOutcome.Refused)
                .Select(p => p.Request).ToListAsync(ct);
            live.RemoveAll(c => c.State != ConsentState.Active && !stated.Contains(c.Request));
        }

        var once = live.Where(c => c.Uses == UseLimit.Once).Select(c => c.Id).ToList();
        var usedUp = once.Count == 0
            ? []
            : await db.Set<ConsentUse>().Where(u => once.Contains(u.Consent)).Select(u => u.Consent).Distinct().ToListAsync(ct);
        var signers = relations.On(today);
        var lasting = live
            .Where(c => c.Uses.IsAtLeast(ask.Uses!.Value)
                && !usedUp.Contains(c.Id)
                && (c.ValidUntil >= ask.ValidUntil || now + RenewableFor < c.ValidUntil)
                && c.IsAskedOf(relations.On(today, c)))
            .Select(Coverage.Of)
            .ToList();
        var asked = ask.Scopes
            .Select(scope => (Scope: scope, ByType: scope.RecordTypes.Distinct().ToLookup(type => StandingOf(scope.Discloser, type))))
            .ToList();
        return (
            [.. asked.Select(a => a.Scope with { RecordTypes = [.. a.ByType[Standing.None]] }).Where(s => s.RecordTypes.Count > 0)],
            [.. asked.Select(a => a.Scope with { RecordTypes = [.. a.ByType[Standing.Covered], .. a.ByType[Standing.Awaited]] })
                .Where(s => s.RecordTypes.Count > 0)],
            asked.Exists(a => a.ByType[Standing.Awaited].Any()));

        Standing StandingOf(BranchId discloser, RecordTypeCode type)
        {
            var question = new CoverageQuestion(@case.Child, @case.Id, discloser, recipient, @case.Purpose, type, ask.DataFrom, ask.DataTo);
            return Coverage.Find(lasting, question, signers, [], now) is not null ? Standing.Covered
                : lasting.Exists(c => c.Awaits(question, now)) ? Standing.Awaited
                : Standing.None;
        }
    }

    private enum Standing
    {
        None,
        Covered,
        Awaited,
    }
}
