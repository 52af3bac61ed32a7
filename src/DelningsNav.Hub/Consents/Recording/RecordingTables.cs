using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>The table of answers on paper or in words. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler accepts no extension property there.</summary>
public static class RecordingTables
{
    extension(HubDbContext db)
    {
        /// <summary>Answers that staff recorded on paper or in words.</summary>
        public DbSet<RecordedAnswer> RecordedAnswers => db.Set<RecordedAnswer>();
    }
}
