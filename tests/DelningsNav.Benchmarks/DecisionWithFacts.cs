using DelningsNav.Hub.People;
using System.Data.Common;
using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Benchmarks;

/// <summary>
/// A decision with the reading of its facts, and separately only the statements that find which consent covers a record now, in a hub
/// with a thousand consents and in one with a million, in turn: the time must not grow with the city.
/// </summary>
internal static class DecisionWithFacts
{
    private const int Blocks = 100;
    private const int CallsInBlock = 40;

    private static readonly PreparedQuery CoveringOnSqlite = Covering(StorageEngine.Sqlite);
    private static readonly PreparedQuery CoveringOnPostgres = Covering(StorageEngine.PostgreSql);

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var few = await World.StartAsync(engine, 1);
            await using var many = await World.StartAsync(engine, 1);
            var small = new City(few, await ManyConsents.AddAsync(few, 1_000), 1_000);
            var started = Stopwatch.GetTimestamp();
            var large = new City(many, await ManyConsents.AddAsync(many, 1_000_000), 1_000_000);
            Console.WriteLine($"{engine}: a million consents in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");

            var quietCovering = await CompareAsync(small, large, FindCoveringAsync);
            var quietDecision = await CompareAsync(small, large, DecideAsync);
            var covering = await CompareAsync(small, large, FindCoveringAsync, CommitAndChangeAsync);
            var decision = await CompareAsync(small, large, DecideAsync, (city, _) => CommitAsync(city));

            figures.Add(
                $"{engine}: which consent covers this now, median at 1,000 and at 1,000,000",
                $"{covering.Small:0} µs; {covering.Large:0} µs");
            figures.AtMost($"{engine}: of that, the second over the first", covering.Share, 1.3, "");
            figures.Add(
                $"{engine}: the same when nothing is committed between the calls",
                $"{quietCovering.Small:0} µs; {quietCovering.Large:0} µs");
            figures.Add(
                $"{engine}: a decision with its facts, median at 1,000 and at 1,000,000", $"{decision.Small:0} µs; {decision.Large:0} µs");
            figures.AtMost($"{engine}: the second over the first", decision.Share, 1.5, "");
            figures.Add(
                $"{engine}: the same when nothing is committed between the calls",
                $"{quietDecision.Small:0} µs; {quietDecision.Large:0} µs");
        }
    }

    // Every call asks for another child, so that the larger hub cannot reuse what it has just read. What
    // happens before a call is not timed.
    private static async Task<Comparison> CompareAsync(
        City small, City large, Func<City, RequestId, Task> call, Func<City, int, Task>? before = null)
    {
        var choice = new Random(1);
        var (inSmall, inLarge) = (new List<long>(), new List<long>());
        for (var block = -Blocks / 4; block < Blocks; block++)
        {
            foreach (var (city, times) in new[] { (small, inSmall), (large, inLarge) })
            {
                for (var number = block * CallsInBlock; number < (block + 1) * CallsInBlock; number++)
                {
                    if (before is not null)
                    {
                        await before(city, number);
                    }

                    var id = city.Request(choice.Next());
                    var start = Stopwatch.GetTimestamp();
                    await call(city, id);
                    if (number >= 0)
                    {
                        times.Add(Stopwatch.GetTimestamp() - start);
                    }
                }
            }
        }

        return new Comparison(Median(inSmall), Median(inLarge));
    }

    // The hub does the same before every signed call: the nonce is on disk before anything is read for the call.
    private static Task<bool> CommitAsync(City city) =>
        city.World.Hub.Get<Nonces>().RememberAsync("measured", Guid.NewGuid().ToString(), CancellationToken.None);

    // In addition, one in twenty of all consents is rewritten in the course of the measured calls; the consents of one call
    // are rewritten in one transaction.
    private static async Task CommitAndChangeAsync(City city, int number)
    {
        var (calls, changes) = (Blocks * CallsInBlock, city.Consents / 20);
        var (from, to) = ((long)changes * number / calls, (long)changes * (number + 1) / calls);
        if (number >= 0 && from < to)
        {
            await ManyConsents.ChangeAsync(city.World, (int)from, (int)(to - from));
        }

        await CommitAsync(city);
    }

    private static async Task FindCoveringAsync(City city, RequestId request)
    {
        var covering = city.World.Hub.Settings.Engine == StorageEngine.Sqlite ? CoveringOnSqlite : CoveringOnPostgres;
        if (await city.World.Hub.Start.Database.Reads.RunAsync(covering, [request.Value], CountAsync, CancellationToken.None) == 0)
        {
            throw new InvalidOperationException("a consent that must cover did not");
        }
    }

    private static PreparedQuery Covering(StorageEngine engine) => new(
        string.Join(
            ';',
            FactsQuery.On(engine).Text.Split(';').Where(statement => statement.Contains("JOIN consents c ON", StringComparison.Ordinal))),
        ("@request", ColumnType.Uuid));

    private static async Task<int> CountAsync(DbDataReader rows, CancellationToken ct)
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

    private static async Task DecideAsync(City city, RequestId request)
    {
        var (hub, policies) = (city.World.Hub, city.World.Hub.Start.Policies);
        var facts = await ReadFacts.ReadAsync(
            hub.Start.Database, hub.Start.Log, request, city.World.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None);
        if (policies.Decide(facts!.For(RecordTypeCode.Parse("franvaro"), facts.Records[0], policies.Version)) is not Verdict.Release)
        {
            throw new InvalidOperationException("a decision that must permit did not");
        }
    }

    private static double Median(List<long> ticks) => Timing.Percentile(Timing.Microseconds(ticks), 0.5);

    private sealed record City(World World, Func<int, RequestId> Request, int Consents);

    /// <summary>The medians in the two hubs, in microseconds.</summary>
    private sealed record Comparison(double Small, double Large)
    {
        public double Share => Large / Small;
    }
}
