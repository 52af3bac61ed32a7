using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>How a second decider's decision ended.</summary>
public abstract record PreventionDecided
{
    private PreventionDecided() { }

    /// <summary>The statement is decided. Whether a consent becomes active depends on the other guardian's answer.</summary>
    public sealed record Done(PreventionOutcome Outcome) : PreventionDecided;

    /// <summary>A second decider has already decided the statement.</summary>
    public sealed record DecidedAlready : PreventionDecided;

    /// <summary>The caller made the statement and therefore cannot also decide it.</summary>
    public sealed record SamePerson : PreventionDecided;

    /// <summary>The decision has these faults. The statement is still undecided.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : PreventionDecided;

    /// <summary>The statement does not exist, or the caller may not decide about it.</summary>
    public sealed record NothingToDecide : PreventionDecided;
}

/// <summary>
/// A second decider decides, with reasons of their own, whether a guardian is prevented and the matter cannot wait.
/// Until the decision, nothing is released without that guardian's answer. The other guardian may answer before or after the decision.
/// </summary>
/// <remarks>
/// The second decider belongs to the same branch as the member of staff who made the statement, is another person who has signed in
/// (<see cref="SecondPerson"/>), and either assesses for the branch or leads the unit. One guardian alone may not decide a matter of
/// radical importance for the child's future unless the best interests of the child obviously demand it (FB 6 kap. 13 § second paragraph),
/// and therefore the decider states which of these applies.
/// </remarks>
public sealed class DecidePrevention(LoggedChanges changes, DecideAgain again, TimeProvider clock)
{
    /// <summary>The greatest length of the reasons, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>The text field of the reasons.</summary>
    public static TextField Reason { get; } = new("reason", LongestReason);

    /// <summary>Records the decision.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the statement is still undecided.</exception>
    public async Task<PreventionDecided> HandleAsync(
        PreventionId id, PreventionOutcome outcome, FreeText reason, Caller.Staff caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var subjects = await SubjectsAsync(id, ct);
        if (subjects.Count == 0)
        {
            return new PreventionDecided.NothingToDecide();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<PreventionDecided>(subjects, async (db, ct) =>
        {
            if (!await db.IsSoundAsync(subjects[^1], SubjectKind.Asking, ct))
            {
                return Change<PreventionDecided>.None(new PreventionDecided.NothingToDecide());
            }

            var stated = await db.PreventedGuardians.SingleAsync(p => p.Id == id, ct);
            var receiver = await db.ConsentRequests.Where(r => r.Id == stated.Request).Select(r => r.Recipient).SingleAsync(ct);
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            if (staff is null || staff.Branch.Id != receiver || !await InnerSecrecy.SeesAsync(db, staff, stated.Child, ct)
                || (staff.Member.Id != stated.StatedBy && !SecondPersons.IsPutTo(staff, stated.PutToUnit, stated.PutToStaff)))
            {
                return Change<PreventionDecided>.None(new PreventionDecided.NothingToDecide());
            }

            if (SecondPerson.After(stated.StatedBy, staff, caller) is not { } second)
            {
                return Change<PreventionDecided>.None(new PreventionDecided.SamePerson());
            }

            if (!SecondPersons.MayDecide(staff.Member))
            {
                return Change<PreventionDecided>.None(new PreventionDecided.NothingToDecide());
            }

            if (stated.Outcome is not null)
            {
                return Change<PreventionDecided>.None(new PreventionDecided.DecidedAlready());
            }

            return FaultsOf(outcome, reason) is { Count: > 0 } faults
                ? Change<PreventionDecided>.None(new PreventionDecided.Invalid(faults))
                : await DecidedAsync(db, stated, outcome, reason.Value, second, now, ct);
        }, ct);
        foreach (var consent in await ConsentsAsync(id, ct))
        {
            await again.AfterAnswerAsync(consent, ct);
        }

        return changed.Outcome;
    }

    private async Task<IReadOnlyList<SubjectId>> SubjectsAsync(PreventionId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        var found = await db.PreventedGuardians.Where(p => p.Id == id).Select(p => new { p.Child, p.Request }).SingleOrDefaultAsync(ct);
        return found is null ? [] : [SubjectId.Of(found.Child), SubjectId.Of(found.Request)];
    }

    private async Task<IReadOnlyList<ConsentId>> ConsentsAsync(PreventionId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await (
            from stated in db.PreventedGuardians
            join consent in db.Consents on stated.Request equals consent.Request
            where stated.Id == id
            select consent.Id).ToListAsync(ct);
    }

    private static async Task<Change<PreventionDecided>> DecidedAsync(
        HubDbContext db, PreventedGuardian stated, PreventionOutcome outcome, string reason, SecondPerson by, DateTimeOffset now,
        CancellationToken ct)
    {
        stated.Decide(outcome, by, now);
        var isPrevented = outcome switch
        {
            PreventionOutcome.Confirmed or PreventionOutcome.ConfirmedForTheChildsBest => true,
            PreventionOutcome.Refused => false,
        };
        var entries = new List<NewEntry>();
        foreach (var consent in await db.Consents.Where(c => c.Request == stated.Request).ToListAsync(ct))
        {
            var becameActive = !consent.IsExpired(now) && consent.DecidePrevented(stated.Guardian, isPrevented, now);
            entries.Add(await ConsentEntry.OfAsync(
                db,
                EntryKinds.PreventionDecided,
                consent,
                by.Staff.Actor,
                ct,
                ("prevention", stated.Id.ToString()),
                ("signer", stated.Guardian.ToString()),
                ("stated-by", stated.StatedBy.ToString()),
                ("outcome", outcome.ToString()),
                ("reason", reason),
                ("consent-state", consent.State.ToString()),
                ("began-to-hold", becameActive ? "yes" : null)));
            entries.AddRange(becameActive ? await AcceptAnswer.SupersedeAsync(db, consent, now, ct) : []);
        }

        return new Change<PreventionDecided>(new PreventionDecided.Done(outcome), entries);
    }

    private static List<Fault> FaultsOf(PreventionOutcome outcome, FreeText reason)
    {
        var faults = new List<Fault>();
        if (!Enum.IsDefined(outcome))
        {
            faults.Add(new("outcome", "unknown-outcome", "say `confirmed`, `confirmed-for-the-childs-best` or `refused`"));
        }

        if (reason.IsEmpty)
        {
            faults.Add(new("reason", "reason-missing", "give reasons of your own"));
        }

        faults.AddRange(reason.Faults);

        return faults;
    }
}
