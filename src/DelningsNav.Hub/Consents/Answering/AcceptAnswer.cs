using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Answering;

/// <summary>One person's answer to one exact text.</summary>
internal sealed record GivenAnswer(PersonId Person, ConsentAnswer Answer, ShownText Text, AnswerForm Form);

/// <summary>
/// The only way in which an answer is recorded in a consent. It is used when a signed-in signer answers, and when staff have recorded an
/// answer and a second person has confirmed it.
/// </summary>
internal static class AcceptAnswer
{
    /// <summary>The reason why this person's answer cannot be recorded in the consent now, or null when it can be recorded.</summary>
    public static async Task<AnswerOutcome?> WhyNotAsync(
        HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        if (consent.Signatures.SingleOrDefault(s => s.Person == person) is not { } own
            || await IsExcludedAsync(db, consent, person, now, ct))
        {
            return new AnswerOutcome.NothingToAnswer();
        }

        return own.Answer is { } before ? new AnswerOutcome.AnsweredAlready(before)
            : consent.AwaitsAnswerOf(person, now) ? null
            : new AnswerOutcome.NoLongerAsked();
    }

    /// <summary>Records the answer in the consent and returns the log entries. The caller has already stored the text.</summary>
    /// <remarks>
    /// The entry of the statement comes first, and the entry of the answer directly after it. The signer's receipt opens the first entry
    /// and names the second entry (ADR 0022).
    /// </remarks>
    public static async Task<IReadOnlyList<NewEntry>> EntriesAsync(
        HubDbContext db, Consent consent, GivenAnswer given, DateTimeOffset now, CancellationToken ct,
        params (string Name, string? Value)[] besides)
    {
        var wasActive = consent.State == ConsentState.Active;
        consent.Answer(given.Person, given.Answer, given.Text, given.Form, now);
        var statement = await ConsentStatementEntry.ForAsync(db, consent, given, ct);
        var answer = await EntryAsync(db, consent, given, [("held-already", wasActive ? "yes" : null), .. besides], ct);
        var entries = new List<NewEntry> { statement, answer };
        if (!wasActive)
        {
            entries.AddRange(await SupersedeAsync(db, consent, now, ct));
        }
        else if (consent.State == ConsentState.Withdrawn)
        {
            // An excused guardian said no to an active consent. This answer withdraws the consent (FB 6 kap. 13 §).
            entries.Add(await ConsentEnded.EntryAsync(
                db, EntryKinds.ConsentWithdrawn, consent, answer.Actor, now, ct, ("because", "prevented-guardian-said-no")));
        }

        return entries;
    }

    /// <summary>The receipt of the answer's own entry, among the receipts of a change that recorded one answer.</summary>
    public static AuditReceipt ReceiptOfAnswer(IReadOnlyList<AuditReceipt> receipts) =>
        receipts.Single(receipt => receipt.Leaf.Kind == EntryKinds.ConsentAnswered);

    /// <summary>Stores a text that is answered. A text that two guardians answer is stored once.</summary>
    public static async Task StoreTextAsync(HubDbContext db, Consent consent, ShownText text, CancellationToken ct)
    {
        var (key, digest) = (consent.Key.Key, consent.Key.Key.DigestOf(text.Hash));
        var (connection, transaction) = db.Raw();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT INTO consent_texts (digest, version, language, sealed) VALUES (@digest, @version, @language, @sealed) "
            + "ON CONFLICT (digest) DO NOTHING";
        command.With("@digest", digest).With("@version", text.Version).With("@language", text.Language)
            .With("@sealed", key.Seal(Encoding.UTF8.GetBytes(text.Text), StoredText.Purpose(digest)));
        await command.ExecuteNonQueryAsync(ct);
    }

    // A guardian who was blocked after the consent was asked for cannot answer either (OSL 12 kap. 3 § 1).
    private static async Task<bool> IsExcludedAsync(
        HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        var child = await db.People.SingleAsync(p => p.Id == consent.Child, ct);
        var signers = await ChildSigners.ReadAsync(db, child, ct);
        return signers.On(SwedishTime.DayOf(now), consent).All(s => s.Person != person);
    }

    /// <summary>Ends every earlier consent that a consent which has just become active covers completely.</summary>
    public static async Task<IReadOnlyList<NewEntry>> SupersedeAsync(
        HubDbContext db, Consent consent, DateTimeOffset now, CancellationToken ct)
    {
        if (consent.State != ConsentState.Active)
        {
            return [];
        }

        var entries = new List<NewEntry>();
        var others = await db.Consents.Where(c => c.Case == consent.Case && c.Discloser == consent.Discloser && c.Id != consent.Id)
            .ToListAsync(ct);
        foreach (var other in others.Where(other => consent.Replaces(other) && other.Close(ConsentMove.Supersede, now)))
        {
            entries.Add(await ConsentEnded.SupersededAsync(db, other, consent.Id, now, ct));
        }

        return entries;
    }

    private static Task<NewEntry> EntryAsync(
        HubDbContext db, Consent consent, GivenAnswer given, (string Name, string? Value)[] besides, CancellationToken ct) =>
        ConsentEntry.OfAsync(
            db,
            EntryKinds.ConsentAnswered,
            consent,
            new Actor(given.Person.Value, "person", consent.Signatures.Single(s => s.Person == given.Person).Capacity.ToString()),
            ct,
            [
                ("answer", given.Answer switch
                {
                    ConsentAnswer.Yes => "yes",
                    ConsentAnswer.No => "no",
                }),
                ("consent-state", consent.State.ToString()),
                ("text-version", given.Text.Version),
                ("text-language", given.Text.Language),
                ("text-hash", given.Text.Hash),
                .. besides,
            ]);
}
