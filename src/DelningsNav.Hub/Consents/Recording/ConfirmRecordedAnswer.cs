using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>How a second person's decision ended.</summary>
public abstract record ConfirmOutcome
{
    private ConfirmOutcome() { }

    /// <summary>
    /// The recorded answer is confirmed. It counts unless the person had already answered themselves or was not asked. This outcome does
    /// not reveal whether it counts.
    /// </summary>
    public sealed record Confirmed : ConfirmOutcome;

    /// <summary>The recorded answer is rejected, and nothing was answered.</summary>
    public sealed record Rejected : ConfirmOutcome;

    /// <summary>The consent had ended or expired before the confirmation. Nothing was answered.</summary>
    public sealed record NoLongerAsked : ConfirmOutcome;

    /// <summary>A second person has already decided about the recorded answer.</summary>
    public sealed record DecidedAlready : ConfirmOutcome;

    /// <summary>The signer has said that they did not give the answer. Nobody can confirm it any more.</summary>
    public sealed record Contradicted : ConfirmOutcome;

    /// <summary>The caller recorded the answer and therefore cannot also confirm it.</summary>
    public sealed record SamePerson : ConfirmOutcome;

    /// <summary>The call has these faults. The recorded answer is still undecided.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ConfirmOutcome;

    /// <summary>The recorded answer does not exist at the caller's branch.</summary>
    public sealed record NoSuchAnswer : ConfirmOutcome;
}

/// <summary>
/// Confirms or rejects, as a second person, an answer that a colleague has recorded. The second person is another member of staff of the
/// same branch, who is still employed and has signed in (<see cref="SecondPerson"/>).
/// </summary>
/// <remarks>
/// A confirmed answer is recorded in the same way as an answer by a signed-in signer, with the same states and the same log entries. An
/// answer that the person has given themselves takes precedence.
/// </remarks>
public sealed class ConfirmRecordedAnswer(LoggedChanges changes, DecideAgain again, TimeProvider clock)
{
    /// <summary>The greatest length of a reason, in characters.</summary>
    public const int LongestWords = 500;

    /// <summary>The text field of the reason.</summary>
    public static TextField Reason { get; } = new("reason", LongestWords);

    /// <summary>Confirms the recorded answer.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; it is still undecided.</exception>
    public Task<ConfirmOutcome> ConfirmAsync(RecordedAnswerId id, Caller.Staff caller, CancellationToken ct) =>
        DecideAsync(id, caller, ConfirmedAsync, ct);

    /// <summary>Rejects the recorded answer, with the reason.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; it is still undecided.</exception>
    public Task<ConfirmOutcome> RejectAsync(RecordedAnswerId id, FreeText reason, Caller.Staff caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return DecideAsync(
            id,
            caller,
            async (db, step, ct) =>
            {
                if (FaultsOf(reason) is { Count: > 0 } faults)
                {
                    return Change<ConfirmOutcome>.None(new ConfirmOutcome.Invalid(faults));
                }

                step.Recorded.Decide(RecordedOutcome.Rejected, step.By, step.Now);
                var rejected = await RecordedEntry.OfAsync(
                    db, EntryKinds.ConsentAnswerDecided, step.Consent, step.Recorded, step.By.Staff.Actor, ct, ("outcome", "rejected"),
                    ("reason", reason.Value));
                return new Change<ConfirmOutcome>(new ConfirmOutcome.Rejected(), [rejected]);
            },
            ct);
    }

    private static async Task<Change<ConfirmOutcome>> ConfirmedAsync(HubDbContext db, Step step, CancellationToken ct)
    {
        var (consent, recorded, by, now) = (step.Consent, step.Recorded, step.By, step.Now);
        var counts = await AcceptAnswer.WhyNotAsync(db, consent, recorded.Signer, now, ct) is null
            && !await NoWaitsAsync(db, recorded, ct);
        recorded.Decide(counts ? RecordedOutcome.Confirmed : RecordedOutcome.Overtaken, by, now);
        var ended = ConsentMachine.IsOver(consent.State) || consent.IsExpired(now);
        var confirmed = await RecordedEntry.OfAsync(
            db, EntryKinds.ConsentAnswerDecided, consent, recorded, by.Staff.Actor, ct, ("outcome", "confirmed"),
            ("recorded-by", recorded.RecordedBy.ToString()),
            ("counts", counts ? "yes" : "no"));
        if (!counts)
        {
            return new Change<ConfirmOutcome>(ended ? new ConfirmOutcome.NoLongerAsked() : new ConfirmOutcome.Confirmed(), [confirmed]);
        }

        var text = (await db.ConsentTexts.AsNoTracking().SingleAsync(t => t.Digest == recorded.TextDigest, ct)).Open(recorded.Key.Key);
        var entries = await AcceptAnswer.EntriesAsync(
            db,
            consent,
            new(recorded.Signer, recorded.Answer, text, recorded.Form),
            now,
            ct,
            ("answer-form", AnswerForms.WordOf(recorded.Form)),
            ("recorded-answer", recorded.Id.ToString()),
            ("recorded-by", recorded.RecordedBy.ToString()),
            ("confirmed-by", by.Staff.Member.Id.ToString()));
        return new Change<ConfirmOutcome>(new ConfirmOutcome.Confirmed(), [confirmed, .. entries]);
    }

    // A yes never counts while a no of the same person waits too, whichever of them is confirmed first (ADR 0040).
    private static async Task<bool> NoWaitsAsync(HubDbContext db, RecordedAnswer recorded, CancellationToken ct)
    {
        var waiting = await db.RecordedAnswers.AsNoTracking()
            .Where(r => r.Consent == recorded.Consent && r.Signer == recorded.Signer && r.Id != recorded.Id
                && r.Outcome == null && r.ContradictedAt == null)
            .ToListAsync(ct);
        return recorded.Answer == ConsentAnswer.Yes && waiting.Exists(r => r.Answer == ConsentAnswer.No);
    }

    private async Task<ConfirmOutcome> DecideAsync(
        RecordedAnswerId id, Caller.Staff caller, Func<HubDbContext, Step, CancellationToken, Task<Change<ConfirmOutcome>>> decide,
        CancellationToken ct)
    {
        ConsentId? answered;
        await using (var before = changes.NewContext())
        {
            answered = await before.RecordedAnswers.Where(r => r.Id == id).Select(r => (ConsentId?)r.Consent).SingleOrDefaultAsync(ct);
        }

        var subjects = answered is { } known ? await ConsentSubject.WithRecordedAsync(changes, known, ct) : [];
        if (subjects.Count == 0)
        {
            return new ConfirmOutcome.NoSuchAnswer();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<ConfirmOutcome>(subjects, async (db, ct) =>
        {
            if (!await ConsentSubject.IsRecordedSoundAsync(db, answered!.Value, ct))
            {
                return Change<ConfirmOutcome>.None(new ConfirmOutcome.NoSuchAnswer());
            }

            var recorded = await db.RecordedAnswers.SingleAsync(r => r.Id == id, ct);
            var consent = await db.Consents.SingleAsync(c => c.Id == recorded.Consent, ct);
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            if (staff is null || staff.Branch.Id != consent.Recipient || !await InnerSecrecy.SeesAsync(db, staff, consent.Child, ct)
                || (staff.Member.Id != recorded.RecordedBy && !SecondPersons.IsPutTo(staff, recorded.PutToUnit, recorded.PutToStaff)))
            {
                return Change<ConfirmOutcome>.None(new ConfirmOutcome.NoSuchAnswer());
            }

            return SecondPerson.After(recorded.RecordedBy, staff, caller) is not { } second
                    ? Change<ConfirmOutcome>.None(new ConfirmOutcome.SamePerson())
                : recorded.ContradictedAt is not null ? Change<ConfirmOutcome>.None(new ConfirmOutcome.Contradicted())
                : recorded.Outcome is not null ? Change<ConfirmOutcome>.None(new ConfirmOutcome.DecidedAlready())
                : await decide(db, new Step(consent, recorded, second, now), ct);
        }, ct);
        await again.AfterAnswerAsync(answered!.Value, ct);
        return changed.Outcome;
    }

    private static List<Fault> FaultsOf(FreeText reason)
    {
        var faults = new List<Fault>();
        if (reason.IsEmpty)
        {
            faults.Add(new("reason", "reason-missing", "say why it is not confirmed"));
        }

        faults.AddRange(reason.Faults);

        return faults;
    }

    private sealed record Step(Consent Consent, RecordedAnswer Recorded, SecondPerson By, DateTimeOffset Now);
}
