using DelningsNav.Hub.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>The connections that stay open for the reads of decisions.</summary>
public sealed class PreparedReadsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_that_fails_in_the_middle_of_its_transaction_leaves_no_transaction_open()
    {
        await using var hub = await TestHub.StartAsync(StorageEngine.Sqlite);
        var database = hub.Start.Database;
        var query = new PreparedQuery("BEGIN; SELECT 1; SELECT abs(-9223372036854775807 - 1); COMMIT;");

        await Assert.ThrowsAsync<SqliteException>(() => database.Reads.RunAsync(
            query, [], async (reader, ct) => await reader.NextResultAsync(ct) && await reader.ReadAsync(ct), Ct));

        // The pool gives the connection to one of the next who ask.
        var next = new List<SqliteConnection>();
        while (next.Count < 5)
        {
            next.Add(Assert.IsType<SqliteConnection>(await database.ConnectAsync(Ct)));
        }

        Assert.All(next, connection => Assert.Equal(1, raw.sqlite3_get_autocommit(connection.Handle)));
        next.ForEach(connection => connection.Dispose());
    }
}
