using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// The tables of notices. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class NoticeTables
{
    extension(HubDbContext db)
    {
        /// <summary>Notices that a consent has ended.</summary>
        public DbSet<ConsentNotice> Notices => db.Set<ConsentNotice>();

        /// <summary>The addresses to which the notices for systems are sent.</summary>
        public DbSet<Subscription> Subscriptions => db.Set<Subscription>();

        /// <summary>The state of each delivery of a notice.</summary>
        public DbSet<NoticeDelivery> NoticeDeliveries => db.Set<NoticeDelivery>();
    }
}
