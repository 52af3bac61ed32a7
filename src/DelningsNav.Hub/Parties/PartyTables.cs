using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// The tables of parties, their staff and their systems. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class PartyTables
{
    extension(HubDbContext db)
    {
        /// <summary>Boards, regions and owners of independent schools.</summary>
        public DbSet<Authority> Authorities => db.Set<Authority>();

        /// <summary>Branches of authorities.</summary>
        public DbSet<Branch> Branches => db.Set<Branch>();

        /// <summary>Workplaces.</summary>
        public DbSet<Unit> Units => db.Set<Unit>();

        /// <summary>Members of staff.</summary>
        public DbSet<StaffMember> Staff => db.Set<StaffMember>();

        /// <summary>Integrating systems.</summary>
        public DbSet<Client> Clients => db.Set<Client>();
    }
}
