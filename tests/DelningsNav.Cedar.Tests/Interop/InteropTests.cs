using System.Diagnostics;
using System.Globalization;

namespace DelningsNav.Cedar.Tests.Interop;

public sealed class InteropTests
{
    private const int Workers = 2;
    private const int MostShown = 5;
    private const int Between = 10_000;

    // The default takes about 20 s on two quiet cores. INTEROP_CASES and INTEROP_SEED set the length and the seed of a longer or another
    // run, which stops after INTEROP_MINUTES. INTEROP_FROM is the number of the first case.
    private static readonly long Cases = Setting("INTEROP_CASES", 7_000);
    private static readonly long From = Setting("INTEROP_FROM", 0);
    internal static readonly ulong Seed = (ulong)Setting("INTEROP_SEED", 20_260_817);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(Setting("INTEROP_MINUTES", 30));

    [Fact]
    public async Task Generated_cases_are_answered_as_the_official_build_answers_them()
    {
        if (FolderOrSkip() is not { } folder)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var (next, run, found, tally, output) = (
            (From / CaseMaker.PerWorld) - 1, 0L, new List<string>(), new Tally(), TestContext.Current.TestOutputHelper);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            using var peer = Peer.Start(folder);
            var comparison = new Comparison(peer);
            while (Interlocked.Increment(ref next) * CaseMaker.PerWorld is var first && first < Cases && found.Count < MostShown
                && Stopwatch.GetElapsedTime(started) < Longest)
            {
                var cases = Enumerable.Range(0, CaseMaker.PerWorld).Select(i => CaseMaker.Make(Seed, first + i)).ToList();
                foreach (var disagreement in await comparison.CompareAsync(cases, tally))
                {
                    var number = first + cases.IndexOf(disagreement.Case);
                    var shrunk = await comparison.ShrinkAsync(disagreement);
                    lock (found)
                    {
                        found.Add($"seed {Seed}, case {number}: {shrunk}");
                        output?.WriteLine(found[^1]);
                    }
                }

                if (Interlocked.Add(ref run, cases.Count) % Between == 0)
                {
                    var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                    output?.WriteLine($"{Interlocked.Read(ref run)} cases compared after {seconds:0} s, {found.Count} disagreements");
                }
            }
        })));

        Assert.True(found.Count == 0, string.Join("\n\n", found.Take(MostShown)));
        Assert.Empty(tally.TooFew());
        Assert.True(
            run >= Cases - From || Setting("INTEROP_MINUTES", 0) > 0, $"only {run} cases were compared in {Longest.TotalMinutes} minutes");
        output?.WriteLine($"{run} cases of seed {Seed} agree, in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s\n{tally}");
    }

    /// <summary>The folder of the official build. Without it a test is skipped, or fails when the variable CI is set.</summary>
    internal static string? FolderOrSkip()
    {
        if (Peer.Folder is { } folder)
        {
            return folder;
        }

        Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "the official build is not here; run npm ci in tests/interop");
        Assert.Fail("the official build is not here; ./test installs it in tests/interop");
        return null;
    }

    internal static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
