using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace DelningsNav.Hub.Storage;

/// <summary>The two databases on which the hub can run. The same tests run on both (ADR 0012).</summary>
public enum StorageEngine
{
    /// <summary>An embedded database for one hub node. This is the default.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later, with several hub nodes on one database.</summary>
    PostgreSql,
}

/// <summary>The hub's database. It is opened once. Before use, its schema is brought up to date and its durability is asserted.</summary>
public sealed class HubDatabase : IAsyncDisposable
{
    private readonly PooledDbContextFactory<HubDbContext> _contexts;
    private readonly NpgsqlDataSource? _postgres;
    private readonly string _connectionString;

    private HubDatabase(StorageEngine engine, string connectionString)
    {
        Engine = engine;
        var options = new DbContextOptionsBuilder<HubDbContext>();
        if (engine == StorageEngine.Sqlite)
        {
            _connectionString = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 }.ToString();

            // A list is one parameter, as on PostgreSQL. With one for each value, a search by a thousand tokens would take seconds.
            options.UseSqlite(_connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));
        }
        else
        {
            _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxAutoPrepare = 100,
                AutoPrepareMinUsages = 2,
            }.ToString();
            _postgres = NpgsqlDataSource.Create(_connectionString);
            options.UseNpgsql(_postgres);
        }

        _contexts = new PooledDbContextFactory<HubDbContext>(options.Options);
        Reads = new PreparedReads(this);
        Commits = new GroupCommit(this);
    }

    /// <summary>The kind of database.</summary>
    public StorageEngine Engine { get; }

    /// <summary>
    /// SQLite allows one writer at a time. The writers of this process queue at this gate instead of polling for the file's lock.
    /// PostgreSQL needs no queue, and its gate is always open.
    /// </summary>
    internal WriteGate Gate { get; } = new();

    /// <summary>Compares rows with their seals. The log's writer sets it; before that, there is no key.</summary>
    internal StateComparison? Comparison { get; set; }

    /// <summary>The subjects that are known to be changed outside the hub. The log's writer sets it.</summary>
    internal Func<IReadOnlyList<Guid>> ChangedOutside { get; set; } = () => [];

    /// <summary>Those of them with a sealed value that does not open. The log's writer sets it.</summary>
    internal Func<IReadOnlyList<Guid>> Unopened { get; set; } = () => [];

    /// <summary>Raises an alarm about a person when a sealed value of theirs does not open. The log's writer sets it.</summary>
    internal Action<SubjectId> AlarmUnopened { get; set; } = _ => { };

    /// <summary>The keys that open sealed values. The log's writer sets them.</summary>
    internal ISealing? Keys { get; set; }

    /// <summary>The reads that every release makes.</summary>
    internal PreparedReads Reads { get; }

    /// <summary>The commits that this process's callers share.</summary>
    internal GroupCommit Commits { get; }

    /// <summary>Opens the database, applies the missing schema steps, and asserts that a commit is durable.</summary>
    /// <exception cref="StorageException">The database cannot be used; the message says what to do.</exception>
    public static async Task<HubDatabase> OpenAsync(StorageEngine engine, string connectionString, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (engine == StorageEngine.Sqlite)
        {
            MakePrivate(connectionString);
        }

        var database = new HubDatabase(engine, connectionString);
        await using var connection = await database.ConnectAsync(ct);
        await Durability.AssertAsync(engine, connection, ct);
        await Schema.ApplyAsync(engine, connection, clock.GetUtcNow(), ct);
        return database;
    }

    // SQLite gives its other files the mode of the database.
    private static void MakePrivate(string connectionString)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
        try
        {
            PrivateFile.Ensure(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the database `{path}` cannot be written: {cause.Message}", cause);
        }
    }

    /// <summary>A new unit of work. Its caller disposes it.</summary>
    public HubDbContext NewContext()
    {
        var context = _contexts.CreateDbContext();
        context.Comparison = Comparison;
        context.Keys = Keys!;
        context.ChangedOutside = ChangedOutside();
        context.Unopened = Unopened();
        context.AlarmUnopened = AlarmUnopened;
        return context;
    }

    /// <summary>An open connection from the pool. Its caller disposes it.</summary>
    internal async Task<DbConnection> ConnectAsync(CancellationToken ct)
    {
        if (_postgres is not null)
        {
            return await _postgres.OpenConnectionAsync(ct);
        }

        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Enters the write gate. Disposing the result leaves it.</summary>
    internal Task<IDisposable> EnterWriteAsync(CancellationToken ct) =>
        Engine == StorageEngine.Sqlite ? Gate.EnterAsync(ct) : Task.FromResult<IDisposable>(WriteGate.Open);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Commits.DisposeAsync();
        await Reads.DisposeAsync();
        Gate.Dispose();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
        else
        {
            await using var connection = new SqliteConnection(_connectionString);
            SqliteConnection.ClearPool(connection);
        }
    }
}

/// <summary>The hub cannot run on this storage.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception. The message says what is wrong and what to do.</summary>
    public StorageException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public StorageException(string message, Exception cause)
        : base(message, cause) { }
}

/// <summary>Admits one writer at a time, in the order of arrival.</summary>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public static IDisposable Open { get; } = new Nothing();

    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        return new Exit(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Exit(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose() { }
    }
}
