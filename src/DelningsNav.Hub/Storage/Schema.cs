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
    // The step after which every text about a person, every row that opens a door and every token is sealed (ADR 0038, 0046, 0047).
    private const int SealedByTheHub = 24;

    // The rights of the hub's own role on PostgreSQL, if there is such a role (ADR 0039).
    private static readonly string Roles = Read(typeof(Schema).Assembly, "sql/roles/postgresql.sql");

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
        if (engine == StorageEngine.PostgreSql && await MayOnlyReadStepsAsync(connection, ct))
        {
            await AssertAppliedAsync(connection, steps[^1].Number, ct);
            return;
        }

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
        AssertNotNewer(applied, steps[^1].Number);
        if (applied is > 0 and < SealedByTheHub && await HasEntriesAsync(connection, transaction, ct))
        {
            throw new StorageException(
                "the database is from before texts about people, rows that open doors and search tokens were sealed, and only the hub can "
                + "seal them; "
                + "keep it with its key file as it is, and start this version with a new database");
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

        if (engine == StorageEngine.PostgreSql)
        {
            await RunAsync(connection, transaction, Roles, ct);
        }

        await transaction.CommitAsync(ct);
    }

    // The hub's own role may neither lock the table of the steps nor create a table.
    private static async Task<bool> MayOnlyReadStepsAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT NOT has_table_privilege(to_regclass('schema_steps')::oid, 'UPDATE')";
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task AssertAppliedAsync(DbConnection connection, int known, CancellationToken ct)
    {
        var applied = await AppliedAsync(connection, null, ct);
        AssertNotNewer(applied, known);
        if (applied < known)
        {
            throw new StorageException(
                $"the database has schema step {applied}, this program needs {known}, and this user may not apply it; start the program "
                + "once as the owner of the tables with Hub:SchemaOnly, see docs/operations/install.md");
        }
    }

    private static void AssertNotNewer(int applied, int known)
    {
        if (applied > known)
        {
            throw new StorageException(
                $"the database has schema step {applied}, this program knows {known}; run a newer version of the hub");
        }
    }

    private static async Task<int> AppliedAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COALESCE(MAX(number), 0) FROM schema_steps";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private static async Task<bool> HasEntriesAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COUNT(*) FROM (SELECT 1 FROM log_entries LIMIT 1) AS one";
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) > 0;
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
