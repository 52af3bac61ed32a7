using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>
/// The tables of prevented guardians and of decisions without a guardian's consent. Inside an expression tree write
/// <c>db.Set&lt;T&gt;()</c> instead: the compiler accepts no extension property there.
/// </summary>
public static class AbsenceTables
{
    extension(HubDbContext db)
    {
        /// <summary>The statements that a guardian is prevented, with the finding of a second decider.</summary>
        public DbSet<PreventedGuardian> PreventedGuardians => db.Set<PreventedGuardian>();

        /// <summary>Decisions of social boards about measures without the other guardian's consent.</summary>
        public DbSet<MeasureDecision> MeasureDecisions => db.Set<MeasureDecision>();
    }
}
