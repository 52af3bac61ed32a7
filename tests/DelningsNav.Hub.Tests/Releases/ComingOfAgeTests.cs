using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Consents;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>Grounds that are about a child end on the 18th birthday, at midnight in Sweden (SoL 3 kap. 1 §).</summary>
public sealed class ComingOfAgeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_emergency_opens_a_childs_record_until_the_last_moment_before_18_and_not_after(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var birthday = hub.Today.AddDays(1);
        var family = await TestFamily.SettleAsync(hub, birthday.AddYears(-18));
        var request = await family.RequestAsync();
        await hub.ReleaseAsync(request);
        Assert.IsType<EmergencyOutcome.Declared>(await hub.Get<DeclareEmergency>().HandleAsync(
            request, DeclareEmergency.Reason.Read("Eleven är försvunnen"), EmergencyAccess.Longest,
            new Caller.Staff(hub.Familjebehandlare), Ct));

        hub.Clock.Advance(SwedishTime.StartOf(birthday).AddMilliseconds(-1) - hub.Clock.GetUtcNow());
        var lastMoment = await hub.AnswerToAsync(request);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var onTheDay = await hub.AnswerToAsync(request);

        Assert.IsType<RecordAnswer.Released>(lastMoment);
        Assert.IsType<RecordAnswer.Referred>(onTheDay);
    }
}
