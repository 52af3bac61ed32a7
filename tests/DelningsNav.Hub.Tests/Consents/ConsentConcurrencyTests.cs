using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Consents;

public sealed class ConsentConcurrencyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_guardians_who_sign_at_once_make_one_active_consent(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var consent = await hub.AskForConsentAsync("betyg", round % 2 == 0 ? "iup" : "franvaro");

            var outcomes = await Task.WhenAll(
                Task.Run(() => hub.AnswerAsync(consent, hub.Mother), Ct), Task.Run(() => hub.AnswerAsync(consent, hub.Father), Ct));

            Assert.Equal(
                [ConsentState.Signing, ConsentState.Active],
                outcomes.Select(o => Assert.IsType<AnswerOutcome.Answered>(o)).OrderBy(o => o.LogIndex).Select(o => o.State));
            Assert.Equal(3, (await hub.ConsentAsync(consent)).Version);
            await hub.WithdrawAsync(consent);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_and_a_no_at_once_are_a_conflict(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();

        await Task.WhenAll(
            Task.Run(() => hub.AnswerAsync(consent, hub.Mother), Ct),
            Task.Run(() => hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No), Ct));

        Assert.Equal(ConsentState.Conflict, (await hub.ConsentAsync(consent)).State);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_double_click_answers_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => hub.AnswerAsync(consent, hub.Mother), Ct)));

        Assert.Single(outcomes.OfType<AnswerOutcome.Answered>());
        Assert.Equal(3, outcomes.OfType<AnswerOutcome.AnsweredAlready>().Count());
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentAnswered);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_guardians_who_withdraw_at_once_withdraw_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var withdraw = hub.Get<WithdrawConsent>();

        var outcomes = await Task.WhenAll(new[] { hub.Mother, hub.Father, hub.Mother, hub.Father }.Select(person =>
            Task.Run(() => withdraw.HandleAsync(consent, new Caller.Family(person), Ct), Ct)));

        Assert.All(outcomes, outcome => Assert.IsType<WithdrawOutcome.Withdrawn>(outcome));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentWithdrawn);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_last_yes_and_a_withdrawal_at_once_never_leave_the_consent_active_after_its_withdrawal(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        await Task.WhenAll(Task.Run(() => hub.AnswerAsync(consent, hub.Father), Ct), Task.Run(() => hub.WithdrawAsync(consent), Ct));

        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(EntryKinds.ConsentWithdrawn, (await hub.LogAsync())[^1].Kind);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_family_that_is_asked_while_a_guardian_is_added_is_asked_with_that_guardian_or_asked_anew(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var newcomer = await hub.PersonAsync(40, name: "Nils");
        for (var i = 0; i < 20; i++)
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9).AddDays(-i));
            var asked = Task.Run(() => family.AskedAsync(), Ct);
            var comes = Task.Run(
                () =>
                    hub.Get<MaintainRegister>().RecordCustodyAsync(family.Child, newcomer, CustodyKind.Guardian, hub.Today, Actor.Hub, Ct),
                Ct);
            await Task.WhenAll(asked, comes);

            var consent = await hub.ConsentAsync(await asked);
            Assert.Equal(consent.State == ConsentState.Requested, consent.Signatures.Any(s => s.Person == newcomer));
        }
    }
}
