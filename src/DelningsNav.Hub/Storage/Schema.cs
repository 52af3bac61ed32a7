using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// The schema as reviewed SQL. Each step has one numbered script for each engine. Each script is applied once, and all missing scripts are
/// applied in one transaction (ADR 0011).
/// </summary>
internal static class Schema
{
    /// <summary>The scripts of an engine in order, with their numbers and names.</summary>
    public static IReadOnlyList<(int Number, string Name, string Sql)> Steps(StorageEngine engine)
    {
        var folder = engine == StorageEngine.Sqlite ? "sql/sqlite/" : "sql/postgresql/";
        var assembly = typeof(Schema).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(
                name =>
                    (int.Parse(name.AsSpan(folder.Length, 4), CultureInfo.InvariantCulture), name[folder.Length..], Read(assembly, name)))
            .ToList();
    }

    /// <summary>Applies the steps that the database lacks.</summary>
    /// <exception cref="StorageException">The database is newer than this program.</exception>
    public static async Task ApplyAsync(StorageEngine engine, DbConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        var steps = Steps(engine);
        await RunAsync(
            connection, null,
            "CREATE TABLE IF NOT EXISTS schema_steps (number integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)",
            ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (engine == StorageEngine.PostgreSql)
        {
            // Two nodes may start at once. The second node waits here, and then no step is missing.
            await RunAsync(connection, transaction, "LOCK TABLE schema_steps IN EXCLUSIVE MODE", ct);
        }

        var applied = await AppliedAsync(connection, transaction, ct);
        if (applied > steps[^1].Number)
        {
            throw new StorageException(
                $"the database has schema step {applied}, this program knows {steps[^1].Number}; run a newer version of the hub");
        }

        foreach (var (number, name, sql) in steps.Where(step => step.Number > applied))
        {
            await RunAsync(connection, transaction, sql, ct);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO schema_steps (number, name, applied_at) VALUES (@number, @name, @at)";
            command.With("@number", number).With("@name", name).With("@at", now.ToUnixTimeMilliseconds());
            await command.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<int> AppliedAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COALESCE(MAX(number), 0) FROM schema_steps";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The scripts are part of the program.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

internal static class CommandParameters
{
    /// <summary>Adds a parameter. The value null becomes the database's NULL.</summary>
    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>Adds an id that may be null. PostgreSQL must know the type of a NULL.</summary>
    public static DbCommand WithId(this DbCommand command, string name, Guid? value)
    {
        command.With(name, value);
        if (command is Npgsql.NpgsqlCommand)
        {
            command.Parameters[^1].DbType = System.Data.DbType.Guid;
        }

        return command;
    }
}
