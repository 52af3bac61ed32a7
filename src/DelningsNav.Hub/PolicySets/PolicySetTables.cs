using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// The tables of policy sets. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class PolicySetTables
{
    extension(HubDbContext db)
    {
        /// <summary>The policy sets that the hub has received.</summary>
        public DbSet<PolicySet> PolicySets => db.Set<PolicySet>();

        /// <summary>The adoptions of sets by authorities.</summary>
        public DbSet<PolicyAdoption> PolicyAdoptions => db.Set<PolicyAdoption>();
    }
}
