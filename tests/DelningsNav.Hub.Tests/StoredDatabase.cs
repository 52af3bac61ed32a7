using System.Globalization;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests;

/// <summary>What a hub has stored, read from outside: to copy it, and to compare it with what another hub has stored.</summary>
internal static partial class StoredDatabase
{
    /// <summary>The bytes of a SQLite database without open connections.</summary>
    public static async Task<byte[]> WholeFileAsync(string path)
    {
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            // The file alone lacks the commits that are in the write-ahead log.
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }

        Assert.False(File.Exists(path + "-wal"));
        return await File.ReadAllBytesAsync(path);
    }

    /// <summary>
    /// Every row of every table, in a fixed order, without what is random: ids, keys, and bytes that are sealed, signed or hashed.
    /// </summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(HubDbContext db)
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        List<string> content = [];
        foreach (var table in db.Model.GetRelationalModel().Tables.Select(table => table.Name))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the model.
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            {
                var values = Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i)).Select(value => value switch
                {
                    byte[] or Guid => "*",
                    var other => Chance().Replace(Convert.ToString(other, CultureInfo.InvariantCulture)!, "*"),
                });
                content.Add($"{table}: {string.Join(" | ", values)}");
            }
        }

        content.Sort(StringComparer.Ordinal);
        return content;
    }

    // An id, the thumbprint of a key, or the key itself.
    [GeneratedRegex(
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z0-9_-]{43,}|-----BEGIN .*-----END [A-Z ]+-----",
        RegexOptions.Singleline)]
    private static partial Regex Chance();
}
