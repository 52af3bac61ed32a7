namespace DelningsNav.Client;

/// <summary>The end of a consent that your branch is a party to.</summary>
/// <remarks>
/// Events can arrive twice and out of order. Store the highest <see cref="ConsentVersion"/> of each consent and ignore the rest.
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
    /// <c>withdrawn</c>, <c>lapsed</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c> or <c>annulled</c>; more may be added.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The first moment at which the consent was no longer valid.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The consent that replaced it, when it was superseded.</summary>
    public Guid? Successor { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The holder's branch.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The recipient's branch.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>How long the recipient promised to store the records.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>What was released on the consent before it ended.</summary>
    public required IReadOnlyList<ReleasedRecord> Released { get; init; }

    /// <summary>When your branch acknowledged the event, if it has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }
}

/// <summary>A promise on how long records are stored.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Swedish">In Swedish.</param>
/// <param name="English">In English.</param>
public sealed record RetentionPromise(string Code, string Swedish, string English);

/// <summary>One record that was opened for the recipient.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The record.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="At">When it was released.</param>
/// <param name="Delivered">Whether it arrived; null when nothing confirms or denies it.</param>
public sealed record ReleasedRecord(Guid Release, Guid Document, string RecordType, DateTimeOffset At, bool? Delivered);

/// <summary>Some of your branch's events.</summary>
/// <param name="Events">The events, in the order of their numbers.</param>
/// <param name="Next">The number to read after next time.</param>
/// <param name="HasMore">Whether there is more now.</param>
public sealed record EventPage(IReadOnlyList<ConsentEvent> Events, long Next, bool HasMore);

/// <summary>Where events are sent.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Address">The address.</param>
/// <param name="CreatedAt">When the subscription was made.</param>
public sealed record EventSubscription(Guid Subscription, string Address, DateTimeOffset CreatedAt);
