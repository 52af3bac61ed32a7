using DelningsNav.Hub.Storage;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Whole releases in one process, compared with the rate at which the database takes the same rows when nothing is decided,
/// read, sealed or signed: committed raw, in batches of the size that the log's writer had on average. The two take turns, so
/// that both run in the same conditions.
/// </summary>
internal static class ReleaseInProcess
{
    private const int Rounds = 5;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(800);

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var world = await World.StartAsync(engine, 64);
            await using var rawWorld = await World.StartAsync(engine, 64);
            await using var raw = await RawRows.PrepareAsync(rawWorld);
            foreach (var callers in new[] { 1, 16, 64 })
            {
                await MeasureAsync(figures, world, raw, engine, callers);
            }
        }
    }

    private static async Task MeasureAsync(Figures figures, World world, RawRows raw, StorageEngine engine, int callers)
    {
        var (released, committed) = (new Rate(), new Rate());
        await Timing.CallersAsync(callers, Slice, world.ReleaseAsync);
        var (entries, batches) = Appended(world);
        for (var round = 0; round < Rounds; round++)
        {
            released += await Timing.CallersAsync(callers, Slice, world.ReleaseAsync);
            var (entriesNow, batchesNow) = Appended(world);
            var batch = Math.Max(1, (int)Math.Round((entriesNow - entries) / (double)(batchesNow - batches)));
            if (round == 0)
            {
                await raw.CommitAsync(batch, Slice / 4);
            }

            committed += await raw.CommitAsync(batch, Slice);
        }

        var (entriesAfter, batchesAfter) = Appended(world);
        var average = (entriesAfter - entries) / (double)(batchesAfter - batches);
        figures.Add($"{engine}, {callers} callers: releases a second; same rows raw", $"{released.PerSecond:0}; {committed.PerSecond:0}");
        figures.Add($"{engine}, {callers} callers: entries in a commit", $"{average:0.0}");
        var what = $"{engine}, {callers} callers: share of the raw rate";
        var share = released.PerSecond / committed.PerSecond;
        if (callers == 64)
        {
            figures.AtLeast(what, share, 0.20);
        }
        else
        {
            figures.Add(what, $"{share:0.00}");
        }
    }

    private static (long Entries, long Batches) Appended(World world) => world.Hub.Start.Log.Written;
}
