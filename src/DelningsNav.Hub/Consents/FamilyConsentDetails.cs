using DelningsNav.AuditLog;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>One consent with its exact text.</summary>
/// <param name="Consent">The consent as the reader may know it.</param>
/// <param name="Text">The exact text: what the reader answered when they have, else what is asked now in the language they chose.</param>
/// <param name="Languages">The languages that the text can be read in before it is answered, Swedish first.</param>
/// <param name="AnswerReceipt">Where the reader's own answer stands in the log, or null.</param>
/// <param name="WithdrawalReceipt">Where the reader's own withdrawal stands in the log, or null.</param>
public sealed record FamilyConsentDetail(
    FamilyConsent Consent, ShownText Text, IReadOnlyList<string> Languages, FamilyReceipt? AnswerReceipt, FamilyReceipt? WithdrawalReceipt);

/// <summary>Where one's own step stands in the log.</summary>
public sealed record FamilyReceipt(long LogIndex, DateTimeOffset At);

/// <summary>Reads one consent for a guardian or pupil.</summary>
public sealed class FamilyConsentDetails(HubDatabase database, ConsentTexts texts, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    private static readonly string[] Answers = [EntryKinds.ConsentSigned, EntryKinds.ConsentRefused];

    /// <summary>The consent, or null when there is none or its child's matters are not the reader's to see: both give the same answer.</summary>
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

        var types = (await inForce.SpokenAsync(ct)).Policies.RecordTypes;
        var view = await FamilyConsentRows.ReadAsync(db, types, reader, seen, id, now, ct);
        var own = consent.Signatures.SingleOrDefault(s => s.Person == reader);
        var text = await AnsweredAsync(db, own, ct) ?? await texts.RenderAsync(db, consent, language, ct);
        var steps = await OwnStepsAsync(db, consent, reader, ct);
        return new FamilyConsentDetail(
            view[0],
            text,
            ConsentLanguages.All,
            steps.Where(s => Answers.Contains(s.Kind)).Select(s => s.Receipt).LastOrDefault(),
            steps.Where(s => s.Kind == EntryKinds.ConsentWithdrawn).Select(s => s.Receipt).LastOrDefault());
    }

    private static async Task<ShownText?> AnsweredAsync(HubDbContext db, ConsentSignature? own, CancellationToken ct)
    {
        if (own?.TextHash is not { } hash)
        {
            return null;
        }

        var kept = await db.ConsentTexts.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, ct);
        return kept is null ? null : new ShownText(kept.Version, kept.Language, kept.Hash, kept.Text);
    }

    /// <summary>The reader's own steps with this consent, in the order of the log.</summary>
    private async Task<IReadOnlyList<(string Kind, FamilyReceipt Receipt)>> OwnStepsAsync(
        HubDbContext db, Consent consent, PersonId reader, CancellationToken ct)
    {
        var (actor, child) = (log.Keys.Token("actor", reader.Value), log.Keys.Token("child", consent.Child.Value));
        var rows = await db.Log.AsNoTracking()
            .Where(e => e.ActorToken == actor && e.ChildToken == child
                && (e.Kind == EntryKinds.ConsentSigned || e.Kind == EntryKinds.ConsentRefused || e.Kind == EntryKinds.ConsentWithdrawn))
            .OrderBy(e => e.Index)
            .ToListAsync(ct);
        var steps = new List<(string, FamilyReceipt)>();
        foreach (var row in rows)
        {
            if (row is { Payload: { } payload, PayloadKey: { } key }
                && await log.PayloadKeys.OpenAsync(key, payload, ct) is { } plain
                && EntryPayload.FromBytes(plain).Fields.GetValueOrDefault("consent") == consent.Id.ToString())
            {
                steps.Add((row.Kind, new FamilyReceipt(row.Index, row.At)));
            }
        }

        return steps;
    }
}
