using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// A review as a registrator's list shows it. It names no child. The child is shown only when the review is opened, and this opening is
/// logged.
/// </summary>
/// <param name="Emergency">The emergency access.</param>
/// <param name="RecordTypes">The types of records that the access covers.</param>
/// <param name="DeclaredBy">The member of staff who declared it.</param>
/// <param name="DeclarersUnit">The unit of that member of staff.</param>
/// <param name="WaitsSince">When the emergency access was declared.</param>
/// <param name="DaysWaited">The number of whole days from then until now, or until the review was closed.</param>
/// <param name="ClosedAt">When the review was closed, or null.</param>
/// <param name="Outcome">The outcome of the review, or null while it is open.</param>
public sealed record ReviewLine(
    EmergencyAccessId Emergency,
    IReadOnlyList<RecordTypeCode> RecordTypes,
    string DeclaredBy,
    string DeclarersUnit,
    DateTimeOffset WaitsSince,
    int DaysWaited,
    DateTimeOffset? ClosedAt,
    ReviewOutcome? Outcome);

/// <summary>One review with everything that the registrator needs to judge it.</summary>
/// <param name="Line">The review as the list shows it.</param>
/// <param name="Child">The child.</param>
/// <param name="IsProtected">Whether the child's identity is protected now. If so, the name is withheld.</param>
/// <param name="CaseNumber">The case's diarienummer.</param>
/// <param name="Reason">The declarer's reasons.</param>
/// <param name="UntilAt">The first moment at which the access does not apply any more.</param>
/// <param name="RevokedAt">When the access was ended early, or null.</param>
/// <param name="Opened">The records that were released under the access, each with its type and its log entry, oldest first.</param>
/// <param name="Words">The registrator's comment. It is empty while the review is open.</param>
/// <param name="ClosedBy">The registrator who closed it, or empty.</param>
/// <param name="MayClose">Whether the reader may close the review. This is so when the review is open and another person declared the
/// access.</param>
public sealed record ReviewMatter(
    ReviewLine Line,
    string Child,
    bool IsProtected,
    string CaseNumber,
    string Reason,
    DateTimeOffset UntilAt,
    DateTimeOffset? RevokedAt,
    IReadOnlyList<(RecordTypeCode RecordType, long LogIndex, DateTimeOffset At)> Opened,
    string Words,
    string ClosedBy,
    bool MayClose);

/// <summary>The reviews of emergency accesses to records that a registrator's authority holds.</summary>
public sealed class EmergencyReviews(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// All reviews. Open reviews come first, oldest first. Then come closed reviews, latest first. The result is null when the caller is
    /// not a registrator.
    /// </summary>
    public async Task<IReadOnlyList<ReviewLine>?> ReadAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, now, ct) is not { } registrator)
        {
            return null;
        }

        var lines = (await RowsAsync(db, registrator, null, ct)).ConvertAll(row => LineOf(row, now));
        return
        [
            .. lines.Where(l => l.ClosedAt is null).OrderBy(l => l.WaitsSince),
            .. lines.Where(l => l.ClosedAt is not null).OrderByDescending(l => l.ClosedAt),
        ];
    }

    /// <summary>
    /// Opens a review for a registrator of the holder, and logs this first. The result is null both when the review is missing and when it
    /// belongs to another authority.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<ReviewMatter?> OpenAsync(EmergencyAccessId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, now, ct) is not { } registrator
            || await RowsAsync(db, registrator, id, ct) is not [var row])
        {
            return null;
        }

        var (emergency, review) = (row.Emergency, row.Review);
        var request = await db.Requests.AsNoTracking().SingleAsync(r => r.Id == emergency.Request, ct);
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == emergency.Child, ct);
        var opened = await db.Decisions.AsNoTracking().Where(d => d.Emergency == id).OrderBy(d => d.LogIndex)
            .Select(d => new { d.Record, d.RecordType, d.LogIndex, d.DecidedAt }).ToListAsync(ct);
        var shown = await RecordReach.OfAsync(db, opened.Select(d => d.Record).OfType<RecordId>(), ct);
        await log.AppendAsync(
            LogReadEntry.For(registrator, "emergency-review", "", emergency.Child, request.Case, shown, ("emergency", id.ToString())), ct);
        return new ReviewMatter(
            LineOf(row, now),
            child.Name,
            child.Marking != Policies.SecurityMarking.None,
            await db.Cases.Where(c => c.Id == request.Case).Select(c => c.CaseNumber).SingleAsync(ct),
            emergency.Reason,
            emergency.UntilAt,
            emergency.RevokedAt,
            [.. opened.Select(d => (d.RecordType, d.LogIndex, d.DecidedAt))],
            review.WordsIn(emergency.Key.Key) ?? "",
            review.ClosedBy is { } by ? await db.Staff.Where(s => s.Id == by).Select(s => s.Name).SingleAsync(ct) : "",
            review.ClosedAt is null && emergency.DeclaredBy != registrator.Member.Id);
    }

    private static async Task<List<Row>> RowsAsync(HubDbContext db, KnownStaff registrator, EmergencyAccessId? only, CancellationToken ct)
    {
        var holder = registrator.Authority.Id;
        var seen = InnerSecrecy.SeenBy(db, registrator);
        return await (
        from review in db.EmergencyReviews
        join emergency in db.EmergencyAccesses on review.Emergency equals emergency.Id
        join declarer in db.Staff on emergency.DeclaredBy equals declarer.Id
        join unit in db.Units on declarer.Unit equals unit.Id
        where review.Holder == holder && seen.Contains(emergency.Child) && (only == null || review.Emergency == only)
        select new Row(review, emergency, declarer.Name, unit.Name)).AsNoTracking().ToListAsync(ct);
    }

    private static ReviewLine LineOf(Row row, DateTimeOffset now) => new(
        row.Emergency.Id,
        row.Emergency.RecordTypes,
        row.DeclaredBy,
        row.Unit,
        row.Review.CreatedAt,
        Math.Max(0, (int)((row.Review.ClosedAt ?? now) - row.Review.CreatedAt).TotalDays),
        row.Review.ClosedAt,
        row.Review.Outcome);

    private sealed record Row(EmergencyReview Review, EmergencyAccess Emergency, string DeclaredBy, string Unit);
}
