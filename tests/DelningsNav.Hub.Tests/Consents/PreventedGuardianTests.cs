using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// One of two guardians is prevented and the matter cannot wait (FB 6 kap. 13 § second paragraph): one member of staff states it, another
/// decides, and the prevented guardian can always say no.
/// </summary>
public sealed class PreventedGuardianTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, PreventionOutcome.Confirmed)]
    [InlineData(StorageEngine.PostgreSql, PreventionOutcome.ConfirmedForTheChildsBest)]
    public async Task The_other_guardians_yes_makes_it_active_once_a_second_decider_has_confirmed_and_not_before(
        StorageEngine engine, PreventionOutcome found)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var lead = await hub.ColleagueAsync(StaffRole.Enhetschef);
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[0]);

        var before = await family.IsReleasedAsync();
        var outcome = await DecideAsync(hub, prevention, lead, found);

        Assert.False(before);
        Assert.Equal(new PreventionDecided.Done(found), outcome);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
        Assert.Contains(EntryKinds.PreventionDecided, (await hub.LogAsync()).Select(e => e.Kind));
        Assert.True(await family.IsReleasedAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_other_guardian_may_also_answer_after_the_decision(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        var before = await family.IsReleasedAsync();
        await hub.AnswerAsync(consent, family.Guardians[0]);

        Assert.False(before);
        Assert.True(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task When_the_second_decider_refuses_the_guardians_answer_is_needed_as_before()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[0]);

        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef), PreventionOutcome.Refused);

        Assert.Equal(ConsentState.Signing, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(EntryKinds.PreventionDecided, (await hub.LogAsync())[^1].Kind);
        Assert.False(await family.IsReleasedAsync());
        await hub.AnswerAsync(consent, family.Guardians[1]);
        Assert.True(await family.IsReleasedAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_prevented_guardian_sees_the_consent_and_a_no_at_any_time_withdraws_it_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[0]);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        var seen = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, family.Guardians[1], "sv", Ct);
        var answered = await hub.AnswerAsync(consent, family.Guardians[1], ConsentAnswer.No);

        Assert.Equal((FamilyConsentState.HoldsWithoutYou, true), (seen!.Consent.State, seen.Consent.SaidToBePrevented));
        Assert.Equal(ConsentState.Withdrawn, Assert.IsType<AnswerOutcome.Answered>(answered).State);
        Assert.Equal(
            [EntryKinds.ConsentAnswerStated, EntryKinds.ConsentAnswered, EntryKinds.ConsentWithdrawn],
            (await hub.LogAsync()).TakeLast(3).Select(e => e.Kind));
        Assert.Equal(hub.Clock.GetUtcNow(), (await hub.ConsentAsync(consent)).WithdrawnAt);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_prevented_guardians_no_before_the_consent_is_active_counts_whatever_the_decider_finds()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[1], ConsentAnswer.No);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        await hub.AnswerAsync(consent, family.Guardians[0]);

        Assert.Equal(ConsentState.Conflict, (await hub.ConsentAsync(consent)).State);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_prevented_guardians_yes_changes_nothing_and_lets_that_guardian_withdraw_as_usual()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[0]);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        var heldFrom = (await hub.ConsentAsync(consent)).ActiveFrom;

        await hub.AnswerAsync(consent, family.Guardians[1]);

        var others = (await hub.Get<AccessReports>().ReadAsync(family.Child, family.Guardians[0], AccessGroup.Consents, 1, Ct))!.Lines;
        Assert.Equal(
            (ConsentState.Active, heldFrom), ((await hub.ConsentAsync(consent)).State, (await hub.ConsentAsync(consent)).ActiveFrom));
        Assert.Single(others, line => line.Kind == AccessKind.ConsentHeld);
        Assert.True(await family.IsReleasedAsync());
        Assert.IsType<WithdrawOutcome.Withdrawn>(
            await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(family.Guardians[1]), Ct));
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_pupil_who_signs_is_not_excused_and_does_not_replace_a_guardian()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-16));
        var (consent, prevention) = await AskAsync(hub, family);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        await hub.AnswerAsync(consent, family.Child);
        var withoutGuardian = (await hub.ConsentAsync(consent)).State;
        await hub.AnswerAsync(consent, family.Guardians[0]);

        Assert.Equal(ConsentState.Signing, withoutGuardian);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Nothing_reveals_that_either_guardian_is_blocked_and_the_last_guardian_is_never_excused(int blocked)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[blocked], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);

        var (consent, prevention) = await AskAsync(hub, family);
        var outcome = await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        var found = await hub.ConsentAsync(consent);
        Assert.IsType<PreventionDecided.Done>(outcome);
        Assert.Equal(ConsentState.Requested, found.State);
        Assert.Null(Assert.Single(found.Signatures).Excuse);
        Assert.Null(await hub.Get<FamilyConsentDetails>().ReadAsync(consent, family.Guardians[blocked], "sv", Ct));
    }

    [Fact]
    public async Task A_pupil_and_the_only_guardian_who_is_not_blocked_both_sign_whatever_the_decider_finds()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-16));
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        var (consent, prevention) = await AskAsync(hub, family);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        await hub.AnswerAsync(consent, family.Child);

        Assert.Equal(ConsentState.Signing, (await hub.ConsentAsync(consent)).State);
        Assert.All((await hub.ConsentAsync(consent)).Signatures, s => Assert.Null(s.Excuse));
    }

    [Fact]
    public async Task A_change_of_custody_lapses_the_consent_as_usual()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        await hub.AnswerAsync(consent, family.Guardians[0]);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[1], hub.Today, Actor.Hub, Ct);

        Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(consent)).State);
        Assert.False(await family.IsReleasedAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_asker_a_colleague_without_the_task_and_another_branch_cannot_decide_and_of_two_deciders_one_decides(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var (consent, prevention) = await AskAsync(hub, family);
        var (lead, other) = (await hub.ColleagueAsync(StaffRole.Enhetschef), await hub.ColleagueAsync(StaffRole.Enhetschef));

        var same = await DecideAsync(hub, prevention, hub.Familjebehandlare);
        var without = await DecideAsync(hub, prevention, await hub.ColleagueAsync());
        var elsewhere = await DecideAsync(hub, prevention, hub.Rektor);
        var silent = await DecideAsync(hub, prevention, lead, reason: " ");
        var both = await Task.WhenAll(
            Task.Run(() => DecideAsync(hub, prevention, lead), Ct), Task.Run(() => DecideAsync(hub, prevention, other), Ct));

        Assert.IsType<PreventionDecided.SamePerson>(same);
        Assert.All([without, elsewhere], o => Assert.IsType<PreventionDecided.NothingToDecide>(o));
        Assert.Equal(["reason-missing"], Assert.IsType<PreventionDecided.Invalid>(silent).Faults.Select(f => f.Code));
        Assert.Single(both, o => o is PreventionDecided.Done);
        Assert.Single(both, o => o is PreventionDecided.DecidedAlready);
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(consent)).State);
        await using var db = hub.Db();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => db.Database.ExecuteSqlRawAsync("UPDATE prevented_guardians SET decided_by = stated_by", Ct));
    }

    [Fact]
    public async Task All_faults_of_a_statement_are_named_at_once()
    {
        await using var hub = await TestHub.StartAsync();
        var (one, two) = (
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1),
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-10)));
        var stranger = await hub.PersonAsync(50, name: "Sam");

        await hub.ColleagueAsync(StaffRole.Enhetschef);
        var only = await one.AskAsync(one.Ask() with { Prevented = Prevented(one.Guardians[0]) });
        var badly = Prevented(stranger) with
        {
            Cause = null,
            Reason = FreeText.None,
            Urgency = PreventionAsk.UrgencyField.Read(new string('x', 501)),
        };
        var wrong = await two.AskAsync(two.Ask() with { Prevented = badly });

        Assert.Equal(["only-guardian"], Assert.IsType<AskOutcome.Invalid>(only).Faults.Select(f => f.Code));
        Assert.Equal(
            ["unknown-guardian", "unknown-cause", "prevention-words-missing", "prevention-text-too-long"],
            Assert.IsType<AskOutcome.Invalid>(wrong).Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task An_outstanding_consent_of_a_guardian_who_turns_out_to_be_prevented_is_asked_for_anew_and_superseded()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var first = await family.AskedAsync();
        await hub.AnswerAsync(first, family.Guardians[0]);

        var (consent, prevention) = await AskAsync(hub, family);
        var again = await family.AskAsync(family.Ask() with { Prevented = Prevented(family.Guardians[1]) });
        await hub.AnswerAsync(consent, family.Guardians[0]);
        await DecideAsync(hub, prevention, await hub.ColleagueAsync(StaffRole.Enhetschef));

        Assert.IsType<AskOutcome.AwaitedAlready>(again);
        Assert.Equal(
            (ConsentState.Superseded, ConsentState.Active),
            ((await hub.ConsentAsync(first)).State, (await hub.ConsentAsync(consent)).State));
    }

    [Fact]
    public async Task The_queue_names_no_child_and_opening_is_logged_before_it_is_shown()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var lead = await hub.ColleagueAsync(StaffRole.Enhetschef);
        var (_, prevention) = await AskAsync(hub, family);
        var preventions = hub.Get<PreventionsToDecide>();

        var (queue, askers) = (await preventions.ReadAsync(lead, Ct), await preventions.ReadAsync(hub.Familjebehandlare, Ct));
        var unopened = await hub.LogAsync();
        var seen = await preventions.OpenAsync(prevention, lead, Ct);
        var logged = await hub.LogAsync();
        var (own, elsewhere) = (
            await preventions.OpenAsync(prevention, hub.Familjebehandlare, Ct), await preventions.OpenAsync(prevention, hub.Rektor, Ct));

        Assert.Equal(prevention, Assert.Single(queue).Id);
        Assert.Empty(askers);
        Assert.Equal(("Guardian 1 Testsson", "Till sjöss", "Mötet är i morgon"), (seen!.Guardian.Name, seen.Reason, seen.Urgency));
        Assert.Equal(EntryKinds.PreventionRead, logged[unopened.Count].Kind);
        Assert.Null(own);
        Assert.Null(elsewhere);
        Assert.Equal(logged, await hub.LogAsync());
    }

    private static PreventionAsk Prevented(PersonId guardian) => new()
    {
        Guardian = guardian,
        Cause = PreventionCause.Away,
        Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
        Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
    };

    private static async Task<(ConsentId Consent, PreventionId Prevention)> AskAsync(TestHub hub, TestFamily family)
    {
        await hub.ColleagueAsync(StaffRole.Enhetschef);
        var asked = Assert.IsType<AskOutcome.Asked>(
            await family.AskAsync(family.Ask() with { Prevented = Prevented(family.Guardians[1]) }));
        await using var db = hub.Db();
        return (
            Assert.Single(asked.Consents),
            await db.PreventedGuardians.Where(p => p.Request == asked.Request).Select(p => p.Id).SingleAsync(Ct));
    }

    private static Task<PreventionDecided> DecideAsync(
        TestHub hub, PreventionId prevention, StaffMemberId by, PreventionOutcome outcome = PreventionOutcome.Confirmed,
        string reason = "Har ringt rederiet") =>
        hub.Get<DecidePrevention>().HandleAsync(prevention, outcome, DecidePrevention.Reason.Read(reason), new Caller.Staff(by), Ct);
}
