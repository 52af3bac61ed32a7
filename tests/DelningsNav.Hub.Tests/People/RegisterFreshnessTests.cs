using DelningsNav.Hub.People;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Consents;

namespace DelningsNav.Hub.Tests.People;

/// <summary>A marking of protected identity that was read more than 24 hours ago is unknown, for a child and for an adult.</summary>
public sealed class RegisterFreshnessTests
{
    [Theory]
    [InlineData(StorageEngine.Sqlite, 9)]
    [InlineData(StorageEngine.PostgreSql, 9)]
    [InlineData(StorageEngine.Sqlite, 18)]
    [InlineData(StorageEngine.PostgreSql, 18)]
    public async Task A_marking_is_trusted_for_24_hours_and_not_a_millisecond_longer(StorageEngine engine, int age)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-age));
        await family.GivenAsync();

        hub.Clock.Advance(TimeSpan.FromHours(24));
        var lastMoment = await family.IsReleasedAsync();
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = Assert.IsType<ReleaseOutcome.Answered>(await family.RequestAndReleaseAsync());
        await hub.ReadRegisterAgainAsync();
        var readAgain = await family.IsReleasedAsync();

        Assert.Equal((true, true), (lastMoment, readAgain));
        Assert.Equal("not-granted", Assert.Single(Assert.IsType<RecordAnswer.Referred>(Assert.Single(after.Answers)).Missing).Code.Code);
    }

    [Theory]
    [InlineData(30, 30, false)]
    [InlineData(30, 29, true)]
    [InlineData(90, 90, false)]
    [InlineData(90, 89, true)]
    public void Custody_is_trusted_for_the_time_that_is_configured(int configured, int days, bool trusted)
    {
        var now = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        var freshness = new RegisterFreshness(TimeSpan.FromDays(configured));

        Assert.Equal(trusted, freshness.TrustsCustody(now.AddDays(-days), now));
        Assert.False(freshness.TrustsCustody(null, now));
        Assert.False(RegisterFreshness.TrustsMarking(null, now));
    }
}
