using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Releases;

public sealed class ReleaseInformationTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task With_consent_the_record_is_released_after_its_log_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        var answer = await hub.AnswerToAsync(request);

        var released = Assert.IsType<RecordAnswer.Released>(answer);
        Assert.NotNull(released.Document);
        Assert.Equal(consent.Value, released.Release.Ground.ConsentId);
        Assert.Equal((released.Receipt.Index, "decided", "release"), (await hub.LogAsync())[^1]);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_withdrawn_consent_refuses_the_release_and_logs_why(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync("utredning-sarskilt-stod");
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        var request = await hub.AskAsync("utredning-sarskilt-stod");
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.WithdrawAsync(consent);

        var answer = await hub.AnswerToAsync(request);

        Assert.IsNotType<RecordAnswer.Released>(answer);
        Assert.NotEqual("release", (await hub.LogAsync())[^1].Verdict);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task One_guardian_of_two_is_not_enough(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        var request = await hub.AskAsync();

        var answer = await hub.AnswerToAsync(request);

        Assert.IsNotType<RecordAnswer.Released>(answer);
    }
}
