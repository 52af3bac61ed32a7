using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>A link that this node is to send now, and that no other node tries until its time is out.</summary>
/// <param name="Link">Whose.</param>
/// <param name="Address">Where to.</param>
/// <param name="Language">In which language, by its tag.</param>
/// <param name="Staff">The member of staff whom it is for, or null when it is for a guardian or pupil.</param>
/// <param name="Told">The messages that it tells of.</param>
public sealed record EmailToSend(
    EmailLinkId Link, EmailAddress Address, string Language, StaffMemberId? Staff, IReadOnlyList<ToldMessage> Told);

/// <summary>A message by what it is kept under.</summary>
public readonly record struct ToldMessage(ConsentId Consent, FamilyMessageKind? Kind);

/// <summary>
/// Who is to be sent a link, since there is something that they have not read and no link has told of: who takes which,
/// and what came of it (ADR 0029).
/// </summary>
/// <remarks>
/// Asked is what the message box would show at this moment: a guardian who is shut out, or a member of staff who has left the case, is
/// sent nothing. A crash between sending and marking sends again when the time is out. It never gives up, but tries more and more seldom.
/// </remarks>
public sealed class EmailOutbox(HubDatabase database, HubKeys keys, TimeProvider clock)
{
    /// <summary>How long a node has to send what it has claimed.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(5);

    private const int AtATime = 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);

    /// <summary>Some of what is to be sent now; empty when there is nothing.</summary>
    public async Task<IReadOnlyList<EmailToSend>> ClaimAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await ForgetProtectedAsync(db, ct);
        var due = await db.EmailLinks.AsNoTracking()
            .Where(l => l.ConfirmedAt != null && l.NextFrom <= now)
            .Where(l => l.Person == null || db.Set<Person>().Any(p => p.Id == l.Person && p.Marking == SecurityMarking.None))
            .Where(l =>
                db.Set<FamilyMessage>().Any(m => m.Person == l.Person && m.ReadAt == null && m.MailedAt == null && m.At >= l.ConfirmedAt)
                || db.Set<StaffMessage>().Any(m => m.Staff == l.Staff && m.ReadAt == null && m.MailedAt == null && m.At >= l.ConfirmedAt))
            .OrderBy(l => l.NextFrom).Take(AtATime).ToListAsync(ct);
        var claimed = new List<EmailToSend>();
        foreach (var link in due)
        {
            var told = await ToldAsync(db, link, now, ct);
            var address = link.AddressWith(keys);
            var until = now + (told.Count > 0 ? Lease : EmailLink.Between);
            if (await db.EmailLinks.Where(l => l.Id == link.Id && l.NextFrom == link.NextFrom && l.ConfirmedAt == link.ConfirmedAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.NextFrom, until), ct) == 1
                && told.Count > 0 && address is not null)
            {
                claimed.Add(new(link.Id, address, link.Language, link.Staff, told));
            }
        }

        return claimed;
    }

    /// <summary>Notes that it was sent: what it told of is told of no more, and the next waits a while.</summary>
    public async Task SentAsync(EmailToSend sent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        foreach (var (consent, kind) in sent.Told)
        {
            _ = kind is { } told
                ? await db.FamilyMessages.Where(m => m.Person == new PersonId(sent.Link.Value) && m.Consent == consent && m.Kind == told)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.MailedAt, now), ct)
                : await db.StaffMessages.Where(m => m.Staff == sent.Staff && m.Consent == consent)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.MailedAt, now), ct);
        }

        await db.EmailLinks.Where(l => l.Id == sent.Link)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.NextFrom, now + EmailLink.Between).SetProperty(l => l.Failures, 0), ct);
    }

    /// <summary>
    /// Notes that it could not be sent: it is tried again after five minutes, then twice as long for each time, a day at most.
    /// </summary>
    public async Task NotSentAsync(EmailToSend failed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(failed);
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        if (await db.EmailLinks.SingleOrDefaultAsync(l => l.Id == failed.Link, ct) is { ConfirmedAt: not null } link)
        {
            var wait = FirstWait * (1 << Math.Min(link.Failures, 10));
            link.Failures++;
            link.NextFrom = clock.GetUtcNow() + (wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1));
            await db.SaveChangesAsync(ct);
        }
    }

    // One whose identity has become protected has no address here any more. When nobody has read the register, nothing
    // is sent, and the address stays.
    private static Task<int> ForgetProtectedAsync(HubDbContext db, CancellationToken ct) =>
        db.EmailLinks
            .Where(l => l.SealedAddress != null
                && db.Set<Person>().Any(p => p.Id == l.Person && p.Marking != SecurityMarking.None && p.Marking != SecurityMarking.Unknown))
            .ExecuteUpdateAsync(set => set
                .SetProperty(l => l.SealedAddress, (byte[]?)null).SetProperty(l => l.SealedCode, (byte[]?)null)
                .SetProperty(l => l.CodeAt, (DateTimeOffset?)null).SetProperty(l => l.ConfirmedAt, (DateTimeOffset?)null), ct);

    private static async Task<IReadOnlyList<ToldMessage>> ToldAsync(
        HubDbContext db, EmailLink link, DateTimeOffset now, CancellationToken ct)
    {
        if (link.Person is { } person)
        {
            var unread = await FamilyMessageBox.UnreadAsync(db, person, SwedishTime.DayOf(now), ct);
            return [.. unread.Where(m => m.MailedAt is null && m.At >= link.ConfirmedAt).Select(m => new ToldMessage(m.Consent, m.Kind))];
        }

        var today = SwedishTime.DayOf(now);
        return await db.Staff.AnyAsync(s => s.Id == link.Staff && (s.LeftOn == null || s.LeftOn > today), ct)
            ? await StaffMessageBox.Visible(db, link.Staff!.Value, now)
                .Where(m => m.ReadAt == null && m.MailedAt == null && m.At >= link.ConfirmedAt)
                .Select(m => new ToldMessage(m.Consent, null)).ToListAsync(ct)
            : [];
    }
}
