using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.People;

public sealed class LookUpPersonTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Finding_a_person_gives_the_id_and_is_logged_before_the_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var number = TestIdentities.BornOn(hub.Today.AddYears(-10).AddDays(-30));

        var outcome = await hub.Get<LookUpPerson>().HandleAsync(number, new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("sst"), Ct);

        Assert.Equal(hub.Child, Assert.IsType<LookUpOutcome.Found>(outcome).Person);
        Assert.Equal((EntryKinds.PersonLookedUp, "found"), Last(await hub.LogAsync()));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Searching_for_an_unknown_person_is_logged_too(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcome = await hub.Get<LookUpPerson>()
            .HandleAsync(
                TestIdentities.BornOn(new DateOnly(1950, 1, 1)), new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("sst"), Ct);

        Assert.IsType<LookUpOutcome.Unknown>(outcome);
        Assert.Equal((EntryKinds.PersonLookedUp, "unknown"), Last(await hub.LogAsync()));
    }

    [Fact]
    public async Task A_family_member_cannot_look_anybody_up()
    {
        await using var hub = await TestHub.StartAsync();
        var number = TestIdentities.BornOn(hub.Today.AddYears(-10).AddDays(-30));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => hub.Get<LookUpPerson>().HandleAsync(number, new Caller.Family(hub.Mother), LookUpPerson.Purpose.Read("sst"), Ct));
    }

    [Fact]
    public async Task Registering_a_known_number_updates_the_person_and_makes_no_second()
    {
        await using var hub = await TestHub.StartAsync();

        var again = await hub.PersonAsync(10, name: "Norah");

        Assert.Equal(hub.Child, again);
    }

    private static (string Kind, string Verdict) Last(IReadOnlyList<(long Index, string Kind, string Verdict)> log) =>
        (log[^1].Kind, log[^1].Verdict);
}
