using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>One consent with its exact text.</summary>
/// <param name="Consent">The consent in the form that the reader may know.</param>
/// <param name="Text">
/// The exact text. After an answer, this is the text that the reader answered. Before an answer, it is the text that is asked now, in the
/// language that the reader chose.
/// </param>
/// <param name="Languages">The languages that the text can be read in before it is answered, Swedish first.</param>
/// <param name="AnswerReceipt">The log entry of the reader's own answer, or null.</param>
/// <param name="WithdrawalReceipt">The log entry of the reader's own withdrawal, or null.</param>
public sealed record FamilyConsentDetail(
    FamilyConsent Consent, ShownText Text, IReadOnlyList<string> Languages, FamilyReceipt? AnswerReceipt, FamilyReceipt? WithdrawalReceipt)
{
    /// <summary>What was shown under the consent, newest first. It cannot be undone.</summary>
    public required IReadOnlyList<FamilyShown> Shown { get; init; }

    /// <summary>The recipient's promise of how long it stores what it received, as a sentence.</summary>
    public required string Promise { get; init; }

    /// <summary>
    /// The parties that were notified of the consent's end, the recipient first. Empty while the consent is valid, and also if it was
    /// never active.
    /// </summary>
    public required IReadOnlyList<FamilyTold> Told { get; init; }
}

/// <summary>One record that was shown under a consent.</summary>
/// <param name="Type">The record's type.</param>
/// <param name="At">When the record was shown.</param>
/// <param name="IsConfirmed">Whether it is confirmed that the recipient got it.</param>
public sealed record FamilyShown(RecordTypeName Type, DateTimeOffset At, bool IsConfirmed);

/// <summary>A party that was notified of a consent's end.</summary>
/// <param name="Party">The party.</param>
/// <param name="At">When it was notified.</param>
/// <param name="ConfirmedAt">When it acknowledged the notice, or null.</param>
public sealed record FamilyTold(PartyName Party, DateTimeOffset At, DateTimeOffset? ConfirmedAt);

/// <summary>The log entry of the reader's own step.</summary>
public sealed record FamilyReceipt(long LogIndex, DateTimeOffset At);

/// <summary>Reads one consent for a guardian or pupil.</summary>
public sealed class FamilyConsentDetails(
    HubDatabase database, ConsentTexts texts, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    private static readonly string[] Answers = [EntryKinds.ConsentAnswered, EntryKinds.ConsentSigned, EntryKinds.ConsentRefused];
    private static readonly string[] OwnSteps = [.. Answers, EntryKinds.ConsentWithdrawn];

    /// <summary>
    /// The consent. Null when it does not exist or the reader may not see the child's matters. Both cases give the same answer.
    /// </summary>
    public async Task<FamilyConsentDetail?> ReadAsync(ConsentId id, PersonId reader, string language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var consent = await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (consent is null
            || await FamilyRights.FindAsync(db, reader, consent.Child, SwedishTime.DayOf(now), ct) is not { } seen)
        {
            return null;
        }

        var spoken = await inForce.ForDisplayAsync(ct);
        var types = spoken.Policies.RecordTypes;
        var view = await FamilyConsentRows.ReadAsync(db, types, reader, seen, id, now, ct);
        var own = consent.Signatures.SingleOrDefault(s => s.Person == reader);
        var text = await AnsweredAsync(db, own, ct) ?? await texts.RenderAsync(db, consent, language, ct);
        var steps = await OwnStepsAsync(db, consent, reader, ct);
        return new FamilyConsentDetail(
            view[0],
            text,
            ConsentLanguages.All,
            steps.Where(s => Answers.Contains(s.Kind)).Select(s => s.Receipt).LastOrDefault(),
            steps.Where(s => s.Kind == EntryKinds.ConsentWithdrawn).Select(s => s.Receipt).LastOrDefault())
        {
            Shown = await ShownAsync(db, types, id, ct),
            Promise = spoken.ConsentWordings.In(language).Keeps(consent.RetentionPromise),
            Told = await ToldAsync(db, consent, view[0], ct),
        };
    }

    // A record that could not be handed over was not shown to anybody. The names of the types are the names that the family has signed.
    private static async Task<IReadOnlyList<FamilyShown>> ShownAsync(
        HubDbContext db, RecordTypeCatalogue types, ConsentId id, CancellationToken ct) =>
    [
        .. (await ReleasedOnConsent.ReadAsync(db, [id], ct))[id]
            .Where(released => released.Delivered is not false)
            .OrderByDescending(released => released.At)
            .Select(released => new FamilyShown(
                FamilyConsentRows.NameOf(types, released.RecordType), released.At, released.Delivered is true)),
    ];

    private static async Task<IReadOnlyList<FamilyTold>> ToldAsync(
        HubDbContext db, Consent consent, FamilyConsent view, CancellationToken ct)
    {
        var notices = await db.Notices.AsNoTracking().Where(n => n.Consent == consent.Id).ToListAsync(ct);
        return [.. new[] { (consent.Recipient, Name: view.Recipient), (consent.Discloser, Name: view.Discloser) }
            .DistinctBy(party => party.Item1)
            .Select(party => (party.Name, Last: notices.Where(n => n.Party == party.Item1).MaxBy(n => n.ConsentVersion)))
            .Where(told => told.Last is not null)
            .Select(told => new FamilyTold(told.Name, told.Last!.ToldAt, told.Last.AcknowledgedAt))];
    }

    private static async Task<ShownText?> AnsweredAsync(HubDbContext db, ConsentSignature? own, CancellationToken ct)
    {
        if (own?.TextDigest is not { } digest)
        {
            return null;
        }

        var kept = await db.ConsentTexts.AsNoTracking().SingleOrDefaultAsync(t => t.Digest == digest, ct);
        return kept?.Open(own.Consent.Key.Key);
    }

    /// <summary>The reader's own steps with this consent, in the order of the log.</summary>
    private async Task<IReadOnlyList<(string Kind, FamilyReceipt Receipt)>> OwnStepsAsync(
        HubDbContext db, Consent consent, PersonId reader, CancellationToken ct)
    {
        var actor = await log.Tokens.OfAsync(db, SearchKind.Actor, reader.Value, ct);
        var child = await log.Tokens.OfAsync(db, SearchKind.Child, consent.Child.Value, ct);
        var rows = await db.Log.AsNoTracking()
            .Where(e => actor.Contains(e.ActorToken!) && child.Contains(e.ChildToken!)
                && OwnSteps.Contains(e.Kind))
            .OrderBy(e => e.Index)
            .ToListAsync(ct);
        var steps = new List<(string, FamilyReceipt)>();
        foreach (var row in rows)
        {
            if ((await LogReaders.OpenAsync(log, row, ct))["consent"] == consent.Id.ToString())
            {
                steps.Add((row.Kind, new FamilyReceipt(row.Index, row.At)));
            }
        }

        return steps;
    }
}
