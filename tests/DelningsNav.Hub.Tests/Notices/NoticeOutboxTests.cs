using System.Net;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Tests.Notices;

/// <summary>Which node sends which notice when: at least once each, by one node at a time, and never to a forbidden address.</summary>
public sealed class NoticeOutboxTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Of_several_nodes_at_once_exactly_one_gets_each_notice(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SubscriberAsync(hub.Social);
        await hub.SubscriberAsync(hub.School);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        var claimed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => hub.Get<NoticeOutbox>().ClaimAsync(Ct))));

        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(4, all.Count);
        Assert.Equal(4, all.Select(c => (c.View.Notice.LogIndex, c.View.Notice.Party)).Distinct().Count());
        Assert.All(all, c => Assert.Equal(1, c.Attempt));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_notice_claimed_and_never_marked_is_claimed_by_another_node_when_the_lease_ends_and_not_before(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SubscriberAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var outbox = hub.Get<NoticeOutbox>();
        var lost = Assert.Single(await outbox.ClaimAsync(Ct));
        hub.Clock.Advance(NoticeOutbox.Lease - TimeSpan.FromMilliseconds(1));

        var before = await outbox.ClaimAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var again = Assert.Single(await outbox.ClaimAsync(Ct));
        await outbox.MarkAsync(again, SendOutcome.Delivered, 204, Ct);
        await outbox.MarkAsync(lost, SendOutcome.TimedOut, null, Ct);

        Assert.Empty(before);
        Assert.Equal((lost.View.Notice.LogIndex, 2), (again.View.Notice.LogIndex, again.Attempt));
        var sending = Assert.Single(await hub.SendingsAsync());
        Assert.Equal((2, SendOutcome.Delivered, 204, null), (sending.Attempts, sending.LastOutcome, sending.LastStatus, sending.NextFrom));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_failed_notice_is_tried_again_when_it_is_due_and_a_delivered_one_is_not(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SubscriberAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var outbox = hub.Get<NoticeOutbox>();
        await outbox.MarkAsync(Assert.Single(await outbox.ClaimAsync(Ct)), SendOutcome.Answered, 500, Ct);
        var next = (await outbox.NextFromAsync(Ct))!.Value;
        hub.Clock.Advance(next - TimeSpan.FromMilliseconds(1) - hub.Clock.GetUtcNow());

        var before = await outbox.ClaimAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await outbox.MarkAsync(Assert.Single(await outbox.ClaimAsync(Ct)), SendOutcome.Delivered, 200, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Empty(before);
        Assert.Empty(await outbox.ClaimAsync(Ct));
        Assert.Null(await outbox.NextFromAsync(Ct));
        Assert.NotNull(Assert.Single(await hub.SendingsAsync()).DeliveredAt);
    }

    [Fact]
    public void The_wait_doubles_from_half_a_minute_to_an_hour_give_or_take_a_fifth()
    {
        var waits = Enumerable.Range(1, 40).Select(attempt => (
            Shortest: NoticeBackoff.After(attempt, 0).TotalSeconds, Middle: NoticeBackoff.After(attempt, 0.5).TotalSeconds,
            Longest: NoticeBackoff.After(attempt, 1).TotalSeconds)).ToList();

        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600], waits.Take(9).Select(w => Math.Round(w.Middle)));
        Assert.All(
            waits,
            w => Assert.Equal((Math.Round(w.Middle * 0.8), Math.Round(w.Middle * 1.2)), (Math.Round(w.Shortest), Math.Round(w.Longest))));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_acknowledged_notice_is_not_sent_again_even_when_an_attempt_fails_after_that(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (system, _) = await hub.SubscriberAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var outbox = hub.Get<NoticeOutbox>();
        var underWay = Assert.Single(await outbox.ClaimAsync(Ct));

        await hub.Get<AcknowledgeNotice>().HandleAsync(underWay.View.Notice.LogIndex, system, Ct);
        await outbox.MarkAsync(underWay, SendOutcome.TimedOut, null, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Empty(await outbox.ClaimAsync(Ct));
        Assert.Null(await outbox.NextFromAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_that_subscribes_late_is_sent_unacknowledged_notices_and_no_acknowledged_ones(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        await hub.Get<AcknowledgeNotice>()
            .HandleAsync((await hub.NoticeToAsync(hub.Social)).LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var waiting = (await hub.NoticeToAsync(hub.Social)).LogIndex;

        await hub.SubscriberAsync(hub.Social);

        Assert.Equal([waiting], (await hub.Get<NoticeOutbox>().ClaimAsync(Ct)).Select(c => c.View.Notice.LogIndex));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_subscription_that_is_ended_is_sent_nothing_more(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (system, subscription) = await hub.SubscriberAsync(hub.Social);
        var stranger = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var keep = hub.Get<ManageSubscriptions>();
        Assert.Single(await hub.Get<NoticeOutbox>().ClaimAsync(Ct));

        var (byStranger, bySystem, again) = (
            await keep.EndAsync(subscription, stranger, Ct), await keep.EndAsync(subscription, system, Ct),
            await keep.EndAsync(subscription, system, Ct));
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((false, true, true), (byStranger, bySystem, again));
        Assert.Empty(await hub.Get<NoticeOutbox>().ClaimAsync(Ct));
        Assert.Empty(await keep.ReadAsync(system, Ct));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.SubscriptionEnded);
    }

    [Fact]
    public async Task A_system_whose_only_key_is_revoked_gets_no_notices_from_then_on()
    {
        await using var hub = await TestHub.StartAsync();
        using var key = SigningKey.Create();
        var id = await hub.Get<MaintainParties>()
            .AddClientAsync(hub.Social, "Ett system", Operations.All, [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(), Ct);
        await hub.Get<ManageSubscriptions>().SubscribeAsync(new Uri("http://127.0.0.1:9/"), new Caller.System(id, null), Ct);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        await hub.Get<MaintainParties>().RevokeKeyAsync(id, key.KeyId, Ct);

        Assert.Empty(await hub.Get<NoticeOutbox>().ClaimAsync(Ct));
    }

    [Fact]
    public async Task The_same_address_again_gives_the_same_subscription_and_one_system_has_a_few_at_most()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        var keep = hub.Get<ManageSubscriptions>();

        var first = Assert.IsType<SubscribeOutcome.Subscribed>(await keep.SubscribeAsync(new Uri("http://127.0.0.1:9/0"), system, Ct));
        var same = Assert.IsType<SubscribeOutcome.Subscribed>(await keep.SubscribeAsync(new Uri("http://127.0.0.1:9/0"), system, Ct));
        for (var i = 1; i < Subscription.MostOfOneSystem; i++)
        {
            Assert.IsType<SubscribeOutcome.Subscribed>(await keep.SubscribeAsync(new Uri($"http://127.0.0.1:9/{i}"), system, Ct));
        }

        Assert.Equal((true, false, first.Subscription.Id), (first.IsNew, same.IsNew, same.Subscription.Id));
        Assert.IsType<SubscribeOutcome.TooMany>(await keep.SubscribeAsync(new Uri("http://127.0.0.1:9/one-more"), system, Ct));
        Assert.IsType<SubscribeOutcome.NotASystem>(
            await keep.SubscribeAsync(new Uri("http://127.0.0.1:9/"), new Caller.Staff(hub.Rektor), Ct));
        var entry = (await LoggedPayload.AllAsync(hub)).First(e => e.Kind == EntryKinds.SubscriptionMade);
        Assert.Equal("http://127.0.0.1:9/0", entry["address"]);
    }

    [Theory]
    [InlineData("https://system.example.se/handelser", true)]
    [InlineData("https://SYSTEM.example.se/", true)]
    [InlineData("https://system.example.se:8443/", false)]
    [InlineData("https://other.example.se:8443/", true)]
    [InlineData("https://other.example.se/", false)]
    [InlineData("http://system.example.se/", false)]
    [InlineData("https://evil.example/", false)]
    [InlineData("https://system.example.se.evil.example/", false)]
    [InlineData("https://system.example.se@evil.example/", false)]
    [InlineData("https://user@system.example.se/", false)]
    [InlineData("https://system.example.se/#part", false)]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    public void A_subscription_may_name_only_the_hosts_that_the_hub_is_configured_with(string address, bool permitted)
    {
        Assert.True(NoticeHosts.TryParse("system.example.se other.example.se:8443", "", out var hosts));

        Assert.Equal(permitted, hosts.Permits(new Uri(address)));
    }

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
    [InlineData("10.20.3.4", true)] // Named.
    [InlineData("::ffff:10.20.3.4", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)] // Where clouds keep their secrets.
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    public void A_host_must_resolve_to_a_public_address_or_to_a_configured_network(string address, bool reached)
    {
        Assert.True(NoticeHosts.TryParse("system.example.se", "10.20.0.0/16", out var hosts));

        Assert.Equal(reached, hosts.MayReach(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_hub_without_configured_hosts_sends_nothing_and_the_demo_only_to_its_own_machine()
    {
        Assert.False(NoticeHosts.None.Permits(new Uri("https://system.example.se/")));
        Assert.False(NoticeHosts.None.Permits(new Uri("http://127.0.0.1/")));
        Assert.False(NoticeHosts.None.MayReach(IPAddress.Loopback));
        Assert.True(NoticeHosts.ThisMachine.Permits(new Uri("http://127.0.0.1:5099/x")));
        Assert.False(NoticeHosts.ThisMachine.Permits(new Uri("http://system.example.se/")));
        Assert.False(NoticeHosts.ThisMachine.Permits(new Uri("https://system.example.se/")));
        Assert.True(NoticeHosts.ThisMachine.MayReach(IPAddress.Loopback));
        Assert.False(NoticeHosts.ThisMachine.MayReach(IPAddress.Parse("10.0.0.1")));
    }

    [Theory]
    [InlineData("system.example.se/path", "")]
    [InlineData("https://system.example.se", "")]
    [InlineData("user@system.example.se", "")]
    [InlineData("system.example.se", "10.20.0.0")]
    public void Invalid_hosts_and_networks_are_not_accepted(string hosts, string networks)
    {
        Assert.False(NoticeHosts.TryParse(hosts, networks, out _));
    }

    [Fact]
    public async Task An_address_that_contains_an_identity_number_is_not_accepted()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await hub.Get<ManageSubscriptions>()
            .SubscribeAsync(new Uri("http://127.0.0.1/191001019809"), await hub.SystemAsync(hub.Social), Ct);

        Assert.IsType<SubscribeOutcome.AddressNotPermitted>(outcome);
    }
}
