using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A second person's decision has the same effects as an answer by a signed-in signer: requests are decided again,
/// messages and notices are sent.
/// </summary>
public sealed class SecondPersonsWordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_confirmed_paper_that_makes_the_consent_active_has_waiting_requests_decided_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        await hub.ConfirmAsync(await hub.TakenDownAsync(consent, hub.Father), await hub.ColleagueAsync());

        Assert.Equal([DecisionKind.Refer, DecisionKind.Release], await KindsAsync(hub));
        Assert.Equal(FamilyAnswered.MayRead, Assert.Single(await hub.Get<StaffMessageBox>().ReadAsync(hub.Familjebehandlare, Ct)).Answered);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_confirmed_prevention_that_activates_the_consent_has_waiting_requests_decided_again_and_the_family_notified(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await AskAsync(hub);
        await hub.AnswerAsync(consent, hub.Mother);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.ReleaseAsync(await hub.AskAsync(), Opening.Nothing);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        await DecideAsync(hub);

        Assert.Equal([DecisionKind.Refer, DecisionKind.Release], await KindsAsync(hub));
        Assert.Contains(FamilyMessageKind.Holds, await ToldAsync(hub, hub.Mother));
        Assert.Contains(FamilyMessageKind.Holds, await ToldAsync(hub, hub.Father));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_prevented_guardians_no_to_an_active_consent_notifies_both_parties_and_the_other_guardian(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await AskAsync(hub);
        await hub.AnswerAsync(consent, hub.Mother);
        await DecideAsync(hub);

        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);

        await using var db = hub.Db();
        var notices = await db.Notices.Where(n => n.Consent == consent).ToListAsync(Ct);
        Assert.Equal([NoticeKind.Withdrawn, NoticeKind.Withdrawn], notices.Select(n => n.Kind));
        Assert.Equal(new[] { hub.School, hub.Social }.ToHashSet(), notices.Select(n => n.Party).ToHashSet());
        Assert.Contains(FamilyMessageKind.Over, await ToldAsync(hub, hub.Mother));
    }

    [Fact]
    public async Task An_excused_signer_is_not_reminded_and_a_signer_who_may_become_excused_is()
    {
        await using var hub = await TestHub.StartAsync();
        await AskAsync(hub);
        hub.Clock.Advance(TimeSpan.FromDays(7));
        await hub.Get<RemindFamilies>().RunAsync(Ct);
        var stated = await ToldAsync(hub, hub.Father);
        await DecideAsync(hub);
        hub.Clock.Advance(TimeSpan.FromDays(14));

        await hub.Get<RemindFamilies>().RunAsync(Ct);

        Assert.Contains(FamilyMessageKind.Reminded, stated);
        Assert.DoesNotContain(FamilyMessageKind.RemindedAgain, await ToldAsync(hub, hub.Father));
        Assert.Contains(FamilyMessageKind.RemindedAgain, await ToldAsync(hub, hub.Mother));
    }

    private static async Task<ConsentId> AskAsync(TestHub hub)
    {
        await hub.ColleagueAsync(StaffRole.Enhetschef);
        var outcome = await hub.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = hub.Case,
                Scopes = [new ConsentScope(hub.School, [TestTypes.Of("franvaro")])],
                DataFrom = hub.Today.AddDays(-400),
                DataTo = hub.Today.AddDays(100),
                ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
                Prevented = new PreventionAsk
                {
                    Guardian = hub.Father,
                    Cause = PreventionCause.Away,
                    Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                    Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
                },
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    private static async Task DecideAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var stated = await db.PreventedGuardians.Select(p => p.Id).SingleAsync(Ct);
        var decided = await hub.Get<DecidePrevention>().HandleAsync(
            stated, PreventionOutcome.Confirmed, DecidePrevention.Reason.Read("Rederiet har bekräftat."),
            new Caller.Staff(await hub.ColleagueAsync(StaffRole.Enhetschef)), Ct);
        Assert.IsType<PreventionDecided.Done>(decided);
    }

    private static async Task<IReadOnlyList<DecisionKind>> KindsAsync(TestHub hub)
    {
        await using var db = hub.Db();
        return await db.Decisions.OrderBy(d => d.LogIndex).Select(d => d.Kind).ToListAsync(Ct);
    }

    private static async Task<IReadOnlyList<FamilyMessageKind>> ToldAsync(TestHub hub, PersonId person)
    {
        await using var db = hub.Db();
        return await db.FamilyMessages.Where(m => m.Person == person).Select(m => m.Kind).ToListAsync(Ct);
    }
}
