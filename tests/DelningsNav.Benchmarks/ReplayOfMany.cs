using System.Diagnostics;
using DelningsNav.Hub.Replays;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Benchmarks;

/// <summary>
/// A candidate set applied to a million past decisions: copies of one logged release, each sealed, opened, checked
/// against its leaf and decided again.
/// </summary>
internal static class ReplayOfMany
{
    private const int Decisions = 1_000_000;

    // Everything in an entry except the index is copied from the last decision.
    private const string Copies = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
        INSERT INTO log_entries (idx, at, kind, verdict, policy_set, leaf, leaf_hash, payload, payload_key)
        SELECT e.idx + 1000 + n.i, e.at, e.kind, e.verdict, e.policy_set, e.leaf, e.leaf_hash, e.payload, e.payload_key
        FROM n, (SELECT * FROM log_entries WHERE kind = 'decided' ORDER BY idx DESC LIMIT 1) e
        """;

    public static async Task MeasureAsync(Figures figures)
    {
        await using var world = await World.StartAsync(StorageEngine.Sqlite, 1);
        await world.ReleaseAsync(0);
        await using (var db = world.Hub.Db())
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
            await db.Database.ExecuteSqlRawAsync(Copies, Decisions);
        }

        var most = 0L;
        var started = Stopwatch.GetTimestamp();
        var report = await world.Hub.Get<ReplayDecisions>().HandleAsync(
            world.Hub.Start.Policies, null, 100, Actor.Hub, new Watch(() => most = Math.Max(most, Environment.WorkingSet)),
            CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Assert.Equal(Decisions + 1, report.Same);
        figures.Add($"decisions replayed", $"{report.Same:N0} in {seconds:0} s");
        figures.Add($"decisions per second", $"{report.Same / seconds:0}");
        figures.Add($"most resident memory meanwhile", $"{most / 1e6:0} MB");
    }

    private sealed class Watch(Action look) : IProgress<ReplayReport>
    {
        public void Report(ReplayReport value) => look();
    }
}
