using System.Data.Common;

namespace DelningsNav.Hub.Storage;

/// <summary>The column types that batched inserts need to name for PostgreSQL's arrays.</summary>
internal enum ColumnType
{
    Uuid,
    Bigint,
    Integer,
    Boolean,
    Text,
    Bytea,
}

/// <summary>Inserts many rows into one table at once: one statement over arrays on PostgreSQL, one prepared statement run for each row on SQLite.</summary>
/// <remarks>Plain SQL on purpose: these rows are written while everybody waits for the log's head (DESIGN section 8).</remarks>
internal sealed class RowInsert(string table, params (string Name, ColumnType Type)[] columns)
{
    private readonly string _sqliteText =
        $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";

    private readonly string _postgresText =
        $"INSERT INTO {table} ({Names(columns)}) SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";

    public async Task RunAsync(StorageEngine engine, DbConnection connection, DbTransaction transaction, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Table and column names are constants of this program; the values are parameters.
        command.CommandText = engine == StorageEngine.Sqlite ? _sqliteText : _postgresText;
#pragma warning restore CA2100
        if (engine == StorageEngine.PostgreSql)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                command.With($"@p{i}", Column(columns[i].Type, rows, i));
            }

            await command.ExecuteNonQueryAsync(ct);
            return;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            command.With($"@p{i}", null);
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static Array Column(ColumnType type, IReadOnlyList<object?[]> rows, int i) => type switch
    {
        ColumnType.Uuid => Cast<Guid?>(rows, i),
        ColumnType.Bigint => Cast<long?>(rows, i),
        ColumnType.Integer => Cast<int?>(rows, i),
        ColumnType.Boolean => Cast<bool?>(rows, i),
        ColumnType.Text => Cast<string?>(rows, i),
        ColumnType.Bytea => Cast<byte[]?>(rows, i),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static T[] Cast<T>(IReadOnlyList<object?[]> rows, int column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)rows[i][column]!;
        }

        return values;
    }

    private static string Names((string Name, ColumnType Type)[] columns) => string.Join(", ", columns.Select(c => c.Name));
}
