using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
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

    /// <summary>There is no such consent for this person to answer, or it is answered, over or not theirs: all give this answer.</summary>
    public sealed record NothingToAnswer : AnswerOutcome;

    /// <summary>The text is no longer the one that was shown; show the new one and ask again.</summary>
    public sealed record TextChanged : AnswerOutcome;
}

/// <summary>Takes one person's yes or no. The last yes of those who must sign makes the consent active.</summary>
public sealed class AnswerConsent(LoggedChanges changes, ConsentTexts texts, TimeProvider clock)
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
        var changed = await changes.ChangeAsync<ConsentState?>([SubjectId.Of(child.Value)], async (db, ct) =>
        {
            var consent = await db.Consents.SingleOrDefaultAsync(c => c.Id == id, ct);
            if (consent is null || !consent.AwaitsAnswerOf(person, now) || await IsShutOutAsync(db, consent, person, now, ct))
            {
                return Change<ConsentState?>.None(null);
            }

            var text = await texts.RenderAsync(db, consent, language, ct);
            if (text.Hash != shownHash)
            {
                return Change<ConsentState?>.None(consent.State);
            }

            await KeepAsync(db, text, ct);
            consent.Answer(person, answer, text, now);

            // The statement comes first: it is the entry that the signer's receipt opens (ADR 0022).
            return new Change<ConsentState?>(consent.State,
            [
                await ConsentStatementEntry.ForAsync(db, consent, person, answer, text, ct),
                Entry(consent, person, answer, text, await Discloser.AuthorityAsync(db, consent.Discloser, ct)),
            ]);
        }, ct);

        return (changed.Outcome, changed.Receipts) switch
        {
            (null, _) => new AnswerOutcome.NothingToAnswer(),
            ({ } state, [_, var receipt]) => new AnswerOutcome.Answered(state, receipt.Index),
            _ => new AnswerOutcome.TextChanged(),
        };
    }

    // A block that came after the consent was asked for shuts the guardian out all the same (OSL 12 kap. 3 § 1).
    private static async Task<bool> IsShutOutAsync(HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == consent.Child, ct);
        var signers = await AskForConsent.SignersAsync(db, child, SwedishTime.DayOf(now), ct);
        return signers.All(s => s.Person != person);
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

    private static NewEntry Entry(Consent consent, PersonId person, ConsentAnswer answer, ShownText text, AuthorityId discloser)
    {
        var signature = consent.Signatures.Single(s => s.Person == person);
        return new NewEntry
        {
            Kind = answer == ConsentAnswer.Yes ? EntryKinds.ConsentSigned : EntryKinds.ConsentRefused,
            Actor = new Actor(person.Value, "person", signature.Capacity.ToString()),
            About = consent.Child,
            Case = consent.Case,
            Holder = discloser,
            Fields = new Dictionary<string, string?>
            {
                ["consent"] = consent.Id.ToString(),
                ["consent-version"] = $"{consent.Version}",
                ["consent-state"] = consent.State.ToString(),
                ["discloser"] = consent.Discloser.ToString(),
                ["recipient"] = consent.Recipient.ToString(),
                ["record-types"] = string.Join(' ', consent.RecordTypes),
                ["text-version"] = text.Version,
                ["text-language"] = text.Language,
                ["text-hash"] = text.Hash,
            },
        };
    }
}

internal static class Discloser
{
    /// <summary>The party that a disclosing branch belongs to; its registrators see the consent's entries.</summary>
    public static Task<AuthorityId> AuthorityAsync(HubDbContext db, BranchId branch, CancellationToken ct) =>
        db.Branches.Where(b => b.Id == branch).Select(b => b.Authority).SingleAsync(ct);
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
