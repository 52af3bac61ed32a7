using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A consent with its exact text, for staff who print the text, read it out, or record an answer to it.</summary>
/// <param name="Consent">The consent.</param>
/// <param name="Case">Its case.</param>
/// <param name="Text">The text that the family is asked to answer now.</param>
/// <param name="Languages">The languages that the text is available in, Swedish first.</param>
/// <param name="Family">The people whose answer may be recorded. The list does not reveal who is asked or who has answered.</param>
/// <param name="MayBeAnswered">Whether the consent can still be answered.</param>
public sealed record RecordableConsent(
    ConsentId Consent, CaseSummary Case, ShownText Text, IReadOnlyList<string> Languages, IReadOnlyList<FamilyMember> Family,
    bool MayBeAnswered)
{
    /// <summary>The colleagues of the branch who may be the second person.</summary>
    public required IReadOnlyList<Colleague> Colleagues { get; init; }

    /// <summary>The holder that would show the records, by name.</summary>
    public required string Discloser { get; init; }

    /// <summary>The types of records, as codes.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }
}

/// <summary>
/// Gives staff assigned to the case the text that a family is asked to answer now. The reading is logged before the text is shown.
/// </summary>
public sealed class ConsentToRecord(HubDatabase database, ConsentTexts texts, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The consent with its text in a language. Null when the consent does not exist or the caller is not assigned to its case.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RecordableConsent?> ReadAsync(ConsentId id, Caller caller, string language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } consent
            || await AssignedStaff.FindAsync(db, consent, caller, now, ct) is not { } staff)
        {
            return null;
        }

        await log.AppendAsync(
            await ConsentEntry.OfAsync(
                db, EntryKinds.ConsentRead, consent, staff.Actor, ct, [("view", "text"), .. Reach.Nothing.Fields]),
            ct);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == consent.Case, ct);
        return new RecordableConsent(
            id,
            await CaseSummary.ReadAsync(db, @case, now, ct),
            await texts.RenderAsync(db, consent, language, ct),
            ConsentLanguages.All,
            await FamilyOfCase.ReadAsync(db, consent.Child, FrozenRule.Of(consent.FrozenRule).Rule, now, ct),
            consent.MayBeAnswered(now))
        {
            Discloser = (await HolderNames.ReadAsync(db, ct))[consent.Discloser],
            RecordTypes = consent.RecordTypes,
            Colleagues = await SecondPersons.AfterAsync(db, staff, consent.Child, areDeciders: false, SwedishTime.DayOf(now), ct),
        };
    }
}
