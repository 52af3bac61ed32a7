using System.Diagnostics;

namespace DelningsNav.Benchmarks;

/// <summary>Plain loops that stop by themselves.</summary>
internal static class Timing
{
    /// <summary>The time of each call in microseconds, in ascending order.</summary>
    public static double[] Sample(int calls, Action call)
    {
        var ticks = new long[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            call();
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        return Microseconds(ticks);
    }

    /// <summary>The same as <see cref="Sample"/>, for asynchronous calls.</summary>
    public static async Task<double[]> SampleAsync(int calls, Func<Task> call)
    {
        var ticks = new long[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        return Microseconds(ticks);
    }

    /// <summary>Times in microseconds, in ascending order.</summary>
    public static double[] Microseconds(IEnumerable<long> ticks) =>
        [.. ticks.Select(t => t * 1e6 / Stopwatch.Frequency).Order()];

    /// <summary>The value below which this share of the samples lies. The samples are in ascending order.</summary>
    public static double Percentile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];

    /// <summary>
    /// Runs callers until the time has passed, each in a loop of its own, and returns how many calls ended and in what time.
    /// </summary>
    public static async Task<Rate> CallersAsync(int callers, TimeSpan time, Func<int, Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(start) < time; count++)
            {
                await call(caller);
            }

            return count;
        })));
        return new Rate(counts.Sum(), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>A number of calls and the time they took. Slices of one measurement add up.</summary>
internal readonly record struct Rate(long Count, double Seconds)
{
    public double PerSecond => Count / Seconds;

    public static Rate operator +(Rate a, Rate b) => new(a.Count + b.Count, a.Seconds + b.Seconds);
}
