using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Records;

/// <summary>
/// The table of deposited records. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class RecordTables
{
    extension(HubDbContext db)
    {
        /// <summary>Deposited records, without their content.</summary>
        public DbSet<Record> Records => db.Set<Record>();
    }
}
