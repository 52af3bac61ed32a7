using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.People;

/// <summary>
/// The tables of children and guardians. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class PeopleTables
{
    extension(HubDbContext db)
    {
        /// <summary>Children and guardians.</summary>
        public DbSet<Person> People => db.Set<Person>();

        /// <summary>Custody of children.</summary>
        public DbSet<Custody> Custodies => db.Set<Custody>();

        /// <summary>Blocked guardians.</summary>
        public DbSet<GuardianBlock> GuardianBlocks => db.Set<GuardianBlock>();

        /// <summary>The day on which a registered person was born. Nothing else about the person is read.</summary>
        internal async Task<DateOnly> BirthDateOfAsync(PersonId person, CancellationToken ct)
        {
            var found = await db.Set<Person>().AsNoTracking().Where(p => p.Id == person).Select(p => new { p.Key, p.SealedBirthDate })
                .SingleAsync(ct);
            return Person.BirthDateOf(found.Key.Key, found.SealedBirthDate, person);
        }
    }
}
