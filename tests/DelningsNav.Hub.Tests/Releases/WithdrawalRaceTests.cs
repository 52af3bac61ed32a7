using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>Promise 2: withdrawal is final at once. The test looks only at the log.</summary>
public sealed class WithdrawalRaceTests
{
    private const int Callers = 8;
    private const int Rounds = 5;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_release_is_logged_after_the_withdrawal_however_they_race(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        for (var round = 0; round < Rounds; round++)
        {
            var consent = await hub.GiveConsentAsync("utredning-sarskilt-stod");
            var request = await hub.AskAsync("utredning-sarskilt-stod");
            var first = (await hub.LogAsync()).Count;
            using var started = new SemaphoreSlim(0);

            var releases = Enumerable.Range(0, Callers)
                .Select(_ => Task.Run(() => ReleaseUntilRefusedAsync(hub, request, started)))
                .ToList();
            for (var i = 0; i < Callers; i++)
            {
                await started.WaitAsync(TestContext.Current.CancellationToken);
            }

            await hub.WithdrawAsync(consent);
            await Task.WhenAll(releases);

            var log = (await hub.LogAsync()).Where(e => e.Index >= first).ToList();
            var withdrawnAt = log.Single(e => e.Kind == EntryKinds.ConsentWithdrawn).Index;
            Assert.Contains(log, e => e.Verdict == "release" && e.Index < withdrawnAt);
            Assert.DoesNotContain(log, e => e.Verdict == "release" && e.Index > withdrawnAt);
            Assert.Contains(log, e => e.Kind == EntryKinds.Decided && e.Index > withdrawnAt);
        }
    }

    // Every caller has released at least once before the withdrawal starts, and continues until it is refused.
    private static async Task ReleaseUntilRefusedAsync(TestHub hub, Foundation.RequestId request, SemaphoreSlim started)
    {
        var released = 0;
        while (true)
        {
            var outcome = await hub.ReleaseAsync(request);
            if (outcome is ReleaseOutcome.Answered { Answers: [RecordAnswer.Released] })
            {
                if (released++ == 0)
                {
                    started.Release();
                }
            }
            else if (outcome is ReleaseOutcome.Answered)
            {
                Assert.True(released > 0);
                return;
            }
        }
    }
}
