using DelningsNav.Hub.Foundation;
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
}
