using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Notices;
using DelningsNav.Hub.Views.Casework;

namespace DelningsNav.Hub.Tests.Consents;

public sealed class WithdrawConsentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Either_guardian_alone_withdraws_it_for_both(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (first, second) = (await hub.GiveConsentAsync("franvaro"), await hub.GiveConsentAsync("betyg"));

        var byMother = await WithdrawAsync(hub, first, hub.Mother);
        var byFather = await WithdrawAsync(hub, second, hub.Father);

        Assert.All([byMother, byFather], outcome => Assert.IsType<WithdrawOutcome.Withdrawn>(outcome));
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(first)).State);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(second)).State);
    }

    [Fact]
    public async Task A_pupil_who_signed_withdraws_it_alone()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-16));
        var consent = await family.GivenAsync();

        Assert.IsType<WithdrawOutcome.Withdrawn>(await WithdrawAsync(hub, consent, family.Child));
        Assert.False(await family.IsReleasedAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Withdrawing_twice_returns_the_first_time_and_logs_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var firstTime = hub.Clock.GetUtcNow();
        await WithdrawAsync(hub, consent, hub.Mother);
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var again = await WithdrawAsync(hub, consent, hub.Father);

        Assert.Equal(firstTime, Assert.IsType<WithdrawOutcome.Withdrawn>(again).At);
        Assert.Equal(firstTime, (await hub.ConsentAsync(consent)).WithdrawnAt);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentWithdrawn);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_outsider_a_blocked_guardian_staff_elsewhere_the_hub_itself_and_an_unknown_consent_give_the_same_outcome(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var consent = await family.GivenAsync();
        var withdrawn = await family.GivenAsync(TestTypes.Of("betyg"));
        await WithdrawAsync(hub, withdrawn, family.Guardians[1]);
        var stranger = await hub.PersonAsync(50, name: "Sam");
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        var before = await hub.LogAsync();

        var outcomes = new[]
        {
            await WithdrawAsync(hub, consent, stranger),
            await WithdrawAsync(hub, consent, family.Child),
            await WithdrawAsync(hub, consent, family.Guardians[0]),
            await WithdrawAsync(hub, withdrawn, family.Guardians[0]),
            await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Staff(hub.Rektor), Ct),
            await WithdrawAsync(hub, new ConsentId(Guid.Empty), hub.Mother),
            await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Hub(), Ct),
        };

        Assert.All(outcomes, outcome => Assert.IsType<WithdrawOutcome.NoSuchConsent>(outcome));
        Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Fact]
    public async Task A_signer_who_said_yes_can_withdraw_whatever_the_other_has_answered_and_a_signer_who_said_no_cannot()
    {
        await using var hub = await TestHub.StartAsync();
        var (signing, conflict, refused) = (
            await hub.AskForConsentAsync("franvaro"), await hub.AskForConsentAsync("betyg"), await hub.AskForConsentAsync("iup"));
        await hub.AnswerAsync(signing, hub.Mother);
        await hub.AnswerAsync(conflict, hub.Mother);
        await hub.AnswerAsync(conflict, hub.Father, ConsentAnswer.No);
        await hub.AnswerAsync(refused, hub.Mother, ConsentAnswer.No);

        Assert.IsType<WithdrawOutcome.Withdrawn>(await WithdrawAsync(hub, signing, hub.Mother));
        Assert.IsType<WithdrawOutcome.NoSuchConsent>(await WithdrawAsync(hub, conflict, hub.Father));
        Assert.IsType<WithdrawOutcome.Withdrawn>(await WithdrawAsync(hub, conflict, hub.Mother));
        Assert.IsType<WithdrawOutcome.NoSuchConsent>(await WithdrawAsync(hub, refused, hub.Mother));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_of_either_party_withdraws_on_the_familys_word_and_no_other_system_does(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var parties = hub.Get<MaintainParties>();
        var ours = await parties.AddClientAsync(hub.Social, "Vårt", Operations.All, [ClientRole.Caseworker], "k1", "pem", Ct);
        var others = await parties.AddClientAsync(hub.Elevhalsa, "Ett annat", Operations.All, [ClientRole.Caseworker], "k2", "pem", Ct);

        var other = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.System(others, hub.Familjebehandlare), Ct);
        var nobody = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.System(ours, null), Ct);
        var own = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.System(ours, hub.Familjebehandlare), Ct);

        Assert.IsType<WithdrawOutcome.NoSuchConsent>(other);
        Assert.IsType<WithdrawOutcome.NoSuchConsent>(nobody);
        Assert.IsType<WithdrawOutcome.Withdrawn>(own);
    }

    private static Task<WithdrawOutcome> WithdrawAsync(TestHub hub, ConsentId consent, PersonId person) =>
        hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(person), Ct);

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_of_the_recipient_reads_and_withdraws_only_for_the_assigned_and_one_of_the_holder_for_its_own_staff(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var (ours, theirs) = (await hub.SystemAsync(hub.Social), await hub.SystemAsync(hub.School));
        var unassigned = ours with { OnBehalfOf = await hub.ColleagueAsync() };

        Assert.Null(await hub.Get<ReadConsent>().ReadAsync(consent, unassigned, Ct));
        Assert.IsType<WithdrawOutcome.NoSuchConsent>(await hub.Get<WithdrawConsent>().HandleAsync(consent, unassigned, Ct));
        Assert.NotNull(await hub.Get<ReadConsent>().ReadAsync(consent, ours with { OnBehalfOf = hub.Familjebehandlare }, Ct));
        Assert.IsType<WithdrawOutcome.Withdrawn>(
            await hub.Get<WithdrawConsent>().HandleAsync(consent, theirs with { OnBehalfOf = hub.Rektor }, Ct));
    }
}
