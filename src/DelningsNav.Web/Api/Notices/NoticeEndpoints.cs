using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Notices;

/// <summary>
/// Calls of systems to <see cref="ReadNotices"/>, <see cref="AcknowledgeNotice"/> and <see cref="ManageSubscriptions"/>.
/// </summary>
internal static class NoticeEndpoints
{
    private const string SubscriptionExample =
        """
        { "subscription": "0199d2a5-11aa-7e31-8a11-6b1c0c7be011", "address": "https://system.example.se/delningsnav",
          "createdAt": "2026-03-02T09:15:00Z" }
        """;

    private const string EventsExample = """
        { "events": [ { "event": 431, "consent": "0199d2a2-11aa-7e31-8a11-6b1c0c7be003", "consentVersion": 4, "kind": "withdrawn",
          "endedAt": "2026-04-01T12:00:00Z",
          "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005",
          "recipient": "0199d29f-2222-7e31-8a11-6b1c0c7be006",
          "retentionPromise": { "code": "case-end", "swedish": "…", "english": "…" },
          "released": [ { "release": "0199d2a4-11aa-7e31-8a11-6b1c0c7be010", "document": "0199d2a1-0c1f-7d20-8a11-6b1c0c7be002",
          "recordType": "franvaro",
            "at": "2026-03-02T09:15:04Z", "delivered": true } ] } ], "next": 431, "hasMore": false }
        """;

    /// <summary>Maps the endpoints.</summary>
    public static void MapNotices(this RouteGroupBuilder api)
    {
        MapEvents(api);
        MapSubscriptions(api);
        api.MapGet("/keys", (HubStart hub) => WireAnswer.Ok(
                new KeySet([.. hub.CallKeys.Select(key => JsonSerializer.Deserialize(key.ToJwk(), WireJson.Strict.KeyBody)!)]),
                WireJson.Strict.KeySet))
            .AllowAnonymous()
            .WithName("ReadKeys")
            .WithTags("Events")
            .WithSummary("Returns the public keys with which the hub signs its own calls, as a JSON Web Key Set (RFC 7517).")
            .WithDescription(
                "Find the key by the `keyid` of the signature. A new key is here before it signs, and a key that has ended no longer is: "
                + "ask again at an unknown `keyid`, and at least once a day. `/log/keys` says, signed, which key was valid when.")
            .Gives<KeySet>(StatusCodes.Status200OK, """{ "keys": [ { "kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "…" } ] }""");
    }

    private static void MapEvents(RouteGroupBuilder api)
    {
        api.MapGet("/events", ReadAsync)
            .ForSystems(Operations.ReceiveEvents)
            .ByItself()
            .WithName("ReadEvents")
            .WithTags("Events")
            .WithSummary("Lists the ended consents that your branch is a party to, in the order of the log.")
            .WithDescription(
                "Send the `next` of the last page as `after`: each event is then returned once, and none is skipped. `limit` is 1 to "
                + "100. Only consents that were active produce events, however they ended. Each event that is read is logged. From its "
                + "end on nothing is released under a consent, whether its event has been read or not.")
            .Gives<EventPage>(StatusCodes.Status200OK, EventsExample)
            .Fails(Problems.NoSuchEvent, Problems.BadRequest);

        api.MapPost("/events/{id:long}/acknowledgements", AcknowledgeAsync)
            .ForSystems(Operations.ReceiveEvents)
            .ByItself()
            .WithName("AcknowledgeEvent")
            .WithTags("Events")
            .WithSummary("Acknowledges that a consent has ended: your branch knows, and handles what it received as it promised.")
            .WithDescription(
                "Until the branch has acknowledged the event, it is pending; after 72 hours it is shown as overdue to the registrators "
                + "of both parties. Acknowledging again returns the time of the first acknowledgement.")
            .Takes<AcknowledgementToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007" }""")
            .Gives<EventAcknowledged>(StatusCodes.Status200OK, """{ "acknowledgedAt": "2026-04-01T12:00:03Z" }""")
            .Fails(Problems.NoSuchEvent)
            .Idempotent();
    }

    private static void MapSubscriptions(RouteGroupBuilder api)
    {
        api.MapPost("/subscriptions", SubscribeAsync)
            .ForSystems(Operations.ReceiveEvents)
            .ByItself()
            .WithName("Subscribe")
            .WithTags("Events")
            .WithSummary("Sends the events of your branch to an address of yours as they occur.")
            .WithDescription(
                "The hub POSTs each event in the form of `GET /events`, signed in the profile of your own calls with a key of `GET "
                + "/keys`. A status of 2xx means that you have received the event. It does not acknowledge it, because an answer is not "
                + "signed: acknowledge it in a call of your own. After any other result the hub tries again, first after half a minute "
                + "and finally once an hour, until the event is acknowledged. The same event may come twice, and a later event before "
                + "an earlier one: go by `event` and `consentVersion`. Events that are pending when you subscribe are sent too.")
            .Takes<SubscriptionToMake>("""{ "address": "https://system.example.se/delningsnav" }""")
            .Gives<SubscriptionBody>(StatusCodes.Status201Created, SubscriptionExample)
            .Gives<SubscriptionBody>(StatusCodes.Status200OK, SubscriptionExample)
            .Fails(Problems.AddressNotPermitted, Problems.TooManySubscriptions)
            .Idempotent();

        api.MapGet("/subscriptions", ListAsync)
            .ForSystems(Operations.ReceiveEvents)
            .ByItself()
            .WithName("ListSubscriptions")
            .WithTags("Events")
            .WithSummary("Lists the addresses to which your system's events are sent.")
            .Gives<SubscriptionList>(StatusCodes.Status200OK, $$"""{ "subscriptions": [ {{SubscriptionExample}} ] }""");

        api.MapDelete("/subscriptions/{id:guid}", EndAsync)
            .ForSystems(Operations.ReceiveEvents)
            .ByItself()
            .WithName("EndSubscription")
            .WithTags("Events")
            .WithSummary("Ends a subscription of your system. Ending it again gives the same answer.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(Problems.NoSuchSubscription);
    }

    private static async Task<IResult> ReadAsync(
        SignedCall call, ReadNotices read, CancellationToken ct, long after = 0, int limit = 20)
    {
        if (after < 0 || limit is < 1 or > ReadNotices.LongestPage)
        {
            return Problems.BadRequest.Say($"`after` is the number of an event and `limit` must be 1 to {ReadNotices.LongestPage}");
        }

        return await read.ReadAsync(after, limit, call.ByItself(), ct) is { } page
            ? WireAnswer.Ok(
                new EventPage(
                    [.. page.Notices.Select(EventBody.Of)], page.Notices.Count > 0 ? page.Notices[^1].Notice.LogIndex : after,
                    page.HasMore),
                WireJson.Strict.EventPage)
            : Problems.NoSuchEvent.Say();
    }

    private static async Task<IResult> AcknowledgeAsync(long id, SignedCall call, AcknowledgeNotice acknowledge, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.AcknowledgementToMake, out var asked, out var problem)
            ? problem
            : Answer(await acknowledge.HandleAsync(id, call.Once<AcknowledgeOutcome>(asked.Staff, Answer), ct));

    private static IResult Answer(AcknowledgeOutcome outcome) => outcome switch
    {
        AcknowledgeOutcome.Acknowledged done => WireAnswer.Ok(new EventAcknowledged(done.At), WireJson.Strict.EventAcknowledged),
        AcknowledgeOutcome.NoSuchNotice => Problems.NoSuchEvent.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> SubscribeAsync(SignedCall call, ManageSubscriptions keep, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.SubscriptionToMake, out var asked, out var problem))
        {
            return problem;
        }

        if (!Uri.TryCreate(asked.Address, UriKind.Absolute, out var address))
        {
            return Problems.AddressNotPermitted.Say();
        }

        return Answer(await keep.SubscribeAsync(address, call.Once<SubscribeOutcome>(null, Answer), ct));
    }

    private static IResult Answer(SubscribeOutcome outcome) => outcome switch
    {
        SubscribeOutcome.Subscribed { IsNew: true, Subscription: var made } =>
            WireAnswer.Created(SubscriptionBody.Of(made), WireJson.Strict.SubscriptionBody),
        SubscribeOutcome.Subscribed { Subscription: var known } =>
            WireAnswer.Ok(SubscriptionBody.Of(known), WireJson.Strict.SubscriptionBody),
        SubscribeOutcome.AddressNotPermitted or SubscribeOutcome.NotASystem => Problems.AddressNotPermitted.Say(),
        SubscribeOutcome.TooMany => Problems.TooManySubscriptions.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> ListAsync(SignedCall call, ManageSubscriptions keep, CancellationToken ct) =>
        WireAnswer.Ok(
            new SubscriptionList([.. (await keep.ReadAsync(call.ByItself(), ct)).Select(SubscriptionBody.Of)]),
            WireJson.Strict.SubscriptionList);

    private static async Task<IResult> EndAsync(Guid id, SignedCall call, ManageSubscriptions keep, CancellationToken ct) =>
        await keep.EndAsync(new SubscriptionId(id), call.ByItself(), ct) ? TypedResults.NoContent() : Problems.NoSuchSubscription.Say();
}
