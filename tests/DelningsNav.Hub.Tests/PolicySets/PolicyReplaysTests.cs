using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Replays;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>
/// A system owner's replay: over the decisions of their own authority, in the background, with a result that remains available.
/// </summary>
public sealed class PolicyReplaysTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_replay_covers_the_decisions_in_which_the_own_authority_was_the_holder_and_no_others(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (holder, asker) = (await hub.SystemOwnerAsync(hub.School), await hub.SystemOwnerAsync(hub.Social));
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.ReceiveAsync("2.0.0");
        var set = await hub.IdOfAsync("2.0.0");

        var holders = await ReplayAsync(hub, set, holder);
        var askers = await ReplayAsync(hub, set, asker);

        Assert.Equal((1L, 0L, 0L), (holders.Same, holders.Changed, holders.CannotBeReplayed));
        Assert.Equal((0L, 0L, 0L), (askers.Same, askers.Changed, askers.CannotBeReplayed));
    }

    [Fact]
    public async Task A_result_is_available_to_the_person_who_started_it_and_is_of_that_set_alone()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.ReceiveAsync("2.0.0");
        var (set, other) = (await hub.IdOfAsync("2.0.0"), await hub.IdOfAsync(hub.Start.Policies.Version));
        var replays = hub.Get<PolicyReplays>();
        Assert.Null(replays.Latest(owner.Id, set));

        await replays.StartAsync(owner.Id, set, Timeout.InfiniteTimeSpan, Ct);

        var run = replays.Latest(owner.Id, set)!;
        Assert.False(run.IsUnderWay);
        Assert.Equal("2.0.0", Assert.IsType<ReplayOutcome.Replayed>(run.Result).Candidate.Version);
        Assert.Null(replays.Latest(owner.Id, other));
        Assert.Null(replays.Latest(hub.Rektor, set));
    }

    [Fact]
    public async Task A_set_that_is_missing_or_unsound_is_not_replayed()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.ReceiveAsync("2.0.0");
        await hub.TamperAsync("2.0.0", bytes => [.. bytes, 0]);
        var replay = hub.Get<ReplayDecisions>();

        Assert.IsType<ReplayOutcome.NoSuchSet>(await replay.HandleAsync(new PolicySetId(Guid.NewGuid()), 10, owner, null, Ct));
        Assert.IsType<ReplayOutcome.Unsound>(await replay.HandleAsync(await hub.IdOfAsync("2.0.0"), 10, owner, null, Ct));
    }

    private static async Task<ReplayReport> ReplayAsync(TestHub hub, PolicySetId set, Caller caller) =>
        Assert.IsType<ReplayOutcome.Replayed>(await hub.Get<ReplayDecisions>().HandleAsync(set, 10, caller, null, Ct)).Report;
}
