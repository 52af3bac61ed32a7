using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Benchmarks;

/// <summary>Facts to verdict: the rules alone, without database or log.</summary>
internal static class DecisionAlone
{
    private const int Calls = 20_000;

    // Enough calls for the compiler to finish optimising.
    private const int WarmingCalls = 100_000;

    public static async Task MeasureAsync(Figures figures)
    {
        await using var world = await World.StartAsync(StorageEngine.Sqlite, 1);
        var hub = world.Hub;
        var policies = hub.Start.Policies;
        var read = await ReadFacts.ReadAsync(
            hub.Start.Database, hub.Start.Log, world.Requests[0], world.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None);
        var released = read!.For(RecordTypeCode.Parse("franvaro"), read.Records[0], policies.Version);
        var referred = released with { Consent = null };
        var refused = referred with { CaseOpen = false };
        var blocked = referred with { GuardianBlockStands = true };

        Measure<Verdict.Release>(figures, "release on consent", policies, released);
        Measure<Verdict.Refer>(figures, "referral to the assessor", policies, referred);
        Measure<Verdict.Refuse>(figures, "refusal", policies, refused);
        Measure<Verdict.Refer>(figures, "referral for a secret cause", policies, blocked);
        Measure<Verdict.Refuse>(figures, "refusal with a secret cause", policies, blocked with { CaseOpen = false });
    }

    private static void Measure<TVerdict>(Figures figures, string what, ReleasePolicies policies, ReleaseFacts facts)
        where TVerdict : Verdict
    {
        Assert.IsType<TVerdict>(policies.Decide(facts));
        Timing.Sample(WarmingCalls, () => policies.Decide(facts));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var times = Timing.Sample(Calls, () => policies.Decide(facts));
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        figures.AtMost($"{what}, median", Timing.Percentile(times, 0.5), 10, " µs");
        figures.Add($"{what}, 99th percentile", $"{Timing.Percentile(times, 0.99):0.0} µs");
        figures.AtMost($"{what}, allocated", bytes, 2048, " bytes");
    }
}
