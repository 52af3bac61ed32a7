using DelningsNav.Hub.People;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Benchmarks;

/// <summary>The parts of one release on an idle machine that take processor time, each measured alone.</summary>
internal static class PartsOfRelease
{
    private const int Calls = 2_000;

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var world = await World.StartAsync(engine, 1);
            var hub = world.Hub;
            var (database, policies, log) = (hub.Start.Database, hub.Start.Policies, hub.Start.Log);
            var facts = (await ReadFacts.ReadAsync(
                database, hub.Start.Log, world.Requests[0], world.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None))!;
            var record = facts.Records[0];
            var seen = facts.For(record.Type, record, policies.Version);
            var verdict = policies.Decide(seen);
            var decided = new Decided(new IdSource(hub.Clock).New<DecisionId>(), record.Type, record, verdict, seen);
            var entry = DecisionEntry.For(facts, decided, world.Caller);
            var key = await log.CurrentKeyAsync(CancellationToken.None);
            var receipt = Assert.Single(await log.AppendAsync(entry, CancellationToken.None));
            var release = Release.From(decided.Id, facts, record, (DelningsNav.Policies.Verdict.Release)verdict, receipt);
            var vault = new Vault(database, hub.Start.Keys);

            await AddAsync(
                figures, $"{engine}: read the facts",
                () => ReadFacts.ReadAsync(
                    database, hub.Start.Log, world.Requests[0], world.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None));
            await AddAsync(figures, $"{engine}: open the document", () => vault.OpenAsync(release, CancellationToken.None));
            await AddAsync(
                figures, $"{engine}: append one entry and wait", () => log.AppendAsync(entry, CancellationToken.None), Calls / 10);
            if (engine == StorageEngine.Sqlite)
            {
                Add(figures, "make the decision's entry", () => DecisionEntry.For(facts, decided, world.Caller));
                Add(figures, "encode, bind and seal it", () => log.Prepare([entry], "1.0.0", key));
                Add(
                    figures, "cut the document down",
                    () => Obligations.Apply(release, record, World.Content, facts.PeriodFrom, facts.PeriodTo, policies.RecordForms));
                Add(
                    figures, "sign a checkpoint",
                    () => new Checkpoint(log.Identity.Origin, 1, receipt.Checkpoint.Checkpoint.Root).Sign(log.Identity.Signer));
            }
        }
    }

    private static void Add(Figures figures, string what, Action part)
    {
        Timing.Sample(Calls, part);
        figures.Add(what, $"{Timing.Percentile(Timing.Sample(Calls, part), 0.5):0.0} µs");
    }

    private static async Task AddAsync(Figures figures, string what, Func<Task> part, int calls = Calls)
    {
        await Timing.SampleAsync(calls, part);
        figures.Add(what, $"{Timing.Percentile(await Timing.SampleAsync(calls, part), 0.5):0.0} µs");
    }
}
