using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests;

/// <summary>
/// The tables of requests, assessments and decisions. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class RequestTables
{
    extension(HubDbContext db)
    {
        /// <summary>Requests for information.</summary>
        public DbSet<InformationRequest> Requests => db.Set<InformationRequest>();

        /// <summary>Assessments by holders.</summary>
        public DbSet<HarmAssessment> Assessments => db.Set<HarmAssessment>();

        /// <summary>Decisions of the hub.</summary>
        public DbSet<Decision> Decisions => db.Set<Decision>();

        /// <summary>What was handed over.</summary>
        public DbSet<Delivery> Deliveries => db.Set<Delivery>();
    }
}
