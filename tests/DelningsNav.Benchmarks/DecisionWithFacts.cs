using System.Diagnostics;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Benchmarks;

/// <summary>
/// A decision with the reading of its facts, in a hub with a thousand consents and in one with a million, call by call in turn: the time must
/// not grow with the city.
/// </summary>
internal static class DecisionWithFacts
{
    private const int Blocks = 100;
    private const int CallsInBlock = 40;

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in new[] { StorageEngine.Sqlite, StorageEngine.PostgreSql })
        {
            await using var small = await World.StartAsync(engine, 1);
            await using var large = await World.StartAsync(engine, 1);
            var few = await ManyConsents.AddAsync(small, 1_000);
            var started = Stopwatch.GetTimestamp();
            var many = await ManyConsents.AddAsync(large, 1_000_000);
            Console.WriteLine($"{engine}: a million consents in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");

            // Every call asks for another child, so that the larger hub cannot live on what it read a moment ago.
            var choice = new Random(1);
            var (inSmall, inLarge) = (new List<long>(), new List<long>());
            for (var block = -Blocks / 4; block < Blocks; block++)
            {
                await RunAsync(small, () => few(choice.Next()), block < 0 ? [] : inSmall);
                await RunAsync(large, () => many(choice.Next()), block < 0 ? [] : inLarge);
            }

            await MeasureCoveringAsync(figures, engine, (small, few, 1_000), (large, many, 1_000_000));
            var (p50Small, p50Large) = (Median(inSmall), Median(inLarge));
            figures.Add($"{engine}: median at 1,000 and at 1,000,000 consents", $"{p50Small:0} µs; {p50Large:0} µs");
            figures.AtMost($"{engine}: the second over the first", p50Large / p50Small, 1.5, "");
        }
    }

    // The statements of the reading that find which consent covers a record now, alone, while one in twenty of all consents changes.
    private static async Task MeasureCoveringAsync(
        Figures figures, StorageEngine engine, (World World, Func<int, RequestId> Request, int Consents) small, (World World, Func<int, RequestId> Request, int Consents) large)
    {
        var statements = ReadFacts.Query.Text.Split(';').Where(statement => statement.Contains("JOIN consents c ON", StringComparison.Ordinal));
        var query = new KeptQuery(string.Join(';', statements), ("@request", ColumnType.Uuid));
        var choice = new Random(2);
        var (inSmall, inLarge) = (new List<long>(), new List<long>());
        for (var block = -Blocks / 4; block < Blocks; block++)
        {
            foreach (var (hub, times) in new[] { (small, inSmall), (large, inLarge) })
            {
                var each = hub.Consents / 20 / Blocks;
                if (block >= 0)
                {
                    await ManyConsents.ChangeAsync(hub.World, block * 20 * each, Math.Max(each, 2));
                }

                for (var i = 0; i < CallsInBlock; i++)
                {
                    var id = hub.Request(choice.Next());
                    var start = Stopwatch.GetTimestamp();
                    var signers = await hub.World.Hub.Start.Database.Reads.RunAsync(query, [id.Value], CountAsync, CancellationToken.None);
                    if (block >= 0)
                    {
                        times.Add(Stopwatch.GetTimestamp() - start);
                    }

                    if (signers == 0)
                    {
                        throw new InvalidOperationException("a consent that must cover did not");
                    }
                }
            }
        }

        var (p50Small, p50Large) = (Median(inSmall), Median(inLarge));
        figures.Add($"{engine}: which consent covers this now, median at 1,000 and at 1,000,000", $"{p50Small:0} µs; {p50Large:0} µs");
        figures.AtMost($"{engine}: of that, the second over the first", p50Large / p50Small, 1.3, "");
    }

    private static async Task<int> CountAsync(System.Data.Common.DbDataReader rows, CancellationToken ct)
    {
        var count = 0;
        do
        {
            while (await rows.ReadAsync(ct))
            {
                count++;
            }
        }
        while (await rows.NextResultAsync(ct));
        return count;
    }

    private static double Median(List<long> ticks) => Timing.Percentile(Timing.Microseconds(ticks), 0.5);

    private static async Task RunAsync(World world, Func<RequestId> request, List<long> times)
    {
        var (database, policies, now) = (world.Hub.Start.Database, world.Hub.Start.Policies, world.Hub.Clock.GetUtcNow());
        for (var i = 0; i < CallsInBlock; i++)
        {
            var id = request();
            var start = Stopwatch.GetTimestamp();
            var facts = await ReadFacts.Async(database, id, world.Caller, world.Hub.Clock, CancellationToken.None);
            var verdict = policies.Decide(facts!.For("franvaro", facts.Records[0], policies.Version, now));
            times.Add(Stopwatch.GetTimestamp() - start);
            if (verdict is not Verdict.Release)
            {
                throw new InvalidOperationException("a decision that must permit did not");
            }
        }
    }
}
