using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>The columns that a database really has.</summary>
internal static class SchemaColumns
{
    /// <summary>Every column as <c>table.column</c>, in the order of the names.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var found = await db.Database.SqlQueryRaw<string>(
            hub.Start.Database.Engine == StorageEngine.Sqlite
                ? """
                  SELECT m.name || '.' || c.name AS "Value" FROM sqlite_master m JOIN pragma_table_info(m.name) c
                  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                  """
                : """
                  SELECT table_name || '.' || column_name AS "Value" FROM information_schema.columns WHERE table_schema = current_schema()
                  """).ToListAsync(TestContext.Current.CancellationToken);
        return [.. found.Order(StringComparer.Ordinal)];
    }
}
