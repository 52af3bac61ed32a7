using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>The tables of guardians who cannot sign and of decisions without their consent. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler accepts no extension property there.</summary>
public static class AbsenceTables
{
    extension(HubDbContext db)
    {
        /// <summary>Guardians who were stated to be prevented.</summary>
        public DbSet<PreventedGuardian> PreventedGuardians => db.Set<PreventedGuardian>();

        /// <summary>Decisions of social boards about measures without the other guardian's consent.</summary>
        public DbSet<MeasureDecision> MeasureDecisions => db.Set<MeasureDecision>();
    }
}
