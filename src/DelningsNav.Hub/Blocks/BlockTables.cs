using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Blocks;

/// <summary>
/// The table of disclosure blocks. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class BlockTables
{
    extension(HubDbContext db)
    {
        /// <summary>The blocks of families and holders.</summary>
        public DbSet<DisclosureBlock> DisclosureBlocks => db.Set<DisclosureBlock>();
    }
}
