using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Ten thousand consents lapse at midnight, one child after the other, during releases. It measures how long each release takes before
/// and during that; the night's work may delay a release by at most 50 ms.
/// </summary>
internal static class LapseAtNight
{
    private const int Lapsing = 10_000;
    private const int Before = 2_000;

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var world = await World.StartAsync(engine, 1);
            await ManyConsents.AddAsync(world, Lapsing * ManyConsents.ConsentsOfChild);
            await EndCustodyTomorrowAsync(world);
            world.Hub.Clock.Advance(TimeSpan.FromDays(1));

            var quiet = new List<long>();
            for (var i = -Before / 10; i < Before; i++)
            {
                await ReleaseAsync(world, i < 0 ? [] : quiet);
            }

            var meanwhile = new List<long>();
            var started = Stopwatch.GetTimestamp();
            var night = Task.Run(() => world.Hub.Get<LapseConsents>().RunAsync(CancellationToken.None));
            while (!night.IsCompleted)
            {
                await ReleaseAsync(world, meanwhile);
            }

            var (lapsed, seconds) = (await night, Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (lapsed != Lapsing)
            {
                throw new InvalidOperationException($"{lapsed} consents lapsed instead of {Lapsing}");
            }

            var (usual, during) = (Timing.Microseconds(quiet), Timing.Microseconds(meanwhile));
            var median = Timing.Percentile(usual, 0.5) / 1000;
            figures.Add($"{engine}: {Lapsing} consents lapsed, with {meanwhile.Count} releases meanwhile", $"{seconds:0.0} s");
            figures.Add($"{engine}: a release before, median and longest", $"{median:0.0} ms; {usual.Max() / 1000:0.0} ms");
            figures.Add(
                $"{engine}: a release meanwhile, median and 99 %",
                $"{Timing.Percentile(during, 0.5) / 1000:0.0} ms; {Timing.Percentile(during, 0.99) / 1000:0.0} ms");
            figures.AtMost($"{engine}: the longest release meanwhile beyond the median before", (during.Max() / 1000) - median, 50, " ms");
        }
    }

    // Only the families of the copies; the world's own child, whose records are released, still has both guardians.
    private static async Task EndCustodyTomorrowAsync(World world)
    {
        var (hub, tomorrow) = (world.Hub, (DateOnly?)world.Hub.Today.AddDays(1));
        await using var db = hub.Db();
        var own = (await db.Requests.AsNoTracking().SingleAsync(r => r.Id == world.Requests[0])).Child;
        await db.Custodies.Where(c => c.Guardian == hub.Mother && c.Child != own && c.Child != hub.Child)
            .ExecuteUpdateAsync(custody => custody.SetProperty(c => c.To, tomorrow));

        // An ended consent has no review day.
        await db.Consents.Where(c => c.Child != own && c.Child != hub.Child && c.State == ConsentState.Active)
            .ExecuteUpdateAsync(consent => consent.SetProperty(c => c.ReviewOn, tomorrow));
    }

    private static async Task ReleaseAsync(World world, List<long> times)
    {
        var start = Stopwatch.GetTimestamp();
        await world.ReleaseAsync(0);
        times.Add(Stopwatch.GetTimestamp() - start);
    }
}
