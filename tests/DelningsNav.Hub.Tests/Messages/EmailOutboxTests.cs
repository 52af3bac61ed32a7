using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Messages;

/// <summary>
/// Who is sent a link: people with something unread in their own message box, once for each message, and nobody who may not see it.
/// </summary>
public sealed class EmailOutboxTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_person_with_a_new_message_is_sent_one_link_and_no_second_for_the_same_message(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        var nothing = await ClaimAsync(hub);

        await hub.AskForConsentAsync();
        await hub.AskForConsentAsync("betyg");
        var link = Assert.Single(await ClaimAsync(hub));
        await hub.Get<EmailOutbox>().SentAsync(link, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Empty(nothing);
        Assert.Equal(
            (hub.Mother.Value, "anna@example.se", "fi", null, 2),
            (link.Link.Value, link.Address.Reveal(), link.Language, link.Staff, link.Told.Count));
        Assert.Empty(await ClaimAsync(hub));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_message_within_the_hour_waits_for_the_next_link(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        await hub.AskForConsentAsync();
        await hub.Get<EmailOutbox>().SentAsync(Assert.Single(await ClaimAsync(hub)), Ct);

        await hub.AskForConsentAsync("betyg");
        hub.Clock.Advance(EmailLink.Between - TimeSpan.FromMinutes(1));
        var early = await ClaimAsync(hub);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(early);
        Assert.Single(Assert.Single(await ClaimAsync(hub)).Told);
    }

    [Fact]
    public async Task A_message_that_has_been_read_or_came_before_the_address_needs_no_link()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AskForConsentAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        var before = await ClaimAsync(hub);
        await hub.AskForConsentAsync("betyg");

        await hub.Get<FamilyMessageBox>().MarkReadAsync(hub.Mother, Ct);

        Assert.Empty(before);
        Assert.Empty(await ClaimAsync(hub));
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_not_confirmed()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Get<ManageEmailLink>().GiveAsync("anna@example.se", "sv", new Caller.Family(hub.Mother), Ct);

        await hub.AskForConsentAsync();

        Assert.Empty(await ClaimAsync(hub));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_blocked_guardian_is_sent_nothing_about_the_child_and_the_other_guardian_is(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        await TurnOnAsync(hub, new Caller.Family(hub.Father), "erik@example.se");
        await hub.AskForConsentAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "26:2", "SOC 2026/7", hub.Today, Actor.Hub, Ct);

        Assert.Equal([hub.Mother.Value], (await ClaimAsync(hub)).Select(link => link.Link.Value));
        hub.Clock.Advance(TimeSpan.FromDays(2));
        Assert.DoesNotContain(await ClaimAsync(hub), link => link.Link.Value == hub.Father.Value);
    }

    [Theory]
    [InlineData(SecurityMarking.Sekretessmarkering, true)]
    [InlineData(SecurityMarking.SkyddadFolkbokforing, true)]
    [InlineData(SecurityMarking.Unknown, false)]
    public async Task A_person_whose_identity_becomes_protected_is_sent_nothing_and_the_address_is_deleted_when_the_register_says_so(
        SecurityMarking marking, bool forgotten)
    {
        await using var hub = await TestHub.StartAsync();
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        await hub.AskForConsentAsync();
        await using var db = hub.Db();
        (await db.People.SingleAsync(p => p.Id == hub.Mother, Ct)).Refresh("Anna", "Andersson", marking, hub.Clock.GetUtcNow());
        await db.SaveChangesAsync(Ct);

        Assert.Empty(await ClaimAsync(hub));
        Assert.Equal(forgotten, (await db.EmailLinks.AsNoTracking().SingleAsync(Ct)).SealedAddress is null);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_link_is_sent_by_one_node_at_a_time_and_by_another_when_the_first_has_died(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await TurnOnAsync(hub, new Caller.Family(hub.Mother));
        await hub.AskForConsentAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAsync(hub))));
        hub.Clock.Advance(EmailOutbox.Lease);

        Assert.Single(claims.SelectMany(claim => claim));
        Assert.Single(await ClaimAsync(hub));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_failed_link_is_tried_again_at_growing_intervals_and_after_the_third_the_person_is_informed(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var mother = new Caller.Family(hub.Mother);
        await TurnOnAsync(hub, mother);
        await hub.AskForConsentAsync();

        var waited = new List<TimeSpan>();
        var told = new List<bool>();
        for (var i = 0; i < 11; i++)
        {
            await hub.Get<EmailOutbox>().NotSentAsync(Assert.Single(await ClaimAsync(hub)), Ct);
            await using var db = hub.Db();
            waited.Add((await db.EmailLinks.SingleAsync(Ct)).NextFrom - hub.Clock.GetUtcNow());
            told.Add(Assert.IsType<EmailLinkState.On>(await hub.Get<ManageEmailLink>().ReadAsync(mother, Ct)).Fails);
            Assert.Empty(await ClaimAsync(hub));
            hub.Clock.Advance(waited[^1]);
        }

        await hub.Get<EmailOutbox>().SentAsync(Assert.Single(await ClaimAsync(hub)), Ct);

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440], waited.Select(wait => (int)wait.TotalMinutes));
        Assert.Equal([false, false, true], told[..3]);
        Assert.False(Assert.IsType<EmailLinkState.On>(await hub.Get<ManageEmailLink>().ReadAsync(mother, Ct)).Fails);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Staff_are_sent_a_link_when_a_family_has_answered_as_long_as_they_see_the_case(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await TurnOnAsync(hub, new Caller.Staff(hub.Familjebehandlare), "sara@example.se");
        await hub.GiveConsentAsync();

        var link = Assert.Single(await ClaimAsync(hub));
        await hub.Get<EmailOutbox>().SentAsync(link, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var again = await ClaimAsync(hub);
        await hub.GiveConsentAsync("betyg");
        await using (var db = hub.Db())
        {
            (await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare, Ct)).Leave(hub.Today);
            await db.SaveChangesAsync(Ct);
        }

        Assert.Equal((hub.Familjebehandlare.Value, hub.Familjebehandlare), (link.Link.Value, link.Staff!.Value));
        Assert.Empty(again);
        Assert.Empty(await ClaimAsync(hub));
    }

    private static Task<IReadOnlyList<EmailToSend>> ClaimAsync(TestHub hub) => hub.Get<EmailOutbox>().ClaimAsync(Ct);

    private static async Task TurnOnAsync(TestHub hub, Caller owner, string address = "anna@example.se")
    {
        var links = hub.Get<ManageEmailLink>();
        var sent = Assert.IsType<GiveEmailOutcome.SendCode>(await links.GiveAsync(address, "fi", owner, Ct));
        Assert.IsType<ConfirmEmailOutcome.Confirmed>(await links.ConfirmAsync(sent.Code, owner, Ct));
    }
}
