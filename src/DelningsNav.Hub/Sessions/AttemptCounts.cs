using System.Diagnostics.Metrics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Sessions;

/// <summary>An attempt that failed and is not in the audit log.</summary>
public enum AttemptKind
{
    /// <summary>A sign-in that failed.</summary>
    SignIn,

    /// <summary>A signed call whose signature, key or time was refused.</summary>
    SignedCall,

    /// <summary>A page that was refused to a member of staff while the hub is fenced, when nothing can be logged.</summary>
    FencedOpening,
}

/// <summary>
/// Counts attempts that failed, by kind and day. A stranger can make as many as they like. Therefore they are counted in memory, written
/// once a minute as one row for each kind and day, and never logged in the audit log (ADR 0045).
/// </summary>
public sealed class AttemptCounts(HubDatabase database, TimeProvider clock) : IDisposable
{
    private const string Add = """
        INSERT INTO attempt_counts (day, what, number) VALUES (@p0, @p1, @p2)
        ON CONFLICT (day, what) DO UPDATE SET number = attempt_counts.number + excluded.number
        """;

    private static readonly Meter Meter = new("DelningsNav.Attempts");
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>("delningsnav.failed_attempts");

    // While a number is on its way to the database, it is neither in memory nor there.
    private readonly SemaphoreSlim _moving = new(1, 1);

    private readonly long[] _counted = new long[Enum.GetValues<AttemptKind>().Length];

    /// <summary>Counts one. It costs nothing but memory.</summary>
    public void Count(AttemptKind kind)
    {
        Interlocked.Increment(ref _counted[(int)kind]);
        Counter.Add(1, KeyValuePair.Create<string, object?>("kind", kind.ToString()));
    }

    /// <summary>Writes what was counted since the last time, and returns the number. What cannot be written stays counted.</summary>
    public async Task<int> WriteAsync(CancellationToken ct)
    {
        await _moving.WaitAsync(ct);
        try
        {
            return await MoveAsync(ct);
        }
        finally
        {
            _moving.Release();
        }
    }

    private async Task<int> MoveAsync(CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var all = 0;
        foreach (var kind in Enum.GetValues<AttemptKind>())
        {
            var number = Interlocked.Read(ref _counted[(int)kind]);
            if (number == 0)
            {
                continue;
            }

            using var gate = await database.EnterWriteAsync(ct);
            await using var connection = await database.ConnectAsync(ct);
            await using var statements = new Statements(database.Engine, connection);
            await statements.With(Add, null, today, kind.ToString(), number).ExecuteNonQueryAsync(ct);
            Interlocked.Add(ref _counted[(int)kind], -number);
            all += (int)Math.Min(number, int.MaxValue - all);
        }

        return all;
    }

    /// <summary>The number of attempts of a kind today, of all nodes; those of other nodes as they were a minute ago.</summary>
    public async Task<long> TodayAsync(AttemptKind kind, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var what = kind.ToString();
        await using var db = database.NewContext();
        await _moving.WaitAsync(ct);
        try
        {
            var written = await db.Set<AttemptCount>().Where(a => a.Day == today && a.What == what).Select(a => (long?)a.Number)
                .SingleOrDefaultAsync(ct);
            return (written ?? 0) + Interlocked.Read(ref _counted[(int)kind]);
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _moving.Dispose();
}

/// <summary>The number of failed attempts of one kind on one day.</summary>
internal sealed class AttemptCount
{
    public DateOnly Day { get; private init; }

    public string What { get; private init; } = "";

    public long Number { get; private init; }
}
