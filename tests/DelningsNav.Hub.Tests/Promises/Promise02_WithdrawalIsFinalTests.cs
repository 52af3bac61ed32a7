using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 2: withdrawal is final at once. Every step of a release is in <see cref="Releases.WithdrawalAtEveryStepTests"/>, the race in
/// <see cref="Releases.WithdrawalRaceTests"/>, the other doors in <see cref="Releases.ClosedDoorsTests"/>, random histories in
/// <see cref="Consents.ConsentHistoriesTests"/>.
/// </summary>
public sealed class Promise02_WithdrawalIsFinalTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_was_released_before_the_withdrawal_remains_on_record(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));

        await hub.WithdrawAsync(consent);

        var entries = await LoggedPayload.AllAsync(hub);
        var release = entries.Single(e => e.Verdict == "release");
        Assert.Equal(released.Release.Id.ToString(), release["decision"]);
        Assert.True(release.Index < entries.Single(e => e.Kind == EntryKinds.ConsentWithdrawn).Index);
    }
}
