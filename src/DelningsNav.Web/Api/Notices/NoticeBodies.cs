using DelningsNav.Hub.Notices;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Notices;

/// <summary>
/// A notice that a consent has ended. It is the same JSON whether the party reads it or it is sent to the party's address.
/// </summary>
internal sealed record EventBody
{
    /// <summary>
    /// The event's number, which is the number of the log entry that ended the consent. The same event has the same number each time it is
    /// sent.
    /// </summary>
    public required long Event { get; init; }

    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// The consent's version after its end. If there are two events for one consent, the event with the higher version is current.
    /// </summary>
    public required int ConsentVersion { get; init; }

    /// <summary>
    /// <c>withdrawn</c>, <c>lapsed</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c> or <c>annulled</c>. The kind never reveals why the
    /// consent lapsed or who withdrew it.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The first moment at which the consent was not valid.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The consent that superseded this consent, if there is such a consent.</summary>
    public Guid? Successor { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The holder: the branch that could show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The recipient: the branch that could receive the records.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>What the recipient promised about how long it stores the records it received.</summary>
    public required PromiseBody RetentionPromise { get; init; }

    /// <summary>
    /// What was released under the consent before it ended. These releases remain lawful, and the promise applies to the released records.
    /// </summary>
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
        RetentionPromise = new PromiseBody(view.Promise.Code.Code, view.Promise.Swedish, view.Promise.English),
        Released = [.. view.Released.Select(r => new ReleasedBody(r.Release.Value, r.Record.Value, r.RecordType.Code, r.At, r.Delivered))],
        AcknowledgedAt = view.Notice.AcknowledgedAt,
    };
}

/// <summary>A promise about how long received records are stored.</summary>
/// <param name="Code">The code of the promise.</param>
/// <param name="Swedish">The promise as families read it in Swedish.</param>
/// <param name="English">The promise in English.</param>
internal sealed record PromiseBody(string Code, string Swedish, string English);

/// <summary>One record that was opened for the recipient.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The record.</param>
/// <param name="RecordType">The type of the record.</param>
/// <param name="At">When the record was released.</param>
/// <param name="Delivered">Whether the record was delivered. It is left out when that is not known.</param>
internal sealed record ReleasedBody(Guid Release, Guid Document, string RecordType, DateTimeOffset At, bool? Delivered);

/// <summary>A page of a branch's events.</summary>
/// <param name="Events">The events, in the order of their numbers.</param>
/// <param name="Next">The value to send as <c>after</c> next time, whether there are more events now or not.</param>
/// <param name="HasMore">Whether there are more events now.</param>
internal sealed record EventPage(IReadOnlyList<EventBody> Events, long Next, bool HasMore);

/// <summary>Acknowledges an event for the branch.</summary>
internal sealed record AcknowledgementToMake
{
    /// <summary>The member of staff of your branch who has read the event, if a person has read it.</summary>
    public Guid? Staff { get; init; }
}

/// <summary>The branch has acknowledged the event.</summary>
/// <param name="AcknowledgedAt">When the event was acknowledged. If it is acknowledged again, this is still the time of the first
/// acknowledgement.</param>
internal sealed record EventAcknowledged(DateTimeOffset AcknowledgedAt);

/// <summary>The address to which events are sent.</summary>
internal sealed record SubscriptionToMake
{
    /// <summary>An https address on a host that the operators of the hub have named.</summary>
    [Words(Hub.Notices.Subscription.LongestAddress)]
    public required string Address { get; init; }
}

/// <summary>An address to which events are sent.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Address">The address.</param>
/// <param name="CreatedAt">When the subscription was made.</param>
internal sealed record SubscriptionBody(Guid Subscription, string Address, DateTimeOffset CreatedAt)
{
    /// <summary>The wire form of a subscription.</summary>
    public static SubscriptionBody Of(Subscription subscription) =>
        new(subscription.Id.Value, subscription.Address, subscription.CreatedAt);
}

/// <summary>A system's open subscriptions.</summary>
/// <param name="Subscriptions">The subscriptions, oldest first.</param>
internal sealed record SubscriptionList(IReadOnlyList<SubscriptionBody> Subscriptions);

/// <summary>The keys that the hub signs its own calls with (RFC 7517).</summary>
/// <param name="Keys">The keys.</param>
internal sealed record KeySet(IReadOnlyList<KeyBody> Keys);

/// <summary>A public key on curve P-256 (RFC 7518 section 6.2).</summary>
/// <param name="Kty">The kind of key, <c>EC</c>.</param>
/// <param name="Crv">The curve, <c>P-256</c>.</param>
/// <param name="X">The first coordinate.</param>
/// <param name="Y">The second coordinate.</param>
/// <param name="Kid">The key's thumbprint (RFC 7638), which a signature names as <c>keyid</c>.</param>
internal sealed record KeyBody(string Kty, string Crv, string X, string Y, string Kid);
