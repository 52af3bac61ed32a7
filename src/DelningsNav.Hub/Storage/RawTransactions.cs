using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DelningsNav.Hub.Storage;

internal static class RawTransactions
{
    /// <summary>The connection and transaction of a unit of work, for plain SQL in the same transaction.</summary>
    public static (DbConnection Connection, DbTransaction? Transaction) Raw(this HubDbContext db) =>
        (db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction());
}
