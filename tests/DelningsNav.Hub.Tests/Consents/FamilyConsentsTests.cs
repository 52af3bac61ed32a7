using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>What a family may see of its consents and what it may not see.</summary>
public sealed class FamilyConsentsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_guardian_sees_an_outstanding_consent_and_then_the_active_one(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();

        Assert.Equal(FamilyConsentState.AwaitsYou, (await OnlyConsentAsync(hub, hub.Mother)).State);
        await hub.AnswerAsync(consent, hub.Mother);
        var waiting = await OnlyConsentAsync(hub, hub.Mother);
        await hub.AnswerAsync(consent, hub.Father);
        var holding = await OnlyConsentAsync(hub, hub.Mother);

        Assert.Equal(FamilyConsentState.Waiting, waiting.State);
        Assert.Equal(FamilyConsentState.Holds, holding.State);
        Assert.True(holding.MayWithdraw);
        Assert.Equal(
            ("Nora", "SST Järva", new PartyName("Utbildningsnämnden", "Grundskola", BranchKind.School)),
            (holding.ChildName, holding.AskedByUnit, holding.Discloser));
        Assert.Equal("Frånvaro", Assert.Single(holding.Types).In("sv"));
    }

    [Fact]
    public async Task A_yes_looks_the_same_whether_the_other_guardian_is_silent_or_has_said_no()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        var whileSilent = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "sv", Ct);

        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);

        var afterNo = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "sv", Ct);
        Assert.Equal(whileSilent!.Consent with { Types = [] }, afterNo!.Consent with { Types = [] });
        Assert.Equal(whileSilent.AnswerReceipt, afterNo.AnswerReceipt);
    }

    [Fact]
    public async Task An_outstanding_consent_looks_the_same_whatever_the_other_guardian_has_answered()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var before = await OnlyConsentAsync(hub, hub.Father);

        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);

        Assert.Equal(before with { Types = [] }, await OnlyConsentAsync(hub, hub.Father) with { Types = [] });
    }

    [Fact]
    public async Task Withdrawing_a_consent_that_was_never_active_reveals_nothing_to_the_other_guardian()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        await hub.WithdrawAsync(consent);

        var seen = await OnlyConsentAsync(hub, hub.Father);
        Assert.Equal(FamilyConsentState.Closed, seen.State);
        Assert.Null(seen.WithdrawnAt);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_blocked_guardian_sees_no_child_no_consent_and_no_count(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();

        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Skydd", "SDN 2026/9", hub.Today, Actor.Hub, Ct);

        Assert.Empty((await hub.Get<FamilyConsents>().ReadAsync(hub.Father, Ct)).Children);
        Assert.Null(await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Father, "sv", Ct));
        Assert.Equal(FamilyConsentState.Lapsed, (await OnlyConsentAsync(hub, hub.Mother)).State);
    }

    [Fact]
    public async Task A_former_guardian_and_an_outsider_see_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var former = await hub.PersonAsync(50, name: "Frans");
        var custody = await hub.Get<MaintainRegister>().RecordCustodyAsync(
            hub.Child, former, CustodyKind.Temporary, hub.Today.AddDays(-30), Actor.Hub, Ct);
        Assert.NotNull(await hub.Get<FamilyConsentDetails>().ReadAsync(consent, former, "sv", Ct));

        await hub.Get<MaintainRegister>().EndCustodyAsync(hub.Child, custody, hub.Today, Actor.Hub, Ct);

        var outsider = await hub.PersonAsync(44, name: "Ulf");
        foreach (var reader in new[] { former, outsider })
        {
            Assert.Empty((await hub.Get<FamilyConsents>().ReadAsync(reader, Ct)).Children);
            Assert.Null(await hub.Get<FamilyConsentDetails>().ReadAsync(consent, reader, "sv", Ct));
        }
    }

    [Theory]
    [InlineData(14, -1, 0)]
    [InlineData(15, 0, 1)]
    public async Task A_pupil_sees_their_own_matters_from_the_day_they_turn_15(int years, int daysAfterBirthday, int seen)
    {
        await using var hub = await TestHub.StartAsync();
        var pupil = await PupilAsync(hub, years == 14 ? 15 : years, daysAfterBirthday);

        var home = await hub.Get<FamilyConsents>().ReadAsync(pupil, Ct);

        Assert.True(home.ReaderIsPupil);
        Assert.Equal(seen, home.Children.Count(c => c.Bond == FamilyBond.Self));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public async Task A_guardian_sees_a_child_until_the_day_it_turns_18(int daysAfterBirthday, int seen)
    {
        await using var hub = await TestHub.StartAsync();
        var pupil = await PupilAsync(hub, 18, daysAfterBirthday);

        var home = await hub.Get<FamilyConsents>().ReadAsync(hub.Mother, Ct);

        Assert.Equal(seen, home.Children.Count(c => c.Id == pupil));
    }

    [Fact]
    public async Task An_adult_without_a_matter_is_not_listed_among_their_own_children()
    {
        await using var hub = await TestHub.StartAsync();

        var home = await hub.Get<FamilyConsents>().ReadAsync(hub.Mother, Ct);

        Assert.False(home.ReaderIsPupil);
        Assert.Equal(hub.Child, Assert.Single(home.Children).Id);
    }

    [Fact]
    public async Task The_text_that_was_answered_is_the_text_that_is_shown_afterwards()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var asked = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "en", Ct);
        var answered = Assert.IsType<AnswerOutcome.Answered>(await hub.Get<AnswerConsent>().HandleAsync(
            consent, hub.Mother, ConsentAnswer.No, "en", asked!.Text.Hash, Ct));

        var after = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "sv", Ct);

        Assert.Equal(asked.Text, after!.Text);
        Assert.Equal(answered.LogIndex, after.AnswerReceipt!.LogIndex);
        Assert.Equal(FamilyConsentState.YouSaidNo, after.Consent.State);
        Assert.Null((await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Father, "sv", Ct))!.AnswerReceipt);
    }

    [Fact]
    public async Task Only_the_signer_who_withdrew_gets_the_receipt_of_the_withdrawal()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();

        await hub.WithdrawAsync(consent);

        var mothers = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "sv", Ct);
        var fathers = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Father, "sv", Ct);
        Assert.Equal((await hub.LogAsync())[^1].Index, mothers!.WithdrawalReceipt!.LogIndex);
        Assert.Null(fathers!.WithdrawalReceipt);
        Assert.Equal(FamilyConsentState.Withdrawn, fathers.Consent.State);
    }

    [Fact]
    public async Task A_consent_that_was_active_until_its_last_day_has_ended_the_moment_after()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(180) - TimeSpan.FromMilliseconds(1));
        var before = await OnlyConsentAsync(hub, hub.Mother);

        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var after = await OnlyConsentAsync(hub, hub.Mother);
        Assert.Equal((FamilyConsentState.Holds, FamilyConsentState.Expired), (before.State, after.State));
        Assert.False(after.MayWithdraw);
    }

    private static async Task<FamilyConsent> OnlyConsentAsync(TestHub hub, PersonId reader) =>
        Assert.Single(Assert.Single((await hub.Get<FamilyConsents>().ReadAsync(reader, Ct)).Children).Consents);

    private static async Task<PersonId> PupilAsync(TestHub hub, int years, int daysAfterBirthday)
    {
        var pupil = await hub.PersonAsync(years, daysAfterBirthday, name: "Tova");
        await hub.Get<MaintainRegister>().RecordCustodyAsync(
            pupil, hub.Mother, CustodyKind.Guardian, hub.Today.AddYears(-years), Actor.Hub, Ct);
        return pupil;
    }
}
