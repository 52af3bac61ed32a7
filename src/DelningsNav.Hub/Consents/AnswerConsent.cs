using System.Data.Common;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>How answering a consent ended.</summary>
public abstract record AnswerOutcome
{
    private AnswerOutcome() { }

    /// <summary>The answer stands, in this log entry.</summary>
    public sealed record Answered(ConsentState State, long LogIndex) : AnswerOutcome;

    /// <summary>The person has answered before, and that answer stands: a no becomes a yes only by a new question, and a yes is taken back by withdrawing.</summary>
    public sealed record AnsweredAlready(ConsentAnswer Answer) : AnswerOutcome;

    /// <summary>The question is no longer asked: it has run out, was taken back, or has ended in another way.</summary>
    public sealed record NoLongerAsked : AnswerOutcome;

    /// <summary>There is no such consent for this person to answer, or it is not theirs: both give this answer.</summary>
    public sealed record NothingToAnswer : AnswerOutcome;

    /// <summary>The text is no longer the one that was shown; show the new one and ask again.</summary>
    public sealed record TextChanged : AnswerOutcome;
}

/// <summary>Takes one person's yes or no. The last yes of those who must sign makes the consent active, and it takes the place of what it covers whole.</summary>
public sealed class AnswerConsent(LoggedChanges changes, ConsentTexts texts, DecideAgain again, TimeProvider clock)
{
    /// <summary>Takes the answer to the text whose hash the person saw.</summary>
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
            var consent = await db.Consents.SingleOrDefaultAsync(c => c.Id == id, ct);
            if (consent?.Signatures.SingleOrDefault(s => s.Person == person) is not { } own || await IsShutOutAsync(db, consent, person, now, ct))
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.NothingToAnswer());
            }

            if (own.Answer is { } before)
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.AnsweredAlready(before));
            }

            if (!consent.AwaitsAnswerOf(person, now))
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.NoLongerAsked());
            }

            var text = await texts.RenderAsync(db, consent, language, ct);
            if (text.Hash != shownHash)
            {
                return Change<AnswerOutcome>.None(new AnswerOutcome.TextChanged());
            }

            await KeepAsync(db, text, ct);
            consent.Answer(person, answer, text, now);

            // The statement comes first: it is the entry that the signer's receipt opens (ADR 0022).
            return new Change<AnswerOutcome>(
                new AnswerOutcome.Answered(consent.State, 0),
                [
                    await ConsentStatementEntry.ForAsync(db, consent, person, answer, text, ct),
                    await EntryAsync(db, consent, own, text, ct),
                    .. await SupersedeAsync(db, consent, now, ct),
                ]);
        }, ct);
        if (changed.Outcome is not AnswerOutcome.Answered done)
        {
            return changed.Outcome;
        }

        await DecideAgainAsync(id, ct);
        return done with { LogIndex = changed.Receipts[1].Index };
    }

    // The answer stands whatever becomes of this: what is not decided now is decided at the next run.
    private async Task DecideAgainAsync(ConsentId id, CancellationToken ct)
    {
        try
        {
            await again.AfterAsync(id, ct);
        }
        catch (Exception cause) when (cause is LogUnavailableException or StorageException or DbException)
        {
            // Said where the next run fails too.
        }
    }

    // A block that came after the consent was asked for shuts the guardian out all the same (OSL 12 kap. 3 § 1).
    private static async Task<bool> IsShutOutAsync(HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        var child = await db.People.SingleAsync(p => p.Id == consent.Child, ct);
        var signers = await ChildSigners.ReadAsync(db, child, ct);
        return signers.On(SwedishTime.DayOf(now), consent).All(s => s.Person != person);
    }

    private static async Task<IReadOnlyList<NewEntry>> SupersedeAsync(HubDbContext db, Consent consent, DateTimeOffset now, CancellationToken ct)
    {
        if (consent.State != ConsentState.Active)
        {
            return [];
        }

        var entries = new List<NewEntry>();
        var others = await db.Consents.Where(c => c.Case == consent.Case && c.Discloser == consent.Discloser && c.Id != consent.Id).ToListAsync(ct);
        foreach (var other in others.Where(other => consent.Replaces(other) && other.Close(ConsentMove.Supersede, now)))
        {
            entries.Add(await ConsentOver.SupersededAsync(db, other, consent.Id, now, ct));
        }

        return entries;
    }

    // Two families may answer the same words at the same moment; the text is kept once.
    private static async Task KeepAsync(HubDbContext db, ShownText text, CancellationToken ct)
    {
        var (connection, transaction) = db.Raw();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT INTO consent_texts (hash, version, language, text) VALUES (@hash, @version, @language, @text) ON CONFLICT (hash) DO NOTHING";
        command.With("@hash", text.Hash).With("@version", text.Version).With("@language", text.Language).With("@text", text.Text);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Task<NewEntry> EntryAsync(HubDbContext db, Consent consent, ConsentSignature own, ShownText text, CancellationToken ct) =>
        ConsentEntry.OfAsync(
            db,
            own.Answer == ConsentAnswer.Yes ? EntryKinds.ConsentSigned : EntryKinds.ConsentRefused,
            consent,
            new Actor(own.Person.Value, "person", own.Capacity.ToString()),
            ct,
            ("consent-state", consent.State.ToString()),
            ("text-version", text.Version),
            ("text-language", text.Language),
            ("text-hash", text.Hash));
}

internal static class ConsentSubject
{
    /// <summary>The child whose door a step of this consent opens or closes. It never changes, so it may be read before the lock.</summary>
    public static async Task<PersonId?> OfAsync(LoggedChanges changes, ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await db.Consents.Where(c => c.Id == id).Select(c => (PersonId?)c.Child).SingleOrDefaultAsync(ct);
    }
}
