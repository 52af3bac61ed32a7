using System.Data.Common;
using System.Globalization;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// Checks that a commit is on disk when it returns, because every promise of the log depends on this (docs/promises.md, 1 and 8).
/// </summary>
internal static class Durability
{
    public static async Task AssertAsync(StorageEngine engine, DbConnection connection, CancellationToken ct)
    {
        if (engine == StorageEngine.Sqlite)
        {
            await AskAsync(
                connection, "PRAGMA journal_mode = WAL", "wal", "the SQLite file must be in WAL mode; put it on a local disk", ct);
            await AskAsync(connection, "PRAGMA synchronous", "2", "SQLite must run with synchronous = FULL", ct);
            await AskAsync(connection, "PRAGMA foreign_keys", "1", "SQLite must enforce foreign keys", ct);
        }
        else
        {
            await AskAsync(connection, "SHOW fsync", "on", "PostgreSQL must run with fsync = on", ct);
            await AskAsync(connection, "SHOW synchronous_commit", "on", "PostgreSQL must run with synchronous_commit = on", ct);
            await AskAsync(connection, "SHOW full_page_writes", "on", "PostgreSQL must run with full_page_writes = on", ct);
        }
    }

    private static async Task AskAsync(DbConnection connection, string question, string expected, string advice, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The questions are the constants above.
        command.CommandText = question;
#pragma warning restore CA2100
        var answer = Convert.ToString(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        if (answer != expected)
        {
            throw new StorageException($"{advice}; it answered `{answer}`");
        }
    }
}
