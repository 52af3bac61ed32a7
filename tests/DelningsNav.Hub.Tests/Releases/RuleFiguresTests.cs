using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Releases;

public sealed class RuleFiguresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Decisions_are_counted_by_rule_and_a_small_number_is_withheld(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.GiveConsentAsync();
        var caller = new Caller.Staff(hub.Rektor);

        // The family's yes has already caused one decision about the outstanding request.
        await ReleaseAsync(hub, RuleFigures.Least - 2);
        var four = await hub.Get<RuleFigures>().ReadAsync(caller, Ct);
        await ReleaseAsync(hub, 1);
        var five = await hub.Get<RuleFigures>().ReadAsync(caller, Ct);

        Assert.Equal(new RuleFigure(null, null, null), four!["consent-school-general"]);
        Assert.Equal(new RuleFigure(RuleFigures.Least, null, null), five!["consent-school-general"]);
    }

    [Fact]
    public async Task Nobody_but_staff_gets_the_figures()
    {
        await using var hub = await TestHub.StartAsync();
        var figures = hub.Get<RuleFigures>();

        Assert.Null(await figures.ReadAsync(new Caller.Family(hub.Mother), Ct));
        Assert.Null(await figures.ReadAsync(new Caller.Staff(new StaffMemberId(Guid.NewGuid())), Ct));
    }

    private static async Task ReleaseAsync(TestHub hub, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await hub.AnswerToAsync(await hub.AskAsync());
        }
    }
}
