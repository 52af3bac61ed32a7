using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>How contradicting a recorded answer ended. A second contradiction gives the same outcome.</summary>
public abstract record ContradictOutcome
{
    private ContradictOutcome() { }

    /// <summary>The answer was not confirmed, and now nobody can confirm it. Nothing is answered.</summary>
    public sealed record NeverCounts : ContradictOutcome;

    /// <summary>The answer was a confirmed yes, and the consent is withdrawn.</summary>
    public sealed record Withdrawn : ContradictOutcome;

    /// <summary>
    /// The answer was a no that counts, and it remains. It opens nothing, and a yes can only be given to a new question.
    /// </summary>
    public sealed record NoRemains : ContradictOutcome;

    /// <summary>Nothing rested on the answer: it did not count, or its consent had ended in another way.</summary>
    public sealed record NothingRestsOnIt : ContradictOutcome;

    /// <summary>The recorded answer does not exist, or the caller is not its signer or may not see the child's matters.</summary>
    public sealed record NoSuchAnswer : ContradictOutcome;
}

/// <summary>
/// Contradicts an answer that staff have recorded in the caller's name. The signer says that they did not give it, and gives no reason.
/// </summary>
/// <remarks>
/// The contradiction takes effect at once where that closes something: an answer that waits is never confirmed, and a yes is withdrawn. A
/// confirmed no remains, because a consent that it settled never becomes active again. The family is asked anew (ADR 0033).
/// </remarks>
public sealed class ContradictRecordedAnswer(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Contradicts the answer. After this returns, a release that rests on the answer can no longer be logged.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was contradicted.</exception>
    public async Task<ContradictOutcome> HandleAsync(RecordedAnswerId id, Caller.Family caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var found = await FindAsync(id, caller, ct);
        if (found is not var (answered, child))
        {
            return new ContradictOutcome.NoSuchAnswer();
        }

        var now = clock.GetUtcNow();
        var subjects = await ConsentSubject.WithRecordedAsync(changes, answered, ct);
        var changed = await changes.ChangeAsync<ContradictOutcome>(subjects, async (db, ct) =>
        {
            if (await FamilyRights.FindAsync(db, caller.Id, child, SwedishTime.DayOf(now), ct) is not { } seen)
            {
                return Change<ContradictOutcome>.None(new ContradictOutcome.NoSuchAnswer());
            }

            var recorded = await db.RecordedAnswers.SingleAsync(r => r.Id == id, ct);
            var consent = await db.Consents.SingleAsync(c => c.Id == recorded.Consent, ct);
            return recorded.ContradictedAt is null
                ? await ContradictedAsync(db, recorded, consent, new Actor(caller.Id.Value, "person", seen.Bond.ToString()), now, ct)
                : Change<ContradictOutcome>.None(OutcomeOf(recorded, consent));
        }, ct);
        return changed.Outcome;
    }

    private async Task<(ConsentId Consent, PersonId Child)?> FindAsync(RecordedAnswerId id, Caller.Family caller, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        var found = await db.RecordedAnswers.Where(r => r.Id == id && r.Signer == caller.Id).Select(r => new { r.Consent, r.Child })
            .SingleOrDefaultAsync(ct);
        return found is null ? null : (found.Consent, found.Child);
    }

    private static async Task<Change<ContradictOutcome>> ContradictedAsync(
        HubDbContext db, RecordedAnswer recorded, Consent consent, Actor signer, DateTimeOffset now, CancellationToken ct)
    {
        var restsOnYes = recorded is { Outcome: RecordedOutcome.Confirmed, Answer: ConsentAnswer.Yes };
        recorded.Contradict(now);
        var entries = new List<NewEntry>
        {
            await RecordedEntry.OfAsync(
                db, EntryKinds.ConsentAnswerContradicted, consent, recorded, signer, ct, ("recorded-by", recorded.RecordedBy.ToString())),
        };
        if (restsOnYes && consent.Close(ConsentMove.Withdraw, now))
        {
            entries.Add(await ConsentEnded.EntryAsync(
                db, EntryKinds.ConsentWithdrawn, consent, signer, now, ct, ("because", "recorded-answer-contradicted")));
        }

        return new Change<ContradictOutcome>(OutcomeOf(recorded, consent), entries);
    }

    /// <summary>What a contradiction of the answer has led to.</summary>
    internal static ContradictOutcome OutcomeOf(RecordedAnswer recorded, Consent consent) =>
        recorded.HasWithdrawn(consent) ? new ContradictOutcome.NoRemains()
        : recorded.Outcome is not { } outcome ? new ContradictOutcome.NeverCounts()
        : outcome switch
        {
            RecordedOutcome.Confirmed when recorded.Answer == ConsentAnswer.No => new ContradictOutcome.NoRemains(),
            RecordedOutcome.Confirmed when consent.State == ConsentState.Withdrawn => new ContradictOutcome.Withdrawn(),
            RecordedOutcome.Confirmed or RecordedOutcome.Overtaken or RecordedOutcome.Rejected => new ContradictOutcome.NothingRestsOnIt(),
        };
}
