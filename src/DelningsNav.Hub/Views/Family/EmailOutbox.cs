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

/// <summary>A link that this node is to send now. No other node sends it until the lease has expired.</summary>
/// <param name="Link">The link's id.</param>
/// <param name="Address">The address to send it to.</param>
/// <param name="Language">The language of the e-mail, by its tag.</param>
/// <param name="Staff">The member of staff who gets the link, or null when a guardian or pupil gets it.</param>
/// <param name="Told">The messages that the link notifies about.</param>
public sealed record EmailToSend(
    EmailLinkId Link, EmailAddress Address, string Language, StaffMemberId? Staff, IReadOnlyList<ToldMessage> Told);

/// <summary>The key of a message: what it is about, and its kind if it is a message to a family.</summary>
public readonly record struct ToldMessage(MessageSubjectId About, FamilyMessageKind? Kind);

/// <summary>
/// The links that are to be sent to people who have an unread message that no link has notified about. This class determines which node
/// sends which link, and records the result (ADR 0029).
/// </summary>
/// <remarks>
/// A link is sent only for messages that the message box would show at this moment. Therefore nothing is sent to a blocked guardian or to
/// a member of staff who has left the case. After a crash between sending and marking, the link is sent again when the lease has expired.
/// The hub never stops trying, but it tries less and less often.
/// </remarks>
public sealed class EmailOutbox(HubDatabase database, HubKeys keys, TimeProvider clock)
{
    /// <summary>The time that a node has to send the links that it has claimed.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(5);

    private const int AtATime = 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);

    /// <summary>Claims some of the links that are due. Empty when nothing is due.</summary>
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

    /// <summary>Records that the link was sent. Its messages cause no further link, and the next link is delayed.</summary>
    public async Task SentAsync(EmailToSend sent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        foreach (var (about, kind) in sent.Told)
        {
            _ = kind is { } told
                ? await db.FamilyMessages.Where(m => m.Person == new PersonId(sent.Link.Value) && m.About == about && m.Kind == told)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.MailedAt, now), ct)
                : await db.StaffMessages.Where(m => m.Staff == sent.Staff && m.Consent == new ConsentId(about.Value))
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.MailedAt, now), ct);
        }

        await db.EmailLinks.Where(l => l.Id == sent.Link)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.NextFrom, now + EmailLink.Between).SetProperty(l => l.Failures, 0), ct);
    }

    /// <summary>
    /// Records that the link could not be sent. It is sent again after five minutes. After each further failure the wait is twice as
    /// long, but at most a day.
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

    // If the person's identity is now protected, the address is deleted. If the register has not been read, nothing is sent
    // and the address is not deleted.
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
            return [.. unread.Where(m => m.MailedAt is null && m.At >= link.ConfirmedAt).Select(m => new ToldMessage(m.About, m.Kind))];
        }

        var today = SwedishTime.DayOf(now);
        return await db.Staff.AnyAsync(s => s.Id == link.Staff && (s.LeftOn == null || s.LeftOn > today), ct)
            ? await StaffMessageBox.Visible(db, link.Staff!.Value, now)
                .Where(m => m.ReadAt == null && m.MailedAt == null && m.At >= link.ConfirmedAt)
                .Select(m => new ToldMessage(MessageSubjectId.Of(m.Consent), null)).ToListAsync(ct)
            : [];
    }
}
