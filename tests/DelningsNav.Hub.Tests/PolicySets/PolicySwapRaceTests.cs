using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>Sets are swapped while two nodes release. The result is checked from the log alone.</summary>
public sealed class PolicySwapRaceTests
{
    private const int Callers = 4;
    private const int Swaps = 4;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_entry_names_a_set_that_was_not_in_force_at_its_index(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var other = await HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ReceiveAsync("2.0.0");
        await hub.AdoptAsync(hub.SchoolBoard, "2.0.0");
        using var stop = new CancellationTokenSource();
        using var released = new SemaphoreSlim(0);

        var nodes = new[] { hub.Start, other };
        var callers = Enumerable.Range(0, Callers)
            .Select(i => Task.Run(() => ReleaseUntilAsync(nodes[i % 2], hub, request, released, stop.Token)))
            .ToList();
        for (var swap = 0; swap < Swaps; swap++)
        {
            await ReleasedSinceAsync(released);
            await hub.ActivateAsync(swap % 2 == 0 ? "2.0.0" : hub.Start.Policies.Version);
        }

        await ReleasedSinceAsync(released);
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        await AssertEveryEntryNamesTheSetInForceAsync(hub);
    }

    // If there was one more release than there are callers, the last began after this did.
    private static async Task ReleasedSinceAsync(SemaphoreSlim released)
    {
        while (released.Wait(0, TestContext.Current.CancellationToken))
        {
        }

        for (var i = 0; i <= Callers; i++)
        {
            await released.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReleaseUntilAsync(
        HubStart node, TestHub hub, RequestId request, SemaphoreSlim released, CancellationToken stop)
    {
        var release = new ReleaseInformation(
            node.Database, node.InForce, node.Log, new IdSource(hub.Clock), hub.Clock, RegisterFreshness.Usual);
        while (!stop.IsCancellationRequested)
        {
            var outcome = await release.HandleAsync(request, new Caller.Staff(hub.Familjebehandlare), Opening.Everything, default);
            if (outcome is ReleaseOutcome.Answered { Answers: [RecordAnswer.Released answer] })
            {
                await release.ConfirmAsync(answer.Release, delivered: true, default);
                released.Release();
            }
        }
    }

    // The sets in order, read from the payloads of the entries that set them in force.
    private static async Task AssertEveryEntryNamesTheSetInForceAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var named = await db.Log.AsNoTracking().OrderBy(e => e.Index).Select(e => e.PolicySet).ToListAsync();
        var inForce = "";
        var decidedBy = new HashSet<string>();
        foreach (var entry in await Promises.LoggedPayload.AllAsync(hub))
        {
            Assert.Equal(inForce, named[(int)entry.Index]);
            inForce = entry.Kind == EntryKinds.PolicySetInForce ? entry["policy-set"]! : inForce;
            if (entry is { Kind: EntryKinds.Decided, Verdict: "release" })
            {
                decidedBy.Add(inForce);
            }
        }

        Assert.Equal([hub.Start.Policies.Version, "2.0.0"], decidedBy.Order());
    }
}
