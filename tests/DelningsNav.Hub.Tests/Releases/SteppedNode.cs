using DelningsNav.Hub.Storage;
using Microsoft.Data.Sqlite;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A node of a hub whose work can be stopped before any of its steps: each statement that it sends to the database and each look at its clock is one, whoever wrote
/// the code that takes it, and so are those that a test names.
/// </summary>
internal sealed class SteppedNode : IAsyncDisposable
{
    /// <summary>The step of looking at the clock.</summary>
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

    /// <summary>The node from which others come meanwhile: another one on PostgreSQL, the same on SQLite, which serves one.</summary>
    public HubStart Others => _wire is null ? Start : _hub.Start;

    /// <summary>One more node of a hub.</summary>
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

        // Written in another way, so that its connections are its own.
        var file = new SqliteConnectionStringBuilder(hub.Settings.ConnectionString) { Cache = SqliteCacheMode.Private };
        var statements = SqliteStatements.Of(file.DataSource, steps);
        var ownConnections = hub.Settings with { ConnectionString = file.ToString() };
        return new SteppedNode(hub, await HubStart.OpenAsync(ownConnections, clock, CancellationToken.None), steps, statements, null);
    }

    /// <summary>
    /// Stops some work of this node before a step, or lets it end if it does not take that step; has the other come there, until it is done or waits for what the work
    /// holds; and lets the work go on.
    /// </summary>
    public async Task<Meeting<TWork, TOther>> MeetAsync<TWork, TOther>(Step? step, Func<Task<TWork>> work, Func<Task<TOther>> other)
    {
        var stopped = Steps.StopBefore(step);
        var working = Task.Run(work);
        try
        {
            if (await Task.WhenAny(stopped, working) == working)
            {
                // What the other does is none of its steps.
                Steps.GoOn();
            }

            var taken = Steps.Taken;
            var (coming, waits) = _hub.Settings.Engine == StorageEngine.Sqlite ? await ComeToSqliteAsync(other) : await ComeToPostgresAsync(other);
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

    // Nobody writes but through the gate. Where the work is inside, the other waits before it; where it is not, nothing keeps the other from its end.
    private async Task<(Task<TOther> Coming, bool Waits)> ComeToSqliteAsync<TOther>(Func<Task<TOther>> other)
    {
        var turn = Start.Database.EnterWriteAsync(CancellationToken.None);
        if (!turn.IsCompleted)
        {
            // SQLite works in its caller's thread: when the call returns, the other stands at the gate or in the queue to it.
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
        waits.CommandText = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
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

/// <summary>How some work and another who came in the midst of it ended.</summary>
/// <param name="Before">The step before which the other came; null when the work was over.</param>
/// <param name="Taken">The steps that the work had taken by then.</param>
/// <param name="Waited">Whether the other had to wait for the work.</param>
/// <param name="Work">What the work came to.</param>
/// <param name="Other">What the other came to.</param>
internal sealed record Meeting<TWork, TOther>(Step? Before, IReadOnlyList<Step> Taken, bool Waited, TWork Work, TOther Other);
