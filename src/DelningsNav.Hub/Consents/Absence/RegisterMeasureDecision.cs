using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>How registering a decision about a measure ended.</summary>
public abstract record RegisterMeasureOutcome
{
    private RegisterMeasureOutcome() { }

    /// <summary>The decision is registered. If the same decision is registered again, the first registration is returned.</summary>
    public sealed record Registered(MeasureDecisionId Id) : RegisterMeasureOutcome;

    /// <summary>The decision has these faults; nothing was registered.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : RegisterMeasureOutcome;

    /// <summary>
    /// The case does not exist, is closed, or is a case that the caller is not assigned to; or the caller is not staff of a social board.
    /// </summary>
    public sealed record NotYourCase : RegisterMeasureOutcome;
}

/// <summary>
/// Registers the social board's decision that a measure may be taken without the other guardian's consent. Only staff of a social board
/// who are assigned to the case may register it.
/// </summary>
public sealed class RegisterMeasureDecision(LoggedChanges changes, IdSource ids, TimeProvider clock)
{
    /// <summary>Registers the decision. It is not a consent and opens nothing by itself.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was registered.</exception>
    public async Task<RegisterMeasureOutcome> HandleAsync(CaseId id, MeasureToRegister measure, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(measure);
        PersonId? child;
        await using (var before = changes.NewContext())
        {
            child = await before.Cases.Where(c => c.Id == id).Select(c => (PersonId?)c.Child).SingleOrDefaultAsync(ct);
        }

        if (child is null)
        {
            return new RegisterMeasureOutcome.NotYourCase();
        }

        var now = clock.GetUtcNow();
        var decisionId = ids.New<MeasureDecisionId>();
        SubjectId[] subjects = [SubjectId.Of(child.Value), SubjectId.Of(decisionId)];
        var changed = await changes.ChangeAsync<RegisterMeasureOutcome>(subjects, async (db, ct) =>
        {
            var @case = await db.Cases.SingleAsync(c => c.Id == id, ct);
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            if (staff is not { Authority.Kind: PartyKind.SocialBoard } || !@case.IsOpen(now)
                || !await CaseReading.IsAssignedAsync(db, @case, staff.Member.Id, now, ct)
                || !await InnerSecrecy.SeesAsync(db, staff, @case.Child, ct))
            {
                return Change<RegisterMeasureOutcome>.None(new RegisterMeasureOutcome.NotYourCase());
            }

            var guardians = await FamilyOfCase.GuardiansAsync(db, @case.Child, SwedishTime.DayOf(now), ct);
            if (FaultsOf(measure, guardians, SwedishTime.DayOf(now)) is { Count: > 0 } faults)
            {
                return Change<RegisterMeasureOutcome>.None(new RegisterMeasureOutcome.Invalid(faults));
            }

            var number = measure.CaseNumber.Value;
            if (await db.MeasureDecisions.FirstOrDefaultAsync(
                m => m.Case == id && m.Guardian == measure.Guardian && m.CaseNumber == number, ct) is { } known)
            {
                return Change<RegisterMeasureOutcome>.None(new RegisterMeasureOutcome.Registered(known.Id));
            }

            var decision = MeasureDecision.Of(decisionId, @case, measure, staff.Member.Id, now);
            db.Add(decision);
            return new Change<RegisterMeasureOutcome>(new RegisterMeasureOutcome.Registered(decision.Id), [EntryOf(decision, staff)]);
        }, ct);
        return changed.Outcome;
    }

    private static NewEntry EntryOf(MeasureDecision decision, KnownStaff staff) => new()
    {
        Kind = EntryKinds.MeasureDecisionRegistered,
        Actor = staff.Actor,
        About = decision.Child,
        Case = decision.Case,
        Holder = staff.Authority.Id,
        Fields = new Dictionary<string, string?>
        {
            ["measure-decision"] = decision.Id.ToString(),
            ["signer"] = decision.Guardian.ToString(),
            ["measure"] = decision.Measure.ToString(),
            ["decision"] = decision.CaseNumber,
            ["decided-on"] = $"{decision.DecidedOn:yyyy-MM-dd}",
            ["until"] = $"{decision.Until:yyyy-MM-dd}",
        },
    };

    // Only custody is checked. Blocks are not checked, because a fault must not reveal that a guardian is blocked (OSL 12 kap. 3 § 1).
    private static List<Fault> FaultsOf(MeasureToRegister measure, IReadOnlyList<FamilyMember> guardians, DateOnly today)
    {
        var faults = new List<Fault>();
        Check(
            guardians.Any(g => g.Person == measure.Guardian), "guardian", "unknown-guardian", "name a person who has custody of the child");
        Check(guardians.Count > 1, "guardian", "only-guardian", "the child has no other guardian who could consent to the measure");
        Check(Enum.IsDefined(measure.Measure), "measure", "unknown-measure", "name one of the four measures");
        Check(!measure.CaseNumber.IsEmpty, "caseNumber", "case-number-missing", "write the diarienummer of the decision");
        faults.AddRange(measure.CaseNumber.Faults);
        Check(measure.DecidedOn <= today, "decidedOn", "decided-later", "the day of the decision cannot be later than today");
        Check(measure.DecidedOn < measure.Until, "until", "until-before-decided", "the decision must be valid for at least one day");
        return faults;

        void Check(bool passes, string field, string code, string detail)
        {
            if (!passes)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }
    }
}
