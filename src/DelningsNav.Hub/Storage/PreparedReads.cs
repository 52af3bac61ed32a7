using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// A query that runs for every release and therefore stays prepared. It has a text, and parameters in order with their types.
/// </summary>
internal sealed class PreparedQuery(string sql, params (string Name, ColumnType Type)[] parameters)
{
    /// <summary>The text, with one or more statements.</summary>
    public string Text => sql;

    /// <summary>The query on a connection, ready for its values.</summary>
    public async Task<DbCommand> PrepareAsync(DbConnection connection, CancellationToken ct)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this program; the values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, type) in parameters)
        {
            command.With(name, null);
            if (command is Npgsql.NpgsqlCommand)
            {
                command.Parameters[^1].DbType = type switch
                {
                    ColumnType.Uuid => DbType.Guid,
                    ColumnType.Bigint => DbType.Int64,
                    ColumnType.Integer => DbType.Int32,
                    ColumnType.Boolean => DbType.Boolean,
                    ColumnType.Text => DbType.String,
                    ColumnType.Bytea => DbType.Binary,
                };
            }
        }

        if (command is Npgsql.NpgsqlCommand)
        {
            // On SQLite the command is prepared at its first run, and the prepared statement lives as long as the command.
            await command.PrepareAsync(ct);
        }

        return command;
    }
}

/// <summary>
/// A few connections that stay open with their queries prepared, because preparing the text of a large read costs more than running it.
/// </summary>
/// <remarks>
/// Only statements and connections are reused, never a row. Each read returns the current rows of the database. A connection that has
/// failed is closed. If it had been idle (the server may have been restarted), the read is tried again on a new connection. SQLite reads
/// the file page by page here, not through its memory map. A connection releases the whole map at its first read after another connection's
/// commit, and the hub commits before every signed call. The map would therefore be created again, and empty, for every decision
/// (docs/performance.md, `facts`).
/// </remarks>
internal sealed class PreparedReads(HubDatabase database) : IAsyncDisposable
{
    private const int MostConnections = 16;

    private readonly SemaphoreSlim _places = new(MostConnections);
    private readonly ConcurrentBag<PreparedConnection> _idle = [];

    /// <summary>Runs a query with its values in the order of its parameters. A missing value is null.</summary>
    public async Task<TResult> RunAsync<TResult>(
        PreparedQuery query, IReadOnlyList<object?> values, Func<DbDataReader, CancellationToken, Task<TResult>> read, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            while (_idle.TryTake(out var kept))
            {
                if (await kept.TryRunAsync(query, values, read, ct) is { Succeeded: true, Value: var value })
                {
                    _idle.Add(kept);
                    return value;
                }
            }

            var connection = new PreparedConnection(await database.ConnectAsync(ct));
            var result = await connection.RunAsync(query, values, read, ct);
            _idle.Add(connection);
            return result;
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var kept))
        {
            await kept.DisposeAsync();
        }

        _places.Dispose();
    }

    private sealed class PreparedConnection(DbConnection connection) : IAsyncDisposable
    {
        private readonly Dictionary<PreparedQuery, DbCommand> _commands = [];

        /// <summary>Does the same as <see cref="RunAsync"/>, but reports a broken connection in the result and not as an error.</summary>
        public async Task<(bool Succeeded, TResult Value)> TryRunAsync<TResult>(
            PreparedQuery query, IReadOnlyList<object?> values, Func<DbDataReader, CancellationToken, Task<TResult>> read,
            CancellationToken ct)
        {
            try
            {
                return (true, await RunAsync(query, values, read, ct));
            }
            catch (DbException) when (connection.State != ConnectionState.Open)
            {
                return (false, default!);
            }
        }

        public async Task<TResult> RunAsync<TResult>(
            PreparedQuery query, IReadOnlyList<object?> values, Func<DbDataReader, CancellationToken, Task<TResult>> read,
            CancellationToken ct)
        {
            var done = false;
            try
            {
                if (!_commands.TryGetValue(query, out var command))
                {
                    _commands.Add(query, command = await query.PrepareAsync(connection, ct));
                }

                for (var i = 0; i < values.Count; i++)
                {
                    command.Parameters[i].Value = values[i] ?? DBNull.Value;
                }

                await using var reader = await command.ExecuteReaderAsync(ct);
                var result = await read(reader, ct);
                done = true;
                return result;
            }
            finally
            {
                if (!done)
                {
                    await DisposeAsync();
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var command in _commands.Values)
            {
                await command.DisposeAsync();
            }

            // A read that failed in the middle leaves its transaction open, and the pool does not close the file.
            if (connection is SqliteConnection { Handle: { } file } && raw.sqlite3_get_autocommit(file) == 0)
            {
                raw.sqlite3_exec(file, "ROLLBACK");
            }

            await connection.DisposeAsync();
        }
    }
}
