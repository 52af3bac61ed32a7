using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>A message with the consent that it is about, in the form that the reader may know now.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="At">When it was written.</param>
/// <param name="IsNew">Whether the reader has not read it before.</param>
/// <param name="Consent">The consent.</param>
/// <param name="Recorded">The answer that staff recorded in the reader's name, if the message is about one.</param>
public sealed record ReadFamilyMessage(
    FamilyMessageKind Kind, DateTimeOffset At, bool IsNew, FamilyConsent Consent, OwnRecordedAnswer? Recorded);

/// <summary>
/// The messages of a guardian or pupil. Only messages about children whose matters the reader may see are shown. Therefore a blocked
/// guardian has no messages about the child.
/// </summary>
public sealed class FamilyMessageBox(HubDatabase database, FamilyConsents consents, TimeProvider clock)
{
    /// <summary>The largest number of messages that is shown.</summary>
    public const int Most = 100;

    /// <summary>The messages, the newest first.</summary>
    public async Task<IReadOnlyList<ReadFamilyMessage>> ReadAsync(PersonId reader, CancellationToken ct)
    {
        var seen = (await consents.ReadAsync(reader, ct)).Children.SelectMany(child => child.Consents).ToDictionary(consent => consent.Id);
        await using var db = database.NewContext();
        var messages = await db.FamilyMessages.AsNoTracking()
            .Where(m => m.Person == reader)
            .OrderByDescending(m => m.At).ThenBy(m => m.Consent)
            .ToListAsync(ct);
        var recorded = (await OwnRecordedAnswers.ReadAllAsync(db, reader, ct))
            .Where(answer => seen.ContainsKey(answer.Consent))
            .ToDictionary(answer => MessageSubjectId.Of(answer.Id));
        return [.. messages
            .Where(m => seen.ContainsKey(m.Consent))
            .Take(Most)
            .Select(m => new ReadFamilyMessage(m.Kind, m.At, m.ReadAt is null, seen[m.Consent], recorded.GetValueOrDefault(m.About)))];
    }

    /// <summary>The number of unread messages among those that the reader may see.</summary>
    public async Task<int> UnreadAsync(PersonId reader, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return (await UnreadAsync(db, reader, SwedishTime.DayOf(clock.GetUtcNow()), ct)).Count;
    }

    /// <summary>Marks every message that the reader may see as read.</summary>
    public async Task MarkReadAsync(PersonId reader, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        foreach (var message in await UnreadAsync(db, reader, SwedishTime.DayOf(now), ct))
        {
            message.ReadAt = now;
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>The unread messages among those that the reader may see on a day.</summary>
    internal static async Task<IReadOnlyList<FamilyMessage>> UnreadAsync(
        HubDbContext db, PersonId reader, DateOnly today, CancellationToken ct)
    {
        var unread = await (
            from message in db.FamilyMessages
            join consent in db.Consents on message.Consent equals consent.Id
            where message.Person == reader && message.ReadAt == null
            select new { message, consent.Child }).ToListAsync(ct);

        // The reader's children are read even when every message has been read. Therefore the code runs in the same way for a blocked
        // guardian as for a guardian without messages.
        var children = (await FamilyRights.ChildrenOfAsync(db, reader, today, ct)).Select(seen => seen.Child.Id).ToHashSet();
        return [.. unread.Where(row => children.Contains(row.Child)).Select(row => row.message)];
    }
}
