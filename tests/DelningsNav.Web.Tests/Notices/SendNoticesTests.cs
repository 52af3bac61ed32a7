using System.Net;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing;
using DelningsNav.Web.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DelningsNav.Web.Tests.Notices;

/// <summary>
/// Events sent to another system over a real network: they are signed, and they arrive even if answers are lost, late or wrong.
/// </summary>
public sealed class SendNoticesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_withdrawal_is_sent_at_once_signed_with_a_key_that_the_hub_publishes()
    {
        await using var app = await TestApp.StartAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        var consent = await app.GiveConsentAsync();

        await WithdrawAsync(app, consent);
        await receiver.ArrivalAsync();

        var (verdict, sent, _) = Assert.Single(receiver.Calls);
        Assert.Equal(app.Hub.CallKey.KeyId, Assert.IsType<RequestVerdict.Valid>(verdict).KeyId);
        Assert.Equal((consent.Value, "withdrawn", app.Social.Value), (sent.Consent, sent.Kind, sent.Recipient));
        var read = Assert.Single((await client.ReadEventsAsync(0, Ct)).Events);
        Assert.Equal(
            (sent.Event, sent.ConsentVersion, sent.EndedAt, sent.RetentionPromise),
            (read.Event, read.ConsentVersion, read.EndedAt, read.RetentionPromise));
    }

    [Fact]
    public async Task An_event_signed_with_another_key_is_detected()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        await app.Get<SendNotices>().RunAsync(Ct);
        var body = receiver.Calls.Single().Body;

        using var stranger = SigningKey.Create();
        using var forged = await SendAsync(receiver, body, stranger, app);

        Assert.IsType<RequestVerdict.KeyUnknown>(receiver.Calls.Last().Verdict);
    }

    [Fact]
    public async Task An_event_that_was_answered_with_an_error_is_sent_again_when_it_is_due_with_the_same_number()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        receiver.Next(500);
        receiver.Next(200);

        var first = await app.Get<SendNotices>().RunAsync(Ct);
        var tooSoon = await app.Get<SendNotices>().RunAsync(Ct);
        var failed = await SendingAsync(app);
        app.Clock.Advance(NoticeBackoff.After(1, 1));
        var second = await app.Get<SendNotices>().RunAsync(Ct);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var never = await app.Get<SendNotices>().RunAsync(Ct);

        Assert.Equal((1, 0, 1, 0), (first, tooSoon, second, never));
        Assert.Single(receiver.Calls.Select(c => c.Event.Event).Distinct());
        Assert.All(receiver.Calls, c => Assert.IsType<RequestVerdict.Valid>(c.Verdict));
        Assert.Equal((SendOutcome.Answered, 500), (failed.LastOutcome, failed.LastStatus));
        Assert.Equal(
            (SendOutcome.Delivered, 200, 2),
            ((await SendingAsync(app)).LastOutcome, (await SendingAsync(app)).LastStatus, (await SendingAsync(app)).Attempts));
    }

    [Fact]
    public async Task An_event_whose_answer_was_lost_comes_again_and_is_the_same_to_the_byte()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        receiver.NextLosesTheAnswer();

        await app.Get<SendNotices>().RunAsync(Ct);
        var lost = await SendingAsync(app);
        app.Clock.Advance(NoticeBackoff.After(1, 1));
        await app.Get<SendNotices>().RunAsync(Ct);

        Assert.Equal((SendOutcome.Unreachable, null), (lost.LastOutcome, lost.LastStatus));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Equal(receiver.Calls.First().Body, receiver.Calls.Last().Body);
        Assert.NotNull((await SendingAsync(app)).DeliveredAt);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_retried_later_and_delays_no_other()
    {
        await using var app = await DrivenByHandAsync();
        await using var slow = await Receiver.StartAsync(app);
        await using var prompt = await Receiver.StartAsync(app);
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);
        await client.SubscribeAsync(slow.Address, Ct);
        await school.SubscribeAsync(prompt.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        slow.NextIsSilent();
        using var over = new CancellationTokenSource();
        using var send = new SendNotices(app.Get<NoticeOutbox>(), app.Hub, app.Clock)
        {
            Patience = () => CancellationTokenSource.CreateLinkedTokenSource(over.Token),
        };

        var round = send.RunAsync(Ct);
        await slow.ArrivalAsync();
        while (await app.AskDatabaseAsync("SELECT COUNT(*) FROM notice_deliveries WHERE delivered_at IS NOT NULL") == 0)
        {
            Ct.ThrowIfCancellationRequested();
        }

        await over.CancelAsync();
        await round;

        await using var db = app.Hub.Database.NewContext();
        var sendings = await db.NoticeDeliveries.AsNoTracking().ToListAsync(Ct);
        Assert.Equal(
            [SendOutcome.TimedOut, SendOutcome.Delivered],
            sendings.OrderBy(s => s.Party == app.Social ? 0 : 1).Select(s => s.LastOutcome!.Value));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_counts_as_a_failure()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        await using var elsewhere = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        receiver.NextRedirects(elsewhere.Address);

        await app.Get<SendNotices>().RunAsync(Ct);

        Assert.Empty(elsewhere.Calls);
        Assert.Equal((SendOutcome.Answered, 307), ((await SendingAsync(app)).LastOutcome, (await SendingAsync(app)).LastStatus));
    }

    [Fact]
    public async Task A_host_whose_name_leads_to_a_forbidden_address_is_never_connected_to()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        Assert.True(NoticeHosts.TryParse("localhost", "10.20.0.0/16", out var hosts));
        using var http = new HttpClient(NoticeNetwork.Within(hosts));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(receiver.Address, new StringContent("{}"), Ct));

        Assert.IsType<AddressRefusedException>(refused.InnerException);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_retried_and_its_event_becomes_overdue_in_the_registratur()
    {
        await using var app = await DrivenByHandAsync();
        var receiver = await Receiver.StartAsync(app);
        var gone = receiver.Address;
        await receiver.DisposeAsync();
        using var client = app.Client();
        await client.SubscribeAsync(gone, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());

        var attempts = 0;
        var until = app.Clock.GetUtcNow() + ConsentNotice.OverdueAfter;
        while (app.Clock.GetUtcNow() < until)
        {
            attempts += await app.Get<SendNotices>().RunAsync(Ct);
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        var page = (await app.Get<WaitingNotices>().ReadAsync(1, new Caller.Staff(app.Registrator), Ct))!;
        var waiting = Assert.Single(page.Notices);
        Assert.InRange(attempts, 50, 150);
        Assert.Equal(
            (1, true, attempts, SendOutcome.Unreachable), (page.Overdue, waiting.IsOverdue, waiting.Attempts, waiting.LastOutcome));
    }

    [Fact]
    public async Task That_an_event_has_arrived_does_not_acknowledge_it_and_a_signed_call_does()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());
        await app.Get<SendNotices>().RunAsync(Ct);
        var number = receiver.Calls.Single().Event.Event;

        var arrived = Assert.Single((await client.ReadEventsAsync(0, Ct)).Events).AcknowledgedAt;
        var first = await client.AcknowledgeEventAsync(number, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await client.AcknowledgeEventAsync(number, Ct, app.Familjebehandlare.Value);

        Assert.Null(arrived);
        Assert.Equal(first, again);
        Assert.Equal(first, Assert.Single((await client.ReadEventsAsync(0, Ct)).Events).AcknowledgedAt);
        Assert.Equal(1, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE kind = '{EntryKinds.NoticeAcknowledged}'"));
    }

    [Fact]
    public async Task A_node_that_died_after_sending_sends_again_and_a_receiver_that_follows_versions_is_not_harmed()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await WithdrawAsync(app, await app.GiveConsentAsync());

        // The first node claims and sends, and dies before it can mark.
        var claimed = Assert.Single(await app.Get<NoticeOutbox>().ClaimAsync(Ct));
        using var died = await SendAsync(
            receiver,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                Web.Api.Notices.EventBody.Of(claimed.View), Web.Api.Wire.WireJson.Strict.EventBody),
            app.Hub.CallKey, app);
        app.Clock.Advance(NoticeOutbox.Lease);
        await app.Get<SendNotices>().RunAsync(Ct);

        var book = new EventBook();
        Assert.Equal([true, false], receiver.Calls.Select(c => book.Take(c.Event)));
    }

    [Fact]
    public async Task A_receiver_that_follows_versions_ends_in_the_same_state_whatever_comes_twice_and_in_any_order()
    {
        await using var app = await DrivenByHandAsync();
        using var client = app.Client();
        var withdrawn = await app.GiveConsentAsync();
        await WithdrawAsync(app, withdrawn);
        var expired = await app.GiveConsentAsync();
        app.Clock.Advance(TimeSpan.FromDays(181));
        await app.Get<TellExpiredConsents>().RunAsync(Ct);

        // An expired consent can still be withdrawn; then there are two events for one consent.
        await app.Get<WithdrawConsent>().HandleAsync(expired, new Caller.System(app.SocialSystem, app.Familjebehandlare), Ct);
        var events = (await client.ReadEventsAsync(0, Ct)).Events;
        var books = Orders([.. events, .. events]).Select(order =>
        {
            var book = new EventBook();
            order.ForEach(one => book.Take(one));
            return book.ToString();
        });

        Assert.Equal(3, events.Count);
        Assert.Equal(
            $"{withdrawn} withdrawn, {expired} withdrawn".Split(", ").Order(StringComparer.Ordinal),
            Assert.Single(books.Distinct()).Split(", "));
    }

    [Fact]
    public async Task A_node_that_starts_notifies_of_consents_that_have_expired_and_sends_pending_notices()
    {
        await using var app = await DrivenByHandAsync();
        await using var receiver = await Receiver.StartAsync(app);
        using var client = app.Client();
        await client.SubscribeAsync(receiver.Address, Ct);
        await app.GiveConsentAsync();
        app.Clock.Advance(TimeSpan.FromDays(181));
        using var sending = ActivatorUtilities.CreateInstance<NoticeSending>(app.Services);
        using var minutes = ActivatorUtilities.CreateInstance<MinuteWork>(app.Services);

        await sending.StartAsync(Ct);
        await minutes.StartAsync(Ct);
        await receiver.ArrivalAsync();
        await minutes.StopAsync(Ct);
        await sending.StopAsync(Ct);

        Assert.Equal("expired", receiver.Calls.Single().Event.Kind);
    }

    [Fact]
    public async Task Events_are_read_in_pages_and_an_unknown_place_or_length_is_a_problem()
    {
        await using var app = await DrivenByHandAsync();
        using var client = app.Client();
        await WithdrawAsync(app, await app.GiveConsentAsync());
        await WithdrawAsync(app, await app.GiveConsentAsync());

        var first = await client.ReadEventsAsync(0, Ct, limit: 1);
        var second = await client.ReadEventsAsync(first.Next, Ct, limit: 1);
        var end = await client.ReadEventsAsync(second.Next, Ct);
        using var before = await app.SendAsync(HttpMethod.Get, "/api/v1/events?after=-1");
        using var long0 = await app.SendAsync(HttpMethod.Get, "/api/v1/events?limit=0");
        using var long101 = await app.SendAsync(HttpMethod.Get, "/api/v1/events?limit=101");
        using var forStaff = await app.SendAsync(HttpMethod.Get, $"/api/v1/events?staff={app.Familjebehandlare}");

        Assert.Equal((true, false, 0, second.Next), (first.HasMore, second.HasMore, end.Events.Count, end.Next));
        Assert.NotEqual(first.Events.Single().Event, second.Events.Single().Event);
        Assert.All([before, long0, long101], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal("invalid-query", await Api.ProblemOf.SlugAsync(forStaff));
    }

    [Fact]
    public async Task Subscriptions_are_made_listed_and_ended_by_the_system_that_made_them_on_permitted_hosts()
    {
        await using var app = await DrivenByHandAsync();
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);
        var address = new Uri("http://127.0.0.1:9/a");
        var made = await client.SubscribeAsync(address, Ct);
        var same = await client.SubscribeAsync(address, Ct);

        var refused = await Api.ProblemOf.ThrownByAsync(() => client.SubscribeAsync(new Uri("https://169.254.169.254/latest"), Ct));
        var others = await Api.ProblemOf.ThrownByAsync(() => school.EndSubscriptionAsync(made.Subscription, Ct));
        var listed = await client.ListSubscriptionsAsync(Ct);
        await client.EndSubscriptionAsync(made.Subscription, Ct);
        await client.EndSubscriptionAsync(made.Subscription, Ct);

        Assert.Equal(made, same);
        Assert.Equal(("address-not-permitted", "no-such-subscription"), (refused.Slug, others.Slug));
        Assert.Equal([made], listed);
        Assert.Empty(await client.ListSubscriptionsAsync(Ct));
        Assert.Empty(await school.ListSubscriptionsAsync(Ct));
    }

    [Fact]
    public async Task A_system_that_is_not_registered_for_events_gets_none()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(await app.AddSystemAsync(Operations.HandleConsents));

        var problem = await Api.ProblemOf.ThrownByAsync(() => client.ReadEventsAsync(0, Ct));

        Assert.Equal("operation-not-permitted", problem.Slug);
    }

    private static IEnumerable<List<T>> Orders<T>(IReadOnlyList<T> items) => items.Count <= 1
        ? [[.. items]]
        : Enumerable.Range(0, items.Count)
        .SelectMany(i => Orders([.. items.Where((_, j) => j != i)]).Select(rest => (List<T>)[items[i], .. rest]));

    /// <summary>The application without its own sending, so that the test decides when to send.</summary>
    private static async Task<TestApp> DrivenByHandAsync()
    {
        var app = await TestApp.StartAsync();
        foreach (var work in app.Services.GetServices<IHostedService>().Where(work => work is NoticeSending or MinuteWork))
        {
            await work.StopAsync(Ct);
        }

        return app;
    }

    private static Task WithdrawAsync(TestApp app, ConsentId consent) =>
        app.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(app.Mother), Ct);

    private static async Task<NoticeDelivery> SendingAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        return await db.NoticeDeliveries.AsNoTracking().SingleAsync(Ct);
    }

    private static async Task<HttpResponseMessage> SendAsync(Receiver receiver, byte[] body, SigningKey key, TestApp app) =>
        await TestApp.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, receiver.Address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        },
        new SigningHandler(key, app.Clock));

    /// <summary>A receiver that follows the guide: for each consent it stores what the highest version says.</summary>
    private sealed class EventBook
    {
        private readonly Dictionary<Guid, Client.ConsentEvent> _known = [];

        public bool Take(Client.ConsentEvent one)
        {
            if (_known.TryGetValue(one.Consent, out var before) && before.ConsentVersion >= one.ConsentVersion)
            {
                return false;
            }

            _known[one.Consent] = one;
            return true;
        }

        public override string ToString() =>
            string.Join(", ", _known.Values.Select(e => $"{e.Consent} {e.Kind}").Order(StringComparer.Ordinal));
    }
}
