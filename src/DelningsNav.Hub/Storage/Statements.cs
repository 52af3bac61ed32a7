using System.Data.Common;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// The statements of one connection. Each is created at its first use and stays prepared for as long as this object lives. An owner with a
/// long-lived connection, for example the log's writer, reuses the statements. A short transaction creates its own.
/// </summary>
internal sealed class Statements(StorageEngine engine, DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    public StorageEngine Engine => engine;

    public DbConnection Connection => connection;

    /// <summary>
    /// The command with this text in this transaction. Its parameters are empty the first time and afterwards have their last values.
    /// </summary>
    public DbCommand Of(string sql, DbTransaction? transaction)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this program; the values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            _commands.Add(sql, command);
        }

        command.Transaction = transaction;
        return command;
    }

    /// <summary>
    /// The same command as <see cref="Of"/> returns, with these values for the parameters <c>@p0</c>, <c>@p1</c> and so on.
    /// </summary>
    public DbCommand With(string sql, DbTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        var command = Of(sql, transaction);
        for (var i = 0; i < values.Length; i++)
        {
            if (command.Parameters.Count == i)
            {
                command.With($"@p{i}", values[i]);
            }
            else
            {
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }
        }

        return command;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }
    }
}
