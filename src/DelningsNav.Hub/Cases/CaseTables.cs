using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Cases;

/// <summary>
/// The table of cases. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class CaseTables
{
    extension(HubDbContext db)
    {
        /// <summary>Cases of SST and SST+.</summary>
        public DbSet<Case> Cases => db.Set<Case>();
    }
}
