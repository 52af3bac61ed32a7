using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>
/// What the family has been asked for in a case, in the form that the staff assigned to the case may know: the state of each consent and
/// the time since when it has this state, but never who has answered what.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Consents">Every consent of the reader's branch in the case, newest first.</param>
public sealed record ConsentsOfCase(CaseSummary Case, IReadOnlyList<CaseConsent> Consents)
{
    /// <summary>The social board's decisions about measures without a guardian's consent. Such a decision is not a consent.</summary>
    public IReadOnlyList<CaseMeasure> Measures { get; init; } = [];

    /// <summary>
    /// The guardians that such a decision may name, who are everyone with custody. Empty for a reader who may not register decisions.
    /// </summary>
    public IReadOnlyList<FamilyMember> Guardians { get; init; } = [];
}

/// <summary>A decision about a measure, for the staff assigned to the case.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="CaseNumber">The diarienummer of the decision.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="Until">The first day on which it no longer applies.</param>
public sealed record CaseMeasure(SupportMeasure Measure, string CaseNumber, DateOnly DecidedOn, DateOnly Until);

/// <summary>One consent in a case.</summary>
public sealed record CaseConsent
{
    /// <summary>The consent.</summary>
    public required ConsentId Id { get; init; }

    /// <summary>The holder that would show the records, by name.</summary>
    public required string Discloser { get; init; }

    /// <summary>The types of records, as codes.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>Its state.</summary>
    public required SeenConsentState Standing { get; init; }

    /// <summary>
    /// The time since when it has that state: when it was asked for, became active or ended. If it is not granted, when it was asked for.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The first moment at which it is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often each record may be shown.</summary>
    public required UseLimit Uses { get; init; }

    /// <summary>The recipient's promise of how long it stores what it receives, as a code.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>Whether the consent can still be ended.</summary>
    public required bool MayBeEnded { get; init; }

    /// <summary>
    /// The documents opened under this consent for the reader's branch, oldest first. These openings remain lawful when the consent has
    /// ended.
    /// </summary>
    public required IReadOnlyList<ReleasedOnConsent> Released { get; init; }

    /// <summary>
    /// The notice to the reader's branch that the consent has ended. Null when the consent has not ended or was never active.
    /// </summary>
    public required ConsentNotice? Notice { get; init; }

    /// <summary>Whether the consent can still be answered, so that staff may record an answer.</summary>
    public required bool MayBeAnswered { get; init; }

    /// <summary>The state of what staff have stated about a prevented guardian, or null when they have stated nothing.</summary>
    public PreventionStanding? Prevention { get; init; }

    /// <summary>The recorded answers that await a second person. What was answered is not included.</summary>
    public IReadOnlyList<WaitingConfirmation> Recorded { get; init; } = [];
}

/// <summary>Shows the consents of a case to the staff assigned to it. This is logged as a reading of the case.</summary>
public sealed class CaseConsents(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>The consents, or null when the case does not exist or the reader is not assigned to it.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<ConsentsOfCase?> ReadAsync(CaseId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await CaseReading.FindAsync(db, id, staff, now, ct) is not var (@case, known))
        {
            return null;
        }

        var consents = await db.Consents.AsNoTracking().Where(c => c.Case == id && c.Recipient == known.Branch.Id).ToListAsync(ct);
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == @case.Child, ct);
        var relations = await ChildSigners.ReadAsync(db, child, ct);
        var holders = await HolderNames.ReadAsync(db, ct);
        var released = await ReleasedOnConsent.ReadAsync(db, [.. consents.Select(c => c.Id)], ct);
        var shown = await RecordReach.OfAsync(db, released.SelectMany(r => r).Select(r => r.Record), ct);
        await CaseReading.LogAsync(log, @case, known, "consents", shown, ct);
        var notices = (
            await db.Notices.AsNoTracking()
                .Where(n => n.Party == known.Branch.Id && db.Set<Consent>().Any(c => c.Id == n.Consent && c.Case == id))
                .ToListAsync(ct))
            .ToLookup(n => n.Consent);
        var recorded = await RecordedAsync(db, @case, ct);
        var measures = await MeasureDecision.OfCaseAsync(db, id, ct);
        var preventions = (
            await db.PreventedGuardians.AsNoTracking().Where(p => p.Case == id).Select(p => new { p.Request, p.Outcome }).ToListAsync(ct))
            .ToDictionary(p => p.Request, p => PreventedGuardian.StandingOf(p.Outcome));
        return new ConsentsOfCase(
            await CaseSummary.ReadAsync(db, @case, now, ct),
            [
                .. consents.OrderByDescending(c => c.RequestedAt).ThenBy(c => c.Id.Value)
                    .Select(c => Row(c, ReadConsent.StandingOf(c, relations, now), holders[c.Discloser], now) with
                    {
                        Released = [.. released[c.Id]],
                        Notice = notices[c.Id].MaxBy(n => n.ConsentVersion),
                        Recorded = recorded[c.Id].ToArray(),
                        Prevention = preventions.TryGetValue(c.Request, out var standing) ? standing : null,
                    }),
            ])
        {
            Measures =
            [
                .. measures.OrderByDescending(m => m.DecidedOn)
                    .Select(m => new CaseMeasure(m.Measure, m.CaseNumber, m.DecidedOn, m.Until)),
            ],
            Guardians = known.Authority.Kind == PartyKind.SocialBoard && @case.IsOpen(now)
                ? await FamilyOfCase.GuardiansAsync(db, @case.Child, SwedishTime.DayOf(now), ct)
                : [],
        };
    }

    private static async Task<ILookup<ConsentId, WaitingConfirmation>> RecordedAsync(HubDbContext db, Case @case, CancellationToken ct)
    {
        var waiting = await (
            from recorded in db.RecordedAnswers
            join recorder in db.Staff on recorded.RecordedBy equals recorder.Id
            where recorded.Case == @case.Id && recorded.Outcome == null && recorded.ContradictedAt == null
            orderby recorded.RecordedAt
            select new { recorded, recorder.Name }).AsNoTracking().ToListAsync(ct);
        return waiting.ToLookup(
            w => w.recorded.Consent,
            w => new WaitingConfirmation(w.recorded.Id, @case.CaseNumber, w.recorded.Form, w.Name, w.recorded.RecordedAt));
    }

    private static CaseConsent Row(Consent consent, SeenConsentState standing, string discloser, DateTimeOffset now) => new()
    {
        Id = consent.Id,
        Discloser = discloser,
        RecordTypes = consent.RecordTypes,
        DataFrom = consent.DataFrom,
        DataTo = consent.DataTo,
        Standing = standing,
        Since = standing switch
        {
            SeenConsentState.Active => consent.ActiveFrom!.Value,
            SeenConsentState.Expired => consent.ValidUntil,
            SeenConsentState.Waiting or SeenConsentState.NotGranted or SeenConsentState.Withdrawn or SeenConsentState.Ended
                or SeenConsentState.Superseded or SeenConsentState.Lapsed or SeenConsentState.Annulled =>
                consent.WithdrawnAt ?? consent.EndedAt ?? consent.RequestedAt,
        },
        ValidUntil = consent.ValidUntil,
        Uses = consent.Uses,
        RetentionPromise = consent.RetentionPromise,
        MayBeEnded = !ConsentMachine.IsOver(consent.State) && !consent.IsExpired(now),
        Released = [],
        Notice = null,
        MayBeAnswered = standing is SeenConsentState.Waiting or SeenConsentState.NotGranted && consent.MayBeAnswered(now),
    };
}
