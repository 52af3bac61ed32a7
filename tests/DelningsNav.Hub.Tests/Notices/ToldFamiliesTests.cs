using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Hub.Tests.Notices;

/// <summary>
/// What a family and the recipient's staff may see of the records released under a consent, and of who has been notified of its end.
/// </summary>
public sealed class ToldFamiliesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_family_sees_what_was_released_while_a_consent_is_active_and_who_was_notified_and_has_acknowledged_when_it_ends()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync("utredning-sarskilt-stod");
        await ReleaseAsync(hub, delivered: true);
        var shownAt = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await ReleaseAsync(hub, delivered: false);
        var holding = await DetailAsync(hub, consent, hub.Mother);
        await hub.WithdrawAsync(consent);
        var told = await DetailAsync(hub, consent, hub.Father);
        var toldAt = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromHours(1));

        await hub.Get<AcknowledgeNotice>()
            .HandleAsync((await hub.NoticeToAsync(hub.Social)).LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);
        var confirmed = await DetailAsync(hub, consent, hub.Father);

        Assert.Equal([("utredning-sarskilt-stod", shownAt, true)], holding!.Shown.Select(s => (s.Type.Code.Code, s.At, s.IsConfirmed)));
        Assert.Empty(holding.Told);
        Assert.True(holding.Promise.Length > 20);
        Assert.Equal(
            [("Individ och familj", toldAt, null), ("Grundskola", toldAt, null)],
            told!.Told.Select(t => (t.Party.Branch, t.At, t.ConfirmedAt)));
        Assert.Equal(
            [("Individ och familj", (DateTimeOffset?)hub.Clock.GetUtcNow()), ("Grundskola", null)],
            confirmed!.Told.Select(t => (t.Party.Branch, t.ConfirmedAt)));
        Assert.Single(confirmed.Shown);
    }

    [Fact]
    public async Task A_blocked_guardian_sees_neither_what_was_released_nor_that_anybody_was_notified()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        await hub.Get<AcknowledgeNotice>()
            .HandleAsync((await hub.NoticeToAsync(hub.Social)).LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.Null(await DetailAsync(hub, consent, hub.Father));
        Assert.Equal(2, (await DetailAsync(hub, consent, hub.Mother))!.Told.Count);
        Assert.Null(await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Father, AccessGroup.Consents, 1, Ct));
    }

    [Fact]
    public async Task Acts_of_parties_on_a_notice_are_in_the_familys_report()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(181));
        await hub.Get<TellExpiredConsents>().RunAsync(Ct);
        await hub.ReadNoticesAsync(system);
        await hub.Get<AcknowledgeNotice>()
            .HandleAsync((await hub.NoticeToAsync(hub.Social)).LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);

        var consents = (await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Consents, 1, Ct))!.Lines;
        var other = (await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Other, 1, Ct))!.Lines;

        Assert.Equal([AccessKind.NoticeAcknowledged, AccessKind.ConsentExpired], consents.Take(2).Select(l => l.Kind));
        Assert.Equal(("SST Järva", StaffRole.Familjebehandlare), (consents[0].By.Unit, consents[0].By.Role));
        Assert.Equal("", consents[1].By.Unit);
        Assert.Contains(other, l => l is { Kind: AccessKind.ConsentRead, By.Unit: "Ett system" });
    }

    [Fact]
    public async Task Staff_see_in_the_case_what_they_received_under_a_consent_and_whether_they_have_acknowledged_its_end()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync("utredning-sarskilt-stod");
        await ReleaseAsync(hub, delivered: true);
        var holding = Assert.Single((await hub.Get<CaseConsents>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct))!.Consents);
        await hub.WithdrawAsync(consent);
        var over = Assert.Single((await hub.Get<CaseConsents>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct))!.Consents);
        var (board, mine) = await NewsAsync(hub);

        await hub.Get<AcknowledgeNotice>().HandleAsync(over.Notice!.LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.Null(holding.Notice);
        Assert.Single(holding.Released);
        Assert.Equal((hub.Social, null), (over.Notice.Party, over.Notice.AcknowledgedAt));
        Assert.Single(over.Released);
        Assert.Equal((1, 1), (board, mine));
        Assert.Equal((0, 0), await NewsAsync(hub));
    }

    private static async Task<(int Board, int Mine)> NewsAsync(TestHub hub) => (
        (await hub.Get<Views.Casework.CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct))!.NoticesToAcknowledge,
        Assert.Single(await hub.Get<Views.Casework.MyCases>().ReadAsync(hub.Familjebehandlare, Ct)).NoticesToAcknowledge);

    private static Task<FamilyConsentDetail?> DetailAsync(TestHub hub, ConsentId consent, PersonId reader) =>
        hub.Get<FamilyConsentDetails>().ReadAsync(consent, reader, "sv", Ct);

    private static async Task ReleaseAsync(TestHub hub, bool delivered)
    {
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync("utredning-sarskilt-stod")));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered, Ct);
    }
}
