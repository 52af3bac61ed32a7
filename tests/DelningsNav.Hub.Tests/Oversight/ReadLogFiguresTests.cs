using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class ReadLogFiguresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Decisions_and_open_matters_are_counted_for_the_own_authority(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        await hub.AnswerToAsync(await hub.AskAsync("utredning-sarskilt-stod"));
        await hub.AskForConsentAsync("utredning-sarskilt-stod");
        var figures = hub.Get<ReadLogFigures>();

        var school = await figures.ReadAsync(await hub.RegistratorAsync(hub.School), Ct);
        var social = await figures.ReadAsync(await hub.RegistratorAsync(hub.Social), Ct);

        Assert.Equal((new VerdictFigures(1, 1, 0), new VerdictFigures(0, 0, 0)), (school!.AsHolder, school.AsRecipient));
        Assert.Equal((1, 1), (school.WaitingForAssessment, school.WaitingForFamilies));
        Assert.Equal((new VerdictFigures(0, 0, 0), new VerdictFigures(1, 1, 0)), (social!.AsHolder, social.AsRecipient));
        Assert.Equal((0, 0), (social.WaitingForAssessment, social.WaitingForFamilies));
        Assert.True(school.Units[0].IsOwn);
    }

    [Fact]
    public async Task Decisions_older_than_thirty_days_are_not_counted()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        var registrator = await hub.RegistratorAsync(hub.School);
        hub.Clock.Advance(ReadLogFigures.Span);
        var inside = await hub.Get<ReadLogFigures>().ReadAsync(registrator, Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var outside = await hub.Get<ReadLogFigures>().ReadAsync(registrator, Ct);

        Assert.Equal(1, inside!.AsHolder.Released + inside.AsHolder.Referred + inside.AsHolder.Refused);
        Assert.Equal(new VerdictFigures(0, 0, 0), outside!.AsHolder);
    }

    [Fact]
    public async Task Nobody_but_a_registrator_gets_the_figures()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Null(await hub.Get<ReadLogFigures>().ReadAsync(new Caller.Staff(hub.Rektor), Ct));
    }
}
