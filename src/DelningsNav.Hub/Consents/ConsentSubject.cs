using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

internal static class ConsentSubject
{
    /// <summary>
    /// The child of a consent: the subject whose version each step of the consent raises. It never changes, so
    /// it can be read before the lock.
    /// </summary>
    public static async Task<PersonId?> OfAsync(LoggedChanges changes, ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await db.Consents.Where(c => c.Id == id).Select(c => (PersonId?)c.Child).SingleOrDefaultAsync(ct);
    }
}
