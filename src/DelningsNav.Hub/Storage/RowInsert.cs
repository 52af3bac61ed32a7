using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace DelningsNav.Hub.Storage;

/// <summary>The column types that prepared statements need to name for PostgreSQL.</summary>
internal enum ColumnType
{
    Uuid,
    Bigint,
    Integer,
    Boolean,
    Text,
    Bytea,
}

/// <summary>
/// Inserts many rows into one table at once. On PostgreSQL this is one statement over arrays. On SQLite one prepared statement runs for
/// each row.
/// </summary>
/// <remarks>
/// This is plain SQL on purpose, because these rows are written while every other append waits for the log's head (ADR 0003).
/// </remarks>
internal sealed class RowInsert(string table, string onConflict, (string Name, ColumnType Type)[] columns)
{
    private readonly string _sqliteText =
        $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}) {onConflict}";

    private readonly string _postgresText =
        $"INSERT INTO {table} ({Names(columns)}) SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))}) "
        + onConflict;

    /// <summary>Inserts rows that the table does not have.</summary>
    public RowInsert(string table, params (string Name, ColumnType Type)[] columns)
        : this(table, "", columns) { }

    /// <summary>The rows as one statement of a PostgreSQL batch.</summary>
    public NpgsqlBatchCommand ForPostgres(IReadOnlyList<object?[]> rows)
    {
#pragma warning disable CA2100 // Table and column names are constants of this program; the values are parameters.
        var command = new NpgsqlBatchCommand(_postgresText);
#pragma warning restore CA2100
        for (var i = 0; i < columns.Length; i++)
        {
            command.Parameters.Add(Column(columns[i].Type, rows, i));
        }

        return command;
    }

    /// <summary>Runs the rows one after the other on SQLite.</summary>
    public async Task RunAsync(Statements statements, DbTransaction transaction, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            await statements.With(_sqliteText, transaction, row).ExecuteNonQueryAsync(ct);
        }
    }

    private static NpgsqlParameter Column(ColumnType type, IReadOnlyList<object?[]> rows, int i) => type switch
    {
        ColumnType.Uuid => Column<Guid?>(NpgsqlDbType.Uuid, rows, i),
        ColumnType.Bigint => Column<long?>(NpgsqlDbType.Bigint, rows, i),
        ColumnType.Integer => Column<int?>(NpgsqlDbType.Integer, rows, i),
        ColumnType.Boolean => Column<bool?>(NpgsqlDbType.Boolean, rows, i),
        ColumnType.Text => Column<string?>(NpgsqlDbType.Text, rows, i),
        ColumnType.Bytea => Column<byte[]?>(NpgsqlDbType.Bytea, rows, i),
    };

    private static NpgsqlParameter<T[]> Column<T>(NpgsqlDbType type, IReadOnlyList<object?[]> rows, int column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)rows[i][column]!;
        }

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static string Names((string Name, ColumnType Type)[] columns) => string.Join(", ", columns.Select(c => c.Name));
}
