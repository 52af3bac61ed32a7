using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>
/// The table of recorded answers. Inside an expression tree write <c>db.Set&lt;T&gt;()</c> instead: the compiler
/// accepts no extension property there.
/// </summary>
public static class RecordingTables
{
    extension(HubDbContext db)
    {
        /// <summary>The answers, on paper or oral, that staff recorded.</summary>
        public DbSet<RecordedAnswer> RecordedAnswers => db.Set<RecordedAnswer>();
    }
}
