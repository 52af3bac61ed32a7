using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>
/// The tables of consents. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class ConsentTables
{
    extension(HubDbContext db)
    {
        /// <summary>The requests to families.</summary>
        public DbSet<ConsentRequest> ConsentRequests => db.Set<ConsentRequest>();

        /// <summary>Consents, from the ask to their end.</summary>
        public DbSet<Consent> Consents => db.Set<Consent>();

        /// <summary>The exact texts that were shown to the people who answered.</summary>
        internal DbSet<StoredText> ConsentTexts => db.Set<StoredText>();
    }
}
