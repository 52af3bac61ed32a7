using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>
/// The tables of emergency access. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class EmergencyTables
{
    extension(HubDbContext db)
    {
        /// <summary>Declared emergencies.</summary>
        public DbSet<EmergencyAccess> EmergencyAccesses => db.Set<EmergencyAccess>();

        /// <summary>The holders' reviews of emergency access.</summary>
        public DbSet<EmergencyReview> EmergencyReviews => db.Set<EmergencyReview>();

        /// <summary>The holders' decisions that their records may be opened in an emergency.</summary>
        public DbSet<EmergencyAllowance> EmergencyAllowances => db.Set<EmergencyAllowance>();
    }
}
