using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A message with the case that it is about.</summary>
/// <param name="Answered">The result of the family's answer.</param>
/// <param name="At">The time of the message.</param>
/// <param name="IsNew">Whether it is unread.</param>
/// <param name="Case">The case.</param>
/// <param name="CaseNumber">The case's diarienummer.</param>
/// <param name="Request">The request that was decided again, or null when it was not exactly one request.</param>
/// <param name="HolderName">The holder that would show the records.</param>
/// <param name="RecordTypes">The types that the family was asked about, as codes of the catalogue.</param>
public sealed record ReadStaffMessage(
    FamilyAnswered Answered, DateTimeOffset At, bool IsNew, CaseId Case, string CaseNumber, RequestId? Request, string HolderName,
    IReadOnlyList<RecordTypeCode> RecordTypes);

/// <summary>
/// The messages of a member of staff about open cases that they are assigned to. A reader who is no longer assigned to a case sees no
/// messages about it. The messages do not name a child, and reading them does not open a case.
/// </summary>
public sealed class StaffMessageBox(HubDatabase database, TimeProvider clock)
{
    /// <summary>The largest number of messages that is shown.</summary>
    public const int Most = 100;

    /// <summary>The messages, the newest first.</summary>
    public async Task<IReadOnlyList<ReadStaffMessage>> ReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var holders = await HolderNames.ReadAsync(db, ct);
        var rows = await (
            from message in Visible(db, staff)
            join consent in db.Consents on message.Consent equals consent.Id
            join @case in db.Cases on consent.Case equals @case.Id
            orderby message.At descending, message.Consent
            select new
            {
                message,
                consent.Case,
                @case.CaseNumber,
                consent.Discloser,
                consent.RecordTypes,
            }).AsNoTracking().Take(Most).ToListAsync(ct);
        return [.. rows.Select(row => new ReadStaffMessage(
            row.message.Answered, row.message.At, row.message.ReadAt is null, row.Case, row.CaseNumber, row.message.Request,
            holders[row.Discloser], row.RecordTypes))];
    }

    /// <summary>The number of unread messages.</summary>
    public async Task<int> UnreadAsync(StaffMemberId staff, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await Visible(db, staff).CountAsync(message => message.ReadAt == null, ct);
    }

    /// <summary>Marks every message as read.</summary>
    public async Task MarkReadAsync(StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        foreach (var message in await Visible(db, staff).Where(message => message.ReadAt == null).ToListAsync(ct))
        {
            message.ReadAt = now;
        }

        await db.SaveChangesAsync(ct);
    }

    private IQueryable<StaffMessage> Visible(HubDbContext db, StaffMemberId staff) => Visible(db, staff, clock.GetUtcNow());

    /// <summary>The messages that a member of staff may see at a moment.</summary>
    internal static IQueryable<StaffMessage> Visible(HubDbContext db, StaffMemberId staff, DateTimeOffset now)
    {
        var seen = InnerSecrecy.SeenBy(db, staff);
        var changed = db.ChangedOutside.Select(id => new CaseId(id)).ToList();
        return
            from message in db.StaffMessages
            join consent in db.Consents on message.Consent equals consent.Id
            join @case in db.Cases on consent.Case equals @case.Id
            where message.Staff == staff
                && seen.Contains(@case.Child) && !changed.Contains(@case.Id)
                && (@case.ClosedAt == null || @case.ClosedAt > now)
                && @case.Assignments.Any(a => a.Staff == staff && a.From <= now && (a.To == null || a.To > now))
            select message;
    }
}
