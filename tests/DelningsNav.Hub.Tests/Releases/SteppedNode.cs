using DelningsNav.Hub.Storage;
using Microsoft.Data.Sqlite;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A node of a hub whose work can be stopped before any of its steps: each statement that it sends to the database and each reading of
/// its clock is a step, whichever code causes it, and so are the steps that a test names.
/// </summary>
internal sealed class SteppedNode : IAsyncDisposable
{
    /// <summary>The step of reading the clock.</summary>
    public const string Clock = "the clock";

    private readonly TestHub _hub;
    private readonly IDisposable? _statements;
    private readonly PostgresWire? _wire;

    private SteppedNode(TestHub hub, HubStart start, Steps steps, IDisposable? statements, PostgresWire? wire)
    {
        (_hub, Start, Steps, _statements, _wire) = (hub, start, steps, statements, wire);
    }

    public Steps Steps { get; }

    /// <summary>The node itself.</summary>
    public HubStart Start { get; }

    /// <summary>
    /// The node for the other work meanwhile: another node on PostgreSQL, the same node on SQLite, which serves only one.
    /// </summary>
    public HubStart Others => _wire is null ? Start : _hub.Start;

    /// <summary>Opens one more node of a hub.</summary>
    public static async Task<SteppedNode> OpenAsync(TestHub hub)
    {
        var steps = new Steps();
        var clock = new SteppedClock(hub.Clock, steps);
        if (hub.Settings.Engine == StorageEngine.PostgreSql)
        {
            var wire = new PostgresWire(hub.Settings.ConnectionString, steps);
            var overWire = hub.Settings with { ConnectionString = wire.ConnectionString };
            return new SteppedNode(hub, await HubStart.OpenAsync(overWire, clock, CancellationToken.None), steps, null, wire);
        }

        // A connection string that is written in another way gets connections of its own.
        var file = new SqliteConnectionStringBuilder(hub.Settings.ConnectionString) { Cache = SqliteCacheMode.Private };
        var statements = SqliteStatements.Of(file.DataSource, steps);
        var ownConnections = hub.Settings with { ConnectionString = file.ToString() };
        return new SteppedNode(hub, await HubStart.OpenAsync(ownConnections, clock, CancellationToken.None), steps, statements, null);
    }

    /// <summary>
    /// Stops some work of this node before a step, or lets it end if it does not take that step; then runs the other work until it is
    /// done or waits for a lock of the first; and then lets the first continue.
    /// </summary>
    public async Task<Meeting<TWork, TOther>> MeetAsync<TWork, TOther>(Step? step, Func<Task<TWork>> work, Func<Task<TOther>> other)
    {
        var stopped = Steps.StopBefore(step);
        var working = Task.Run(work);
        try
        {
            if (await Task.WhenAny(stopped, working) == working)
            {
                // The step must not stop the other work.
                Steps.GoOn();
            }

            var taken = Steps.Taken;
            var (coming, waits) = _hub.Settings.Engine == StorageEngine.Sqlite
                ? await ComeToSqliteAsync(other)
                : await ComeToPostgresAsync(other);
            Steps.GoOn();
            return new Meeting<TWork, TOther>(stopped.IsCompleted ? await stopped : null, taken, waits, await working, await coming);
        }
        finally
        {
            Steps.GoOn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Start.DisposeAsync();
        _statements?.Dispose();
        if (_wire is not null)
        {
            await _wire.DisposeAsync();
        }
    }

    // Every write goes through the gate. If the first work is inside, the other work waits before the gate; otherwise nothing
    // prevents the other from finishing.
    private async Task<(Task<TOther> Coming, bool Waits)> ComeToSqliteAsync<TOther>(Func<Task<TOther>> other)
    {
        var turn = Start.Database.EnterWriteAsync(CancellationToken.None);
        if (!turn.IsCompleted)
        {
            // SQLite runs on its caller's thread: when the call returns, the other work waits at the gate or in its queue.
            var coming = other();
            Assert.False(coming.IsCompleted);
            return (GiveTurnBackAsync(turn, coming), true);
        }

        (await turn).Dispose();
        var done = other();
        await done;
        return (done, false);
    }

    private static async Task<TOther> GiveTurnBackAsync<TOther>(Task<IDisposable> turn, Task<TOther> coming)
    {
        (await turn).Dispose();
        return await coming;
    }

    private async Task<(Task<TOther> Coming, bool Waits)> ComeToPostgresAsync<TOther>(Func<Task<TOther>> other)
    {
        await using var connection = await _hub.Start.Database.ConnectAsync(CancellationToken.None);
        await using var waits = connection.CreateCommand();
        waits.CommandText =
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
        var coming = Task.Run(other);
        while (!coming.IsCompleted)
        {
            if (await waits.ExecuteScalarAsync() is true)
            {
                return (coming, true);
            }
        }

        return (coming, false);
    }

    private sealed class SteppedClock(TimeProvider clock, Steps steps) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            steps.Before(Clock);
            return clock.GetUtcNow();
        }
    }
}

/// <summary>How some work ended, and other work that ran in the middle of it.</summary>
/// <param name="Before">The step before which the other work ran; null when the first had ended.</param>
/// <param name="Taken">The steps that the work had taken by then.</param>
/// <param name="Waited">Whether the other work had to wait for the first.</param>
/// <param name="Work">The result of the first work.</param>
/// <param name="Other">The result of the other work.</param>
internal sealed record Meeting<TWork, TOther>(Step? Before, IReadOnlyList<Step> Taken, bool Waited, TWork Work, TOther Other);
