using System.Diagnostics;
using System.Globalization;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Benchmarks;

/// <summary>
/// A decision with its facts, as `facts` measures it, in blocks: one for each line that comes in. Two builds that get their lines in turn
/// are compared in one run.
/// </summary>
internal static class PairedDecision
{
    private const int Children = 100;
    private const int CallsInBlock = 300;

    public static async Task RunAsync(StorageEngine engine)
    {
        await using var world = await World.StartAsync(engine, Children);
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            var (quiet, after) = (new List<long>(), new List<long>());
            for (var call = 0; call < CallsInBlock; call++)
            {
                quiet.Add(await TimeAsync(world, call));
                await world.Hub.Get<Nonces>().RememberAsync("measured", Guid.NewGuid().ToString(), CancellationToken.None);
                after.Add(await TimeAsync(world, call + 1));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Median(after):F1} {Median(quiet):F1}"));
        }
    }

    private static async Task<long> TimeAsync(World world, int child)
    {
        var (hub, policies) = (world.Hub, world.Hub.Start.Policies);
        var request = world.Requests[child % Children];
        var start = Stopwatch.GetTimestamp();
        var facts = await ReadFacts.ReadAsync(
            hub.Start.Database, hub.Start.Log, request, world.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None);
        if (policies.Decide(facts!.For(RecordTypeCode.Parse("franvaro"), facts.Records[0], policies.Version)) is not Verdict.Release)
        {
            throw new InvalidOperationException("a decision that must permit did not");
        }

        return Stopwatch.GetTimestamp() - start;
    }

    private static double Median(List<long> ticks) => Timing.Percentile(Timing.Microseconds(ticks), 0.5);
}
