using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>How recording an answer ended.</summary>
public abstract record RecordConsentAnswerOutcome
{
    private RecordConsentAnswerOutcome() { }

    /// <summary>The answer is recorded, and a second person must confirm it. Nothing has been answered yet.</summary>
    public sealed record Recorded(RecordedAnswerId Id) : RecordConsentAnswerOutcome;

    /// <summary>
    /// The no is recorded, and it comes after a yes. Therefore it has withdrawn the consent at once, as the family's word, and waits for
    /// nobody.
    /// </summary>
    public sealed record TakenAsWithdrawal(RecordedAnswerId Id, DateTimeOffset At) : RecordConsentAnswerOutcome;

    /// <summary>The call has these faults; nothing was recorded.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : RecordConsentAnswerOutcome;

    /// <summary>
    /// An answer by this person to this consent is already recorded and undecided. A no is recorded also while a yes waits, and that yes
    /// never counts.
    /// </summary>
    public sealed record WaitsAlready(RecordedAnswerId Id) : RecordConsentAnswerOutcome;

    /// <summary>
    /// The consent can no longer be answered, because it has expired or ended, or because it is active and this is a yes.
    /// </summary>
    public sealed record NoLongerAsked : RecordConsentAnswerOutcome;

    /// <summary>The consent does not exist, or the caller is not assigned to its case.</summary>
    public sealed record NoSuchConsent : RecordConsentAnswerOutcome;
}

/// <summary>
/// Records what a member of the family has answered on paper or orally. It counts as an answer only after a second person has confirmed it.
/// </summary>
/// <remarks>
/// The outcome does not reveal whether the person has already answered, or whether the person is asked. Staff never learn who has
/// answered what (ADR 0028). A no is the exception: where the person has said yes, or the consent is active, it withdraws the consent at
/// once, because the family must not wait for a colleague until its no counts (ADR 0040).
/// </remarks>
public sealed class RecordConsentAnswer(LoggedChanges changes, ConsentTexts texts, IdSource ids, TimeProvider clock)
{
    private const int FewestDigitsOfHash = 12;

    /// <summary>Records the answer on behalf of the recipient's staff who are assigned to the case.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was recorded.</exception>
    public async Task<RecordConsentAnswerOutcome> HandleAsync(ConsentId id, AnswerToRecord record, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(record);
        var subjects = await ConsentSubject.WithRecordedAsync(changes, id, ct);
        if (subjects.Count == 0)
        {
            return new RecordConsentAnswerOutcome.NoSuchConsent();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<RecordConsentAnswerOutcome>(subjects, async (db, ct) =>
        {
            var consent = await db.Consents.SingleAsync(c => c.Id == id, ct);
            if (await AssignedStaff.FindAsync(db, consent, caller, now, ct) is not { } staff)
            {
                return Change<RecordConsentAnswerOutcome>.None(new RecordConsentAnswerOutcome.NoSuchConsent());
            }

            var withdraws = Withdraws(consent, record, now);
            if (!withdraws && !consent.MayBeAnswered(now))
            {
                return Change<RecordConsentAnswerOutcome>.None(new RecordConsentAnswerOutcome.NoLongerAsked());
            }

            var text = await texts.RenderAsync(db, consent, record.Language, ct);
            var family = await FamilyOfCase.ReadAsync(db, consent.Child, FrozenRule.Of(consent.FrozenRule).Rule, now, ct);
            var scan = Scan.Of(record.Scan);
            var faults = FaultsOf(record, consent, text, family, scan, now);
            var colleagues = await SecondPersons.AfterAsync(db, staff, consent.Child, areDeciders: false, SwedishTime.DayOf(now), ct);

            // A no that withdraws waits for nobody, so it is never refused because there is nobody (ADR 0040).
            if (!withdraws && SecondPersons.FaultOf(record.SecondPerson, colleagues, "secondPerson") is { } nobody)
            {
                faults.Add(nobody);
            }

            if (faults.Count > 0)
            {
                return Change<RecordConsentAnswerOutcome>.None(new RecordConsentAnswerOutcome.Invalid(faults));
            }

            var waiting = await db.RecordedAnswers.AsNoTracking()
                .Where(r => r.Consent == id && r.Signer == record.Signer && r.Outcome == null && r.ContradictedAt == null).ToListAsync(ct);
            if (waiting.Find(r => record.Answer == ConsentAnswer.Yes || r.Answer == ConsentAnswer.No) is { } undecided)
            {
                return Change<RecordConsentAnswerOutcome>.None(new RecordConsentAnswerOutcome.WaitsAlready(undecided.Id));
            }

            var recorded = await RecordedAsync(db, consent, record, text, scan, staff, now, ct);
            return withdraws && recorded.Outcome is RecordConsentAnswerOutcome.Recorded { Id: var answer }
                ? new Change<RecordConsentAnswerOutcome>(
                    new RecordConsentAnswerOutcome.TakenAsWithdrawal(answer, now),
                    [.. recorded.Entries, await WithdrawConsent.ByNoAsync(db, consent, staff.Actor, now, ct)])
                : recorded;
        }, caller.Call, ct);
        return changed.Outcome;
    }

    // Staff who are assigned to the case may withdraw a consent on the family's word, without naming anybody. So a no to an active consent
    // withdraws it, no matter who in the family said it.
    private static bool Withdraws(Consent consent, AnswerToRecord record, DateTimeOffset now) =>
        record.Answer is ConsentAnswer.No
        && !consent.IsExpired(now)
        && (consent.State == ConsentState.Active || consent.MayBeWithdrawnBy(record.Signer));

    private async Task<Change<RecordConsentAnswerOutcome>> RecordedAsync(
        HubDbContext db, Consent consent, AnswerToRecord record, ShownText text, Scan? scan, KnownStaff staff, DateTimeOffset now,
        CancellationToken ct)
    {
        var id = ids.New<RecordedAnswerId>();
        await AcceptAnswer.StoreTextAsync(db, consent, text, ct);
        var recorded = RecordedAnswer.Of(id, consent, record, text, scan, staff, now);
        db.Add(recorded);
        await TellSignerAsync(db, recorded, now, ct);
        await db.SaveChangesAsync(ct);
        if (scan is not null)
        {
            await Scans.PutAsync(db, id, consent.Child, scan, ct);
        }

        return new Change<RecordConsentAnswerOutcome>(
            new RecordConsentAnswerOutcome.Recorded(id),
            [await RecordedEntry.OfAsync(
                db,
                EntryKinds.ConsentAnswerRecorded,
                consent,
                recorded,
                staff.Actor,
                ct,
                ("identified", record.Identified.Value),
                ("reason", record.Reason.Value))]);
    }

    // The signer, and nobody else in the family, is told before anybody can confirm the answer. A signer who may not see the child's
    // matters, such as a blocked guardian, is told nothing (OSL 12 kap. 3 § 1).
    private static async Task TellSignerAsync(HubDbContext db, RecordedAnswer recorded, DateTimeOffset now, CancellationToken ct)
    {
        if (await FamilyRights.FindAsync(db, recorded.Signer, recorded.Child, SwedishTime.DayOf(now), ct) is not null)
        {
            db.Add(FamilyMessage.OfRecorded(recorded.Signer, recorded.Consent, recorded.Id, now));
        }
    }

    private static List<Fault> FaultsOf(
        AnswerToRecord record, Consent consent, ShownText text, IReadOnlyList<FamilyMember> family, Scan? scan, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        Check(
            family.Any(f => f.Person == record.Signer), "signer", "unknown-signer",
            "name a guardian of the child, or the child where it signs itself");
        Check(record.Answer is not null, "answer", "unknown-answer", "say `yes` or `no`");
        Check(record.Form is AnswerForm.Paper or AnswerForm.Oral, "form", "unknown-form", "say `paper` or `oral`");
        Check(record.GivenAt <= now, "givenAt", "given-later", "an answer cannot be given later than now");
        Check(
            SwedishTime.DayOf(consent.RequestedAt) <= SwedishTime.DayOf(record.GivenAt),
            "givenAt", "given-before-asked", "an answer cannot be given before the family was asked");
        Check(
            record.TextHash.Length >= FewestDigitsOfHash && text.Hash.StartsWith(record.TextHash, StringComparison.Ordinal),
            "textHash", "text-not-current", "the answer is not to the current text; ask the family to answer the current text");
        Check(
            record.Form != AnswerForm.Paper || scan is not null, "scan", "scan-not-taken",
            "send the signed paper as PDF, JPEG or PNG of at most 10 MiB");
        Check(record.Form != AnswerForm.Oral || record.Scan.IsEmpty, "scan", "scan-of-words", "an oral answer has no scan");
        CheckWords(record.Identified, "identified");
        CheckWords(record.Reason, "reason");
        return faults;

        void Check(bool passes, string field, string code, string detail)
        {
            if (!passes)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }

        void CheckWords(FreeText words, string field)
        {
            Check(!words.IsEmpty, field, "words-missing", "say how the person was identified and why the person did not sign in to answer");
            faults.AddRange(words.Faults);
        }
    }
}

/// <summary>The log entries of a recorded answer.</summary>
internal static class RecordedEntry
{
    /// <summary>
    /// Makes the entry of a step with a recorded answer. The entry names the signer. Therefore the signer can find it, and nobody else in
    /// the family can.
    /// </summary>
    public static Task<NewEntry> OfAsync(
        HubDbContext db, string kind, Consent consent, RecordedAnswer recorded, Actor actor, CancellationToken ct,
        params (string Name, string? Value)[] besides) =>
        ConsentEntry.OfAsync(
            db,
            kind,
            consent,
            actor,
            ct,
            [
                ("recorded-answer", recorded.Id.ToString()),
                ("signer", recorded.Signer.ToString()),
                ("answer-form", AnswerForms.WordOf(recorded.Form)),
                .. besides,
            ]);
}
