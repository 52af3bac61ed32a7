using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.People;

/// <summary>Finds a person by identity number.</summary>
internal static class PersonsByNumber
{
    /// <summary>The person with this number, or null.</summary>
    /// <remarks>
    /// The keyed index only finds a row. The sealed number, which is bound to the person's id, shows that the row is the person's own: two
    /// rows may have been swapped in the database. Such a row is nobody's, and raises an alarm.
    /// </remarks>
    public static async Task<PersonId?> FindAsync(
        HubDbContext db, HubKeys keys, LogWriter log, IdentityNumber number, CancellationToken ct)
    {
        var index = keys.IndexOf(number);
        var found = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.IdentityIndex == index, ct);
        if (found is null || IsOf(found, number))
        {
            return found?.Id;
        }

        log.StateAlarms.Raise(SubjectId.Of(found.Id), StateAlarms.ChangedRows);
        return null;
    }

    private static bool IsOf(Person person, IdentityNumber number)
    {
        try
        {
            return person.Identity.Reveal() == number.Reveal();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
