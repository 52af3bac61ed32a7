using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using DelningsNav.Hub.Storage;
using Npgsql;
using NpgsqlTypes;

namespace DelningsNav.Benchmarks;

/// <summary>
/// The rows of releases, copied from real ones with new indexes and ids, and committed by the fastest way of the database: one
/// connection, prepared statements, one row after the other on SQLite and arrays in one round trip on PostgreSQL. One release is two
/// entries with their tree nodes, one decision and one delivery; a batch alternates between the two entries as a caller does.
/// </summary>
internal sealed class RawRows : IAsyncDisposable
{
    private static readonly string[] Tables = ["log_entries", "log_nodes", "decisions", "deliveries"];

    private readonly DbConnection _connection;
    private readonly Dictionary<string, List<object?[]>> _samples = [];
    private readonly Dictionary<string, Table> _tables = [];
    private long _next;
    private Guid _decision;

    private RawRows(DbConnection connection) => _connection = connection;

    public static async Task<RawRows> PrepareAsync(World world)
    {
        for (var caller = 0; caller < world.Requests.Length; caller++)
        {
            await world.ReleaseAsync(caller);
        }

        var raw = new RawRows(await world.Hub.Start.Database.ConnectAsync(CancellationToken.None));
        foreach (var name in Tables)
        {
            raw._tables.Add(name, await Table.ReadAsync(raw._connection, name));
        }

        await raw.SampleAsync("decided", "SELECT * FROM log_entries WHERE kind = 'decided'");
        await raw.SampleAsync("delivery-reported", "SELECT * FROM log_entries WHERE kind = 'delivery-reported'");
        await raw.SampleAsync("decisions", "SELECT * FROM decisions");
        await raw.SampleAsync("deliveries", "SELECT * FROM deliveries");
        await using var size = raw._connection.CreateCommand();
        size.CommandText = "SELECT size FROM log_head";
        raw._next = (long)(await size.ExecuteScalarAsync())!;
        return raw;
    }

    /// <summary>Commits batches of this many entries until the time has passed, and returns how many releases' rows that makes.</summary>
    public async Task<Rate> CommitAsync(int batch, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var first = _next;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Fill(batch);
            await using var transaction = await _connection.BeginTransactionAsync();
            if (_connection is NpgsqlConnection postgres)
            {
                await InsertAsync(postgres);
            }
            else
            {
                foreach (var table in _tables.Values)
                {
                    table.Insert(transaction);
                }
            }

            await transaction.CommitAsync();
        }

        return new Rate((_next - first) / 2, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables.Values)
        {
            table.Dispose();
        }

        await _connection.DisposeAsync();
    }

    private void Fill(int batch)
    {
        foreach (var table in _tables.Values)
        {
            table.Rows.Clear();
        }

        for (var i = 0; i < batch; i++, _next++)
        {
            var decides = _next % 2 == 0;
            _tables["log_entries"].Rows.Add(Copy(decides ? "decided" : "delivery-reported", (0, _next)));
            if (decides)
            {
                _decision = Guid.CreateVersion7();
                _tables["decisions"].Rows.Add(Copy("decisions", (0, _decision), (12, _next)));
            }
            else if (_decision != Guid.Empty)
            {
                _tables["deliveries"].Rows.Add(Copy("deliveries", (0, Guid.CreateVersion7()), (1, _decision), (3, _next)));
            }

            for (var level = 1; (_next + 1) % (1L << level) == 0; level++)
            {
                _tables["log_nodes"].Rows.Add([level, ((_next + 1) >> level) - 1, RandomNumberGenerator.GetBytes(32)]);
            }
        }
    }

    private object?[] Copy(string sample, params (int Column, object Value)[] changes)
    {
        var rows = _samples[sample];
        object?[] row = [.. rows[(int)(_next / 2 % rows.Count)]];
        foreach (var (column, value) in changes)
        {
            row[column] = _connection is NpgsqlConnection || value is not Guid id ? value : id.ToString().ToUpperInvariant();
        }

        return row;
    }

    private async Task InsertAsync(NpgsqlConnection postgres)
    {
        await using var batch = new NpgsqlBatch(postgres);
        foreach (var table in _tables.Values.Where(t => t.Rows.Count > 0))
        {
            batch.BatchCommands.Add(table.ForPostgres());
        }

        await batch.ExecuteNonQueryAsync();
    }

    private async Task SampleAsync(string name, string query)
    {
        await using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The queries are the constants above.
        command.CommandText = query;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var all = _samples[name] = [];
        while (await rows.ReadAsync())
        {
            var row = new object?[rows.FieldCount];
            rows.GetValues(row!);
            all.Add(row);
        }
    }

    /// <summary>One table's insert statement and the rows that are not inserted yet.</summary>
    private sealed class Table(string name, string[] columns, DbCommand? sqlite, NpgsqlDbType[] types) : IDisposable
    {
        public List<object?[]> Rows { get; } = [];

        public static async Task<Table> ReadAsync(DbConnection connection, string name)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are constants.
            command.CommandText = $"SELECT * FROM {name} LIMIT 0";
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            if (connection is NpgsqlConnection)
            {
                var schema = ((NpgsqlDataReader)reader).GetColumnSchema();
                return new Table(name, columns, null, [.. schema.Select(c => c.NpgsqlDbType!.Value)]);
            }

            var insert = connection.CreateCommand();
            insert.CommandText =
                $"INSERT INTO {name} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
#pragma warning restore CA2100
            for (var i = 0; i < columns.Length; i++)
            {
                insert.With($"@p{i}", null);
            }

            return new Table(name, columns, insert, []);
        }

        public void Insert(DbTransaction transaction)
        {
            sqlite!.Transaction = transaction;
            foreach (var row in Rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    sqlite.Parameters[i].Value = row[i] ?? DBNull.Value;
                }

                sqlite.ExecuteNonQuery();
            }
        }

        public NpgsqlBatchCommand ForPostgres()
        {
            var command = new NpgsqlBatchCommand(
                $"INSERT INTO {name} ({string.Join(", ", columns)}) "
                + $"SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})");
            for (var column = 0; column < columns.Length; column++)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = Array(column), NpgsqlDbType = NpgsqlDbType.Array | types[column] });
            }

            return command;
        }

        public void Dispose() => sqlite?.Dispose();

        private Array Array(int column) => types[column] switch
        {
            NpgsqlDbType.Uuid => Cast<Guid?>(column),
            NpgsqlDbType.Bigint => Cast<long?>(column),
            NpgsqlDbType.Integer => Cast<int?>(column),
            NpgsqlDbType.Boolean => Cast<bool?>(column),
            NpgsqlDbType.Text => Cast<string?>(column),
            NpgsqlDbType.Bytea => Cast<byte[]?>(column),
            _ => throw new UnreachableException(),
        };

        private T[] Cast<T>(int column) => [.. Rows.Select(row => row[column] is DBNull ? default! : (T)row[column]!)];
    }
}
