using DelningsNav.Hub.Notices;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Notices;

/// <summary>That a consent is over, as its party is told: read, or sent to the party's own address. The same JSON both ways.</summary>
internal sealed record EventBody
{
    /// <summary>
    /// The event's number, which is that of the log entry that ended the consent. The same event has the same
    /// number however often it comes.
    /// </summary>
    public required long Event { get; init; }

    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// The consent's version after its end. Of two events of one consent, the one with the higher version says how things are.
    /// </summary>
    public required int ConsentVersion { get; init; }

    /// <summary>
    /// <c>withdrawn</c>, <c>lapsed</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c> or <c>annulled</c>; never why
    /// it lapsed, nor who withdrew it.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The first moment at which the consent did not hold.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The consent that holds in its place, when it was superseded.</summary>
    public Guid? Successor { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that might show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The branch that might see them.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>What the recipient promised about how long it keeps what it got.</summary>
    public required PromiseBody RetentionPromise { get; init; }

    /// <summary>What was released on the consent before it ended. It stays lawful, and the promise holds for it.</summary>
    public required IReadOnlyList<ReleasedBody> Released { get; init; }

    /// <summary>When your branch acknowledged the event, if it has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The wire form of a notice.</summary>
    public static EventBody Of(NoticeView view) => new()
    {
        Event = view.Notice.LogIndex,
        Consent = view.Notice.Consent.Value,
        ConsentVersion = view.Notice.ConsentVersion,
        Kind = WireNames.Of(view.Notice.Kind),
        EndedAt = view.Notice.EndedAt,
        Successor = view.Notice.Successor?.Value,
        Case = view.Case.Value,
        Discloser = view.Discloser.Value,
        Recipient = view.Recipient.Value,
        RetentionPromise = new PromiseBody(view.Promise.Code, view.Promise.Swedish, view.Promise.English),
        Released = [.. view.Released.Select(r => new ReleasedBody(r.Release.Value, r.Record.Value, r.RecordType, r.At, r.Delivered))],
        AcknowledgedAt = view.Notice.AcknowledgedAt,
    };
}

/// <summary>A promise about keeping.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Swedish">As families read it in Swedish.</param>
/// <param name="English">And in English.</param>
internal sealed record PromiseBody(string Code, string Swedish, string English);

/// <summary>One record that was opened for the recipient.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The record.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="At">When it was released.</param>
/// <param name="Delivered">Whether it arrived; left out when nothing confirms or denies it.</param>
internal sealed record ReleasedBody(Guid Release, Guid Document, string RecordType, DateTimeOffset At, bool? Delivered);

/// <summary>Some of a branch's events.</summary>
/// <param name="Events">The events, in the order of their numbers.</param>
/// <param name="Next">What to send as <c>after</c> next time, whether there is more now or not.</param>
/// <param name="HasMore">Whether there is more now.</param>
internal sealed record EventPage(IReadOnlyList<EventBody> Events, long Next, bool HasMore);

/// <summary>Says that the branch knows.</summary>
internal sealed record AcknowledgementToMake
{
    /// <summary>The member of staff of your branch who has seen it, if a person has.</summary>
    public Guid? Staff { get; init; }
}

/// <summary>The branch knows.</summary>
/// <param name="AcknowledgedAt">When it was acknowledged first.</param>
internal sealed record EventAcknowledged(DateTimeOffset AcknowledgedAt);

/// <summary>Where events are to be sent.</summary>
internal sealed record SubscriptionToMake
{
    /// <summary>An https address on a host that those who run the hub have named.</summary>
    [Words(Hub.Notices.Subscription.LongestAddress)]
    public required string Address { get; init; }
}

/// <summary>Where events are sent.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Address">The address.</param>
/// <param name="CreatedAt">Since when.</param>
internal sealed record SubscriptionBody(Guid Subscription, string Address, DateTimeOffset CreatedAt)
{
    /// <summary>The wire form of a subscription.</summary>
    public static SubscriptionBody Of(Subscription subscription) =>
        new(subscription.Id.Value, subscription.Address, subscription.CreatedAt);
}

/// <summary>A system's open subscriptions.</summary>
/// <param name="Subscriptions">The subscriptions, the first made first.</param>
internal sealed record SubscriptionList(IReadOnlyList<SubscriptionBody> Subscriptions);

/// <summary>The keys that the hub signs its own calls with (RFC 7517).</summary>
/// <param name="Keys">The keys.</param>
internal sealed record KeySet(IReadOnlyList<KeyBody> Keys);

/// <summary>A public key on curve P-256 (RFC 7518 section 6.2).</summary>
/// <param name="Kty">The kind of key, <c>EC</c>.</param>
/// <param name="Crv">The curve, <c>P-256</c>.</param>
/// <param name="X">The first coordinate.</param>
/// <param name="Y">The second.</param>
/// <param name="Kid">The key's thumbprint (RFC 7638), which a signature names as <c>keyid</c>.</param>
internal sealed record KeyBody(string Kty, string Crv, string X, string Y, string Kid);
