using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Answering;

/// <summary>How answering a consent ended.</summary>
public abstract record AnswerOutcome
{
    private AnswerOutcome() { }

    /// <summary>The answer is recorded, in the log entry with this index.</summary>
    public sealed record Answered(ConsentState State, long LogIndex) : AnswerOutcome;

    /// <summary>The person has said yes before. The no withdraws the consent, and nothing more is released under it.</summary>
    public sealed record TakenAsWithdrawal(DateTimeOffset At) : AnswerOutcome;

    /// <summary>
    /// The person has answered before, and that answer remains. A no becomes a yes only when the family is asked again. A no after a yes
    /// comes here only when the consent has ended already.
    /// </summary>
    public sealed record AnsweredAlready(ConsentAnswer Answer) : AnswerOutcome;

    /// <summary>The consent can no longer be answered, because it has expired, was withdrawn, or has ended in another way.</summary>
    public sealed record NoLongerAsked : AnswerOutcome;

    /// <summary>The consent does not exist, or this person is not a signer of it. Both cases give this answer.</summary>
    public sealed record NothingToAnswer : AnswerOutcome;

    /// <summary>
    /// The current text is not the text that was shown, and the answer is a yes. Show the current text and ask again. A no agrees to
    /// nothing and counts whatever text was shown; it is stored with the current text.
    /// </summary>
    public sealed record TextChanged : AnswerOutcome;
}

/// <summary>
/// Records one signer's yes or no. The last yes that is needed makes the consent active. The consent then supersedes the earlier consents
/// that it covers completely. A no after the same person's yes is never lost: it withdraws the consent (ADR 0040).
/// </summary>
public sealed class AnswerConsent(LoggedChanges changes, ConsentTexts texts, DecideAgain again, TimeProvider clock)
{
    /// <summary>Records the answer to the text that was shown, which is identified by its hash.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was answered.</exception>
    public async Task<AnswerOutcome> HandleAsync(
        ConsentId id, PersonId person, ConsentAnswer answer, string language, string shownHash, CancellationToken ct)
    {
        var child = await ConsentSubject.OfAsync(changes, id, ct);
        if (child is null)
        {
            return new AnswerOutcome.NothingToAnswer();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<AnswerOutcome>([SubjectId.Of(child.Value)], async (db, ct) =>
        {
            if (await db.Consents.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } consent)
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.NothingToAnswer());
            }

            // A no comes from a form that was opened before the yes, from another device, or from a second thought. Whichever it is, the
            // person does not agree any more.
            if (answer == ConsentAnswer.No && await WithdrawConsent.ByNoAsync(db, consent, person, now, ct) is { } withdrawn)
            {
                return new Change<AnswerOutcome>(new AnswerOutcome.TakenAsWithdrawal(now), [withdrawn]);
            }

            if (await AcceptAnswer.WhyNotAsync(db, consent, person, now, ct) is { } refusal)
            {
                return Change<AnswerOutcome>.None(refusal);
            }

            var text = await texts.RenderAsync(db, consent, language, ct);
            if (text.Hash != shownHash && answer == ConsentAnswer.Yes)
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.TextChanged());
            }

            await AcceptAnswer.StoreTextAsync(db, consent, text, ct);
            var entries = await AcceptAnswer.EntriesAsync(db, consent, new(person, answer, text, AnswerForm.SignedIn), now, ct);
            return new Change<AnswerOutcome>(new AnswerOutcome.Answered(consent.State, 0), entries);
        }, ct);
        if (changed.Outcome is not AnswerOutcome.Answered done)
        {
            return changed.Outcome;
        }

        await again.AfterAnswerAsync(id, ct);
        return done with { LogIndex = AcceptAnswer.ReceiptOfAnswer(changed.Receipts).Index };
    }
}
