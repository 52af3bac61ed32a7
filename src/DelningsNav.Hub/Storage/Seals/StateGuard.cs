using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DelningsNav.Hub.Storage.Seals;

/// <summary>
/// Compares the rows of a subject with their seal before a page or a use case relies on them (ADR 0038). A difference raises an alarm, and
/// the door stays closed.
/// </summary>
internal sealed class StateGuard(StorageEngine engine, StateSeals seals, StateAlarms alarms)
{
    private const int Attempts = 3;

    /// <summary>Whether the rows of a subject are those that the hub sealed.</summary>
    public async Task<bool> IsSoundAsync(HubDbContext db, SubjectId subject, SubjectKind kind, CancellationToken ct)
    {
        if (alarms.IsOld(subject))
        {
            return false;
        }

        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var statements = new Statements(engine, db.Database.GetDbConnection());
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction();

            // A change of the hub's own may be committed between the reading of the rows and of the seal. They are then read again.
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await seals.IsSoundAsync(statements, transaction, subject, TablesOf(kind), ct))
                {
                    return true;
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        alarms.Raise(subject, StateAlarms.ChangedRows);
        return false;
    }

    private static IReadOnlyList<SealedTable> TablesOf(SubjectKind kind) => kind switch
    {
        SubjectKind.Person => SealedTable.OfPerson,
        SubjectKind.Case => SealedTable.OfCase,
        SubjectKind.Staff => SealedTable.OfStaff,
        SubjectKind.Asking => SealedTable.OfAsking,
        SubjectKind.Measure => SealedTable.OfMeasure,
    };
}
