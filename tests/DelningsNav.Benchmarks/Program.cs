using System.Diagnostics;
using System.Globalization;
using DelningsNav.Benchmarks;
using DelningsNav.Hub.Tests;

// Usage: dotnet run -c Release --project tests/DelningsNav.Benchmarks [-- name ...] [sqlite | postgresql] [--write]
// Without names every measurement is made, on both databases unless one is named. Each measurement stops by itself.
// --write puts the figures of both databases into docs/performance.md.
if (args is ["load", var address, var key, var ticks])
{
    await LoadGenerator.RunAsync(new Uri(address), key, long.Parse(ticks, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["paired", var database] && Engines.TryRestrictTo(database))
{
    await PairedDecision.RunAsync(Engines.Measured[0]);
    return 0;
}

// A quarter of the machine's memory for the server's own pages, as docs/operations/install.md says for a hub; the default is 128 MiB.
PostgresCluster.MoreSettings = $"-c shared_buffers={GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 >> 20}MB";

var all = new (string Name, Func<Figures, Task> Measure)[]
{
    ("decision", DecisionAlone.MeasureAsync),
    ("cedar", CedarAlone.MeasureAsync),
    ("facts", DecisionWithFacts.MeasureAsync),
    ("parts", PartsOfRelease.MeasureAsync),
    ("release", ReleaseInProcess.MeasureAsync),
    ("http", SignedRelease.MeasureAsync),
    ("ids", HiddenIds.MeasureAsync),
    ("memory", DemoMemory.MeasureAsync),
    ("night", LapseAtNight.MeasureAsync),
    ("replay", ReplayOfMany.MeasureAsync),
};

var write = args.Contains("--write");
var names = args.Where(a => a != "--write" && !Engines.TryRestrictTo(a)).ToList();
if (write && Engines.Measured.Length == 1)
{
    Console.Error.WriteLine("the page has the figures of both databases; leave out the name of the database, or `--write`");
    return 2;
}

if (names.Find(name => !all.Any(m => m.Name == name)) is { } unknown)
{
    Console.Error.WriteLine($"there is no measurement `{unknown}`; choose among {string.Join(", ", all.Select(m => m.Name))}");
    return 2;
}

var started = Stopwatch.GetTimestamp();
foreach (var (name, measure) in all.Where(m => names.Count == 0 || names.Contains(m.Name)))
{
    var figures = new Figures(name);
    await measure(figures);
    figures.Print(Console.Out);
    if (write)
    {
        figures.WriteTo(PerformancePage.Path);
    }
}

Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s in all, on {PerformancePage.Machine}");
return 0;
