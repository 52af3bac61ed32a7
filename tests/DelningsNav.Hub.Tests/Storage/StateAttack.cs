using System.Data.Common;
using System.Globalization;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Seals;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// Changes the rows of one table in the database, column by column, as somebody does who has the database's rights and no key, and puts
/// them back.
/// </summary>
internal sealed class StateAttack(TestHub hub, SealedTable table) : IAsyncDisposable
{
    private const string Swapped = "swapped ";

    private DbConnection? _connection;
    private IReadOnlyList<Dictionary<string, object>>? _before;

    public async Task<bool> HasRowsAsync() => (await BeforeAsync()).Count > 0;

    /// <summary>
    /// Each change: another value in each bound column of every row, the value of the next row in each bound column, every row deleted,
    /// and a row inserted.
    /// </summary>
    public IEnumerable<string> Changes() =>
    [
        .. table.Columns, .. table.Columns.Select(column => Swapped + column), "deleted",
        .. NewKey is null ? Array.Empty<string>() : ["inserted"],
    ];

    // The part of the key by which an inserted row is another row of the same subject. Some subjects have one row and no more.
    private string? NewKey => table.Name switch
    {
        "persons" or "cases" or "clients" or "staff_members" or "units" or "authorities" or "information_requests"
            or "consent_requests" => null,
        "consent_signatures" => "person_id",
        "policy_adoptions" => "version",
        _ => table.Columns[0],
    };

    /// <summary>Makes a change. A change that the database itself refuses by a constraint is no change.</summary>
    public async Task MakeAsync(string change)
    {
        var rows = await BeforeAsync();
        await UnhinderedAsync();
        try
        {
            switch (change)
            {
                case "deleted":
                    await RunAsync($"DELETE FROM {table.Name}");
                    break;
                case "inserted":
                    await InsertAsync(rows.Select(row => With(row, NewKey!, Other(row[NewKey!]))).Take(1));
                    break;
                case var swap when swap.StartsWith(Swapped, StringComparison.Ordinal):
                    var column = swap[Swapped.Length..];
                    await RunAsync($"DELETE FROM {table.Name}");
                    await InsertAsync(rows.Select((row, i) => With(row, column, rows[(i + 1) % rows.Count][column])));
                    break;
                default:
                    await RunAsync($"DELETE FROM {table.Name}");
                    await InsertAsync(rows.Select(row => With(row, change, Other(row[change]))));
                    break;
            }
        }
        catch (DbException)
        {
            await UndoAsync();
        }
    }

    /// <summary>Whether the table differs from what it was: the database itself may refuse a change, and null has no other value.</summary>
    public async Task<bool> IsMadeAsync() => Text(await RowsAsync()) != Text(await BeforeAsync());

    /// <summary>Puts every row back, and ends the alarms.</summary>
    public async Task UndoAsync()
    {
        await UnhinderedAsync();
        await RunAsync($"DELETE FROM {table.Name}");
        await InsertAsync(await BeforeAsync());
        await using var db = hub.Db();
        foreach (var id in await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM subjects").ToListAsync())
        {
            hub.Start.Log.StateAlarms.End(new SubjectId(id));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private static Dictionary<string, object> With(Dictionary<string, object> row, string column, object value) =>
        new(row) { [column] = value };

    private static object Other(object value) => value switch
    {
        DBNull => DBNull.Value,
        Guid => Guid.NewGuid(),
        bool flag => !flag,
        long number => number == 0 ? 1L : number - 1,
        int number => number == 0 ? 1 : number - 1,
        byte[] bytes => bytes.Select((b, i) => i == 0 ? (byte)(b ^ 1) : b).ToArray(),
        DateTime day => day.AddDays(-1),
        DateOnly day => day.AddDays(-1),
        string text when Guid.TryParse(text, out _) => Guid.NewGuid().ToString().ToUpperInvariant(),
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            day.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text + "x",
        _ => value,
    };

    private async Task<IReadOnlyList<Dictionary<string, object>>> BeforeAsync()
    {
        _connection ??= await hub.Start.Database.ConnectAsync(TestContext.Current.CancellationToken);
        return _before ??= await RowsAsync();
    }

    private static string Text(IReadOnlyList<Dictionary<string, object>> rows) => string.Join(
        '\n',
        rows.Select(row => string.Join('|', row.Values.Select(v => v is byte[] bytes ? Convert.ToHexString(bytes) : $"{v}"))).Order());

    private async Task<IReadOnlyList<Dictionary<string, object>>> RowsAsync()
    {
        await using var select = _connection!.CreateCommand();
#pragma warning disable CA2100 // The names come from the program.
        select.CommandText = $"SELECT * FROM {table.Name}";
#pragma warning restore CA2100
        await using var reader = await select.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
        }

        return rows;
    }

    private Task UnhinderedAsync() => RunAsync(
        hub.Settings.Engine == StorageEngine.Sqlite ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica");

    private async Task InsertAsync(IEnumerable<Dictionary<string, object>> rows)
    {
        foreach (var row in rows)
        {
            await using var insert = _connection!.CreateCommand();
#pragma warning disable CA2100 // The names come from the database.
            insert.CommandText =
                $"INSERT INTO {table.Name} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(c => "@" + c))})";
#pragma warning restore CA2100
            foreach (var (column, value) in row)
            {
                insert.With("@" + column, value);
            }

            await insert.ExecuteNonQueryAsync();
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // The names come from the program.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
