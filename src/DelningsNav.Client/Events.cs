namespace DelningsNav.Client;

/// <summary>The end of a consent that your branch is a party to.</summary>
/// <remarks>
/// Events can arrive twice and out of order. For each consent, store the highest <see cref="ConsentVersion"/> that you have received and
/// ignore an event whose version is not higher.
/// </remarks>
public sealed record ConsentEvent
{
    /// <summary>The event's number: the index of the log entry that ended the consent.</summary>
    public required long Event { get; init; }

    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>The consent's version after its end.</summary>
    public required int ConsentVersion { get; init; }

    /// <summary>
    /// <c>withdrawn</c>, <c>lapsed</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c> or <c>annulled</c>. Later versions may add more.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The first moment at which the consent was no longer valid.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The consent that replaced this consent, when this consent was superseded; otherwise null.</summary>
    public Guid? Successor { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The holder's branch.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The recipient's branch.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>How long the recipient promised to store the records.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>The records that were released under the consent before it ended.</summary>
    public required IReadOnlyList<ReleasedRecord> Released { get; init; }

    /// <summary>When your branch acknowledged the event, or null when it has not.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }
}

/// <summary>A promise on how long records are stored.</summary>
/// <param name="Code">The promise's code.</param>
/// <param name="Swedish">The promise in Swedish.</param>
/// <param name="English">The promise in English.</param>
public sealed record RetentionPromise(string Code, string Swedish, string English);

/// <summary>One record that was released to the recipient.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The record.</param>
/// <param name="RecordType">The record's type.</param>
/// <param name="At">When the record was released.</param>
/// <param name="Delivered">Whether the record arrived; null when the hub has neither a confirmation nor a failure.</param>
public sealed record ReleasedRecord(Guid Release, Guid Document, string RecordType, DateTimeOffset At, bool? Delivered);

/// <summary>Some of your branch's events.</summary>
/// <param name="Events">The events, in the order of their numbers.</param>
/// <param name="Next">The number to send with the next call, which then returns the events after that number.</param>
/// <param name="HasMore">Whether there are more events already.</param>
public sealed record EventPage(IReadOnlyList<ConsentEvent> Events, long Next, bool HasMore);

/// <summary>A subscription: your branch's events are sent to its address.</summary>
/// <param name="Subscription">The subscription's id.</param>
/// <param name="Address">The address.</param>
/// <param name="CreatedAt">When the subscription was made.</param>
public sealed record EventSubscription(Guid Subscription, string Address, DateTimeOffset CreatedAt);
