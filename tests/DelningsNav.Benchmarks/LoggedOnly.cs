using DelningsNav.Hub.People;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Only the part of a release that the log promises: the decision's entry and then the delivery's, each durable with its row before the
/// next step. The facts are read and decided once in advance; nothing is opened. This is an upper bound for the rate of releases,
/// however fast the rest becomes.
/// </summary>
internal sealed class LoggedOnly
{
    private readonly World _world;
    private readonly IdSource _ids;
    private readonly Dictionary<Guid, (RequestFacts Facts, Decided Decided)> _decided;

    private LoggedOnly(World world, Dictionary<Guid, (RequestFacts Facts, Decided Decided)> decided)
    {
        _world = world;
        _ids = new IdSource(world.Hub.Clock);
        _decided = decided;
    }

    public static async Task<LoggedOnly> PrepareAsync(World world)
    {
        var hub = world.Hub;
        var (policies, ids) = (hub.Start.Policies, new IdSource(hub.Clock));
        var all = new Dictionary<Guid, (RequestFacts Facts, Decided Decided)>();
        foreach (var request in world.Requests)
        {
            var facts = await ReadFacts.ReadAsync(
                hub.Start.Database, hub.Start.Log, request, world.Caller, hub.Clock, RegisterFreshness.Usual, CancellationToken.None)
                ?? throw new InvalidOperationException("a request that must be there is not");
            var record = facts.Records[0];
            var seen = facts.For(record.Type, record, policies.Version);
            all.Add(request.Value, (facts, new Decided(ids.New<DecisionId>(), record.Type, record, policies.Decide(seen), seen)));
        }

        return new LoggedOnly(world, all);
    }

    /// <summary>Writes both entries of one release.</summary>
    public async Task WriteAsync(Guid request)
    {
        var (log, version, now) = (_world.Hub.Start.Log, _world.Hub.Start.Policies.Version, _world.Hub.Clock.GetUtcNow());
        var (facts, before) = _decided[request];
        var decided = before with { Id = _ids.New<DecisionId>() };
        var appended = await log.AppendAsync(
            [DecisionEntry.For(facts, decided, _world.Caller)],
            version,
            facts.Versions,
            [indexes => DecisionRows.Of(facts, decided, version, indexes[0], Opening.Everything, now)],
            CancellationToken.None);
        if (appended is not AppendOutcome.Appended { Receipts: [var receipt] } || decided.Verdict is not Verdict.Release verdict)
        {
            throw new InvalidOperationException("an entry that must be written was not");
        }

        await _world.Release.ConfirmAsync(
            Release.From(decided.Id, facts, decided.Record!, verdict, receipt), delivered: true, CancellationToken.None);
    }
}
