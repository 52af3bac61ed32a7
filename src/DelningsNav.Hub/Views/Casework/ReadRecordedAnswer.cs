using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A recorded answer, for the second person and the staff of the case.</summary>
public sealed record RecordedAnswerView
{
    /// <summary>The recorded answer.</summary>
    public required RecordedAnswerId Id { get; init; }

    /// <summary>The consent.</summary>
    public required ConsentId Consent { get; init; }

    /// <summary>The case.</summary>
    public required CaseSummary Case { get; init; }

    /// <summary>The holder that would show the records, by name.</summary>
    public required string Discloser { get; init; }

    /// <summary>The signer who answered.</summary>
    public required FamilyMember Signer { get; init; }

    /// <summary>Yes or no.</summary>
    public required ConsentAnswer Answer { get; init; }

    /// <summary>On paper or orally.</summary>
    public required AnswerForm Form { get; init; }

    /// <summary>When it was given, according to staff.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>How the signer was identified.</summary>
    public required string Identified { get; init; }

    /// <summary>Why the signer did not sign in to answer.</summary>
    public required string Reason { get; init; }

    /// <summary>The exact text that was answered.</summary>
    public required ShownText Text { get; init; }

    /// <summary>The media type of the scan, or null without a scan.</summary>
    public required string? ScanType { get; init; }

    /// <summary>The name of the person who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>The name of the system through which it was recorded, or null when it was recorded at the pages.</summary>
    public required string? System { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether it still awaits a second person.</summary>
    public required bool Waits { get; init; }

    /// <summary>Whether the reader may be that second person.</summary>
    public required bool MayDecide { get; init; }

    /// <summary>Whether a second person rejected it. Not every confirmed answer counts.</summary>
    public required bool IsRejected { get; init; }

    /// <summary>When the signer said that they did not give the answer, or null.</summary>
    public required DateTimeOffset? ContradictedAt { get; init; }
}

/// <summary>
/// Opens a recorded answer and its scan for three groups of readers: the staff assigned to the case, a second person while the answer
/// still awaits a second person, and the registrators of the recipient's party.
/// </summary>
public sealed class ReadRecordedAnswer(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The recorded answer. The reading is logged before it is shown. Null when it does not exist or this caller may not see it.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RecordedAnswerView?> ReadAsync(RecordedAnswerId id, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await OpenAsync(db, id, caller, "note", ct) is not var (recorded, consent, staff))
        {
            return null;
        }

        var kept = await db.ConsentTexts.AsNoTracking().SingleAsync(t => t.Digest == recorded.TextDigest, ct);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == recorded.Case, ct);
        var signer = await db.People.AsNoTracking().SingleAsync(p => p.Id == recorded.Signer, ct);
        var waits = recorded.Waits;
        return new RecordedAnswerView
        {
            Id = id,
            Consent = consent.Id,
            Case = await CaseSummary.ReadAsync(db, @case, clock.GetUtcNow(), ct),
            Discloser = (await HolderNames.ReadAsync(db, ct))[consent.Discloser],
            Signer = new(
                signer.Id,
                signer.Id == recorded.Child ? SignerCapacity.Self : SignerCapacity.Guardian,
                await FamilyOfCase.ShownAsync(db, signer, ct)),
            Answer = recorded.Answer,
            Form = recorded.Form,
            GivenAt = recorded.GivenAt,
            Identified = recorded.Identified,
            Reason = recorded.Reason,
            Text = kept.Open(recorded.Key.Key),
            ScanType = recorded.ScanType,
            RecordedBy = (await KnownStaff.FindAsync(db, recorded.RecordedBy, ct))?.Member.Name ?? "",
            System = await db.Clients.Where(client => client.Id == recorded.Client).Select(client => client.Name).SingleOrDefaultAsync(ct),
            RecordedAt = recorded.RecordedAt,
            Waits = waits,
            MayDecide = IsSecondPerson(recorded, consent, staff),
            IsRejected = recorded.Outcome == RecordedOutcome.Rejected,
            ContradictedAt = recorded.ContradictedAt,
        };
    }

    /// <summary>
    /// The scan. The reading is logged before the bytes are returned. Null when the scan does not exist or this caller may not see it.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<Scan?> OpenScanAsync(RecordedAnswerId id, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.RecordedAnswers.AnyAsync(r => r.Id == id && r.ScanDigest != null, ct)
            && await OpenAsync(db, id, caller, "scan", ct) is var (recorded, _, _)
            && await Scans.OpenAsync(db, recorded, ct) is { } content
                ? new Scan(recorded.ScanType!, Scan.HashOf(content), content)
                : null;
    }

    private async Task<(RecordedAnswer Recorded, Consent Consent, KnownStaff Staff)?> OpenAsync(
        HubDbContext db, RecordedAnswerId id, Caller caller, string view, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.RecordedAnswers.Where(r => r.Id == id).Select(r => (ConsentId?)r.Consent).SingleOrDefaultAsync(ct) is not { } answered
            || !await ConsentSubject.IsRecordedSoundAsync(db, answered, ct)
            || await db.RecordedAnswers.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } recorded
            || await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct) is not { } staff)
        {
            return null;
        }

        var consent = await db.Consents.AsNoTracking().SingleAsync(c => c.Id == recorded.Consent, ct);
        if (!await MaySeeAsync(db, recorded, consent, staff, now, ct))
        {
            return null;
        }

        await log.AppendAsync(
            await RecordedEntry.OfAsync(
                db, EntryKinds.ConsentAnswerRead, consent, recorded, staff.Actor, ct, [("view", view), .. Reach.Nothing.Fields]),
            ct);
        return (recorded, consent, staff);
    }

    private static async Task<bool> MaySeeAsync(
        HubDbContext db, RecordedAnswer recorded, Consent consent, KnownStaff staff, DateTimeOffset now, CancellationToken ct)
    {
        if (!await InnerSecrecy.SeesAsync(db, staff, recorded.Child, ct))
        {
            return false;
        }

        var receivers = await db.Branches.Where(b => b.Id == consent.Recipient).Select(b => b.Authority).SingleAsync(ct);
        if (staff.Member.Role == StaffRole.Registrator && staff.Authority.Id == receivers)
        {
            return true;
        }

        return IsSecondPerson(recorded, consent, staff)
            || await AssignedStaff.FindAsync(db, consent, new Caller.Staff(staff.Member.Id), now, ct) is not null;
    }

    private static bool IsSecondPerson(RecordedAnswer recorded, Consent consent, KnownStaff staff) =>
        recorded.Waits && staff.Branch.Id == consent.Recipient && staff.Member.Id != recorded.RecordedBy
        && SecondPersons.IsPutTo(staff, recorded.PutToUnit, recorded.PutToStaff);
}
