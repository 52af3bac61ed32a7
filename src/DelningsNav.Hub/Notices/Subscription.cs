using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Notices;

/// <summary>An address to which the notices of a system's branch are sent.</summary>
public sealed class Subscription
{
    private Subscription() { }

    /// <summary>The greatest number of characters in an address.</summary>
    public const int LongestAddress = 500;

    /// <summary>The greatest number of open subscriptions of one system. Every notice is sent once to each open subscription.</summary>
    public const int MostOfOneSystem = 5;

    /// <summary>The subscription's id.</summary>
    public SubscriptionId Id { get; private init; }

    /// <summary>The system.</summary>
    public ClientId Client { get; private init; }

    /// <summary>The address to which notices are sent.</summary>
    public string Address { get; private init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The first moment at which no further notice is sent, or null while notices are sent.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    internal static Subscription Make(SubscriptionId id, ClientId client, Uri address, DateTimeOffset now) =>
        new() { Id = id, Client = client, Address = address.AbsoluteUri, CreatedAt = now };

    internal void End(DateTimeOffset now) => EndedAt ??= now;
}

/// <summary>How the last attempt to send a notice ended.</summary>
public enum SendOutcome
{
    /// <summary>The address answered with a success, which means that it has received the notice.</summary>
    Delivered,

    /// <summary>The address answered, but not with a success.</summary>
    Answered,

    /// <summary>The address did not answer in time.</summary>
    TimedOut,

    /// <summary>The address could not be reached.</summary>
    Unreachable,

    /// <summary>The hub may not call the IP address to which the host's name resolves.</summary>
    AddressRefused,
}

/// <summary>The state of sending one notice to one address. A delivered notice is not necessarily acknowledged by the party.</summary>
public sealed class NoticeDelivery
{
    private NoticeDelivery() { }

    /// <summary>The notice's number.</summary>
    public long LogIndex { get; private init; }

    /// <summary>The notified branch.</summary>
    public BranchId Party { get; private init; }

    /// <summary>The subscription.</summary>
    public SubscriptionId Subscription { get; private init; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; private init; }

    /// <summary>
    /// When the notice may be sent next. It is null when no further attempt is needed. While a node sends the notice, this is the time from
    /// which another node may send it.
    /// </summary>
    public DateTimeOffset? NextFrom { get; private init; }

    /// <summary>When it was last sent, or null.</summary>
    public DateTimeOffset? LastAt { get; private init; }

    /// <summary>How the last attempt ended. It is null while this is unknown.</summary>
    public SendOutcome? LastOutcome { get; private init; }

    /// <summary>The status of the answer, or null.</summary>
    public int? LastStatus { get; private init; }

    /// <summary>When the address received it, or null.</summary>
    public DateTimeOffset? DeliveredAt { get; private init; }
}
