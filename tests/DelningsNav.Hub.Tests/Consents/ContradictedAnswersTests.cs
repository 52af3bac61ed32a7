using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>The signer is told at once of an answer that staff recorded in their name, and contradicts it in one step.</summary>
public sealed class ContradictedAnswersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_recorded_answer_is_told_to_its_signer_before_it_is_confirmed_and_to_nobody_else(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var first = await hub.TakenDownAsync(consent, hub.Mother);
        await hub.Get<ConfirmRecordedAnswer>()
            .RejectAsync(first, ConfirmRecordedAnswer.Reason.Read("Namnteckningen saknas"), new Caller.Staff(second), Ct);
        var again = await hub.TakenDownAsync(consent, hub.Mother, ConsentAnswer.No);

        var mothers = await ToldAsync(hub, hub.Mother);
        var fathers = await ToldAsync(hub, hub.Father);

        Assert.Equal([first, again], mothers.Select(answer => answer.Id).OrderBy(id => id == again));
        var told = mothers.Single(answer => answer.Id == again);
        Assert.Equal((ConsentAnswer.No, AnswerForm.Paper, (string?)null, false),
            (told.Answer, told.Form, told.System, told.Unit.Length == 0));
        Assert.Empty(fathers);
        Assert.Null(await hub.Get<OwnRecordedAnswers>().ReadAsync(again, hub.Father, Ct));
    }

    [Fact]
    public async Task The_message_names_the_system_that_recorded_the_answer_and_so_does_the_entry()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.Get<MaintainParties>()
            .AddClientAsync(hub.Social, "Verksamhetssystemet", [], [ClientRole.Caseworker], "key", "pem", Ct);
        var consent = await hub.AskForConsentAsync();
        var outcome = await hub.Get<RecordConsentAnswer>().HandleAsync(
            consent, await hub.OralAsync(consent, hub.Mother), new Caller.System(system, hub.Familjebehandlare), Ct);

        var told = Assert.Single(await ToldAsync(hub, hub.Mother));

        Assert.IsType<RecordConsentAnswerOutcome.Recorded>(outcome);
        Assert.Equal("Verksamhetssystemet", told.System);
        Assert.Equal(system.ToString(), (await LoggedPayload.AllAsync(hub))[^1]["client"]);
    }

    [Fact]
    public async Task A_blocked_guardian_is_told_nothing_and_can_contradict_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        var anew = await hub.AskForConsentAsync();
        var ofBlocked = await hub.TakenDownAsync(anew, hub.Father);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Mother, "Beslut", "SN 2026/10", hub.Today, Actor.Hub, Ct);

        var outcomes = new[]
        {
            await ContradictAsync(hub, recorded, hub.Mother), await ContradictAsync(hub, ofBlocked, hub.Father),
            await ContradictAsync(hub, new RecordedAnswerId(Guid.Empty), hub.Father),
        };

        Assert.All(outcomes, outcome => Assert.IsType<ContradictOutcome.NoSuchAnswer>(outcome));
        Assert.Empty(await ToldAsync(hub, hub.Father));
        Assert.Empty(await ToldAsync(hub, hub.Mother));
        await using var db = hub.Db();
        Assert.DoesNotContain(db.FamilyMessages, m => m.Person == hub.Father && m.Kind == FamilyMessageKind.AnswerRecorded);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_contradicted_answer_that_waits_is_never_confirmed_and_awaits_nobody(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);

        var outcome = await ContradictAsync(hub, recorded, hub.Mother);
        var twice = await ContradictAsync(hub, recorded, hub.Mother);
        var queue = await hub.Get<WaitingConfirmations>().ReadAsync(second, Ct);
        var confirmed = await hub.ConfirmAsync(recorded, second);
        var anew = await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, hub.Mother));

        Assert.IsType<ContradictOutcome.NeverCounts>(outcome);
        Assert.Equal(outcome, twice);
        Assert.Empty(queue);
        Assert.IsType<ConfirmOutcome.Contradicted>(confirmed);
        Assert.Null((await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == hub.Mother).Answer);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentAnswerContradicted);
        Assert.IsType<RecordConsentAnswerOutcome.Recorded>(anew);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_contradicted_yes_withdraws_the_consent_and_nothing_more_is_released_on_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father);
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        await hub.ConfirmAsync(recorded, second);
        var request = await hub.AskAsync();
        var before = await hub.AnswerToAsync(request);

        var outcome = await ContradictAsync(hub, recorded, hub.Mother);

        Assert.IsType<RecordAnswer.Released>(before);
        Assert.IsType<ContradictOutcome.Withdrawn>(outcome);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.Equal(outcome, await ContradictAsync(hub, recorded, hub.Mother));
    }

    [Fact]
    public async Task A_contradicted_no_remains_and_opens_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother, ConsentAnswer.No);
        await hub.ConfirmAsync(recorded, second);

        var outcome = await ContradictAsync(hub, recorded, hub.Mother);

        Assert.IsType<ContradictOutcome.NoRemains>(outcome);
        Assert.Equal(ConsentState.Refused, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(EntryKinds.ConsentAnswerContradicted, (await hub.LogAsync())[^1].Kind);
    }

    [Fact]
    public async Task A_contradiction_of_an_answer_that_never_counted_changes_nothing_else()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.ConfirmAsync(recorded, second);
        await hub.AnswerAsync(consent, hub.Father);

        var outcome = await ContradictAsync(hub, recorded, hub.Mother);

        Assert.IsType<ContradictOutcome.NothingRestsOnIt>(outcome);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
    }

    private static Task<ContradictOutcome> ContradictAsync(TestHub hub, RecordedAnswerId recorded, PersonId signer) =>
        hub.Get<ContradictRecordedAnswer>().HandleAsync(recorded, new Caller.Family(signer), Ct);

    private static async Task<IReadOnlyList<OwnRecordedAnswer>> ToldAsync(TestHub hub, PersonId reader) =>
        [.. (await hub.Get<FamilyMessageBox>().ReadAsync(reader, Ct)).Select(message => message.Recorded).OfType<OwnRecordedAnswer>()];
}
