using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Messages;

/// <summary>
/// The tables of messages and of e-mail links. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class MessageTables
{
    extension(HubDbContext db)
    {
        /// <summary>Messages to family members.</summary>
        public DbSet<FamilyMessage> FamilyMessages => db.Set<FamilyMessage>();

        /// <summary>Messages to members of staff.</summary>
        public DbSet<StaffMessage> StaffMessages => db.Set<StaffMessage>();

        /// <summary>The addresses to which people get links by e-mail.</summary>
        public DbSet<EmailLink> EmailLinks => db.Set<EmailLink>();
    }
}
