using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

internal static class ConsentSubject
{
    /// <summary>
    /// The child of a consent. Each step of the consent raises the version of the child in the log. The child of a consent never changes
    /// and can therefore be read before the lock.
    /// </summary>
    public static async Task<PersonId?> OfAsync(LoggedChanges changes, ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await db.Consents.Where(c => c.Id == id).Select(c => (PersonId?)c.Child).SingleOrDefaultAsync(ct);
    }

    /// <summary>
    /// Whether the recorded answers to a consent, and the statement about a prevented guardian, are as the hub sealed them. They wait for a
    /// second person, who would otherwise confirm what somebody has put into the database.
    /// </summary>
    public static async Task<bool> IsRecordedSoundAsync(HubDbContext db, ConsentId id, CancellationToken ct) =>
        await db.Consents.Where(c => c.Id == id).Select(c => (ConsentRequestId?)c.Request).SingleOrDefaultAsync(ct) is { } request
        && await db.IsSoundAsync(SubjectId.Of(request), SubjectKind.Asking, ct);

    /// <summary>
    /// The child of a consent and what the family is asked, whose seal covers the recorded answers. Empty when there is no such consent.
    /// </summary>
    public static async Task<IReadOnlyList<SubjectId>> WithRecordedAsync(LoggedChanges changes, ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        var found = await db.Consents.Where(c => c.Id == id).Select(c => new { c.Child, c.Request }).SingleOrDefaultAsync(ct);
        return found is null ? [] : [SubjectId.Of(found.Child), SubjectId.Of(found.Request)];
    }
}
