using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage;

/// <summary>One entry of the log as it is stored. Only <see cref="Log.LogWriter"/> writes it.</summary>
internal sealed class LogRow
{
    public long Index { get; init; }

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    public string Verdict { get; init; } = "";

    public string PolicySet { get; init; } = "";

    public byte[] Leaf { get; init; } = [];

    public byte[] LeafHash { get; init; } = [];

    public byte[]? Payload { get; init; }

    public Guid? PayloadKey { get; init; }

    public byte[]? ChildToken { get; init; }

    public byte[]? ActorToken { get; init; }

    public byte[]? CaseToken { get; init; }

    public AuthorityId? ActorAuthority { get; init; }

    public AuthorityId? HolderAuthority { get; init; }
}

/// <summary>The number of log entries of one subject, sealed with the subject's key. Only <see cref="Log.SearchKey"/> opens it.</summary>
internal sealed class LogCount
{
    public Guid Subject { get; init; }

    public byte[] SealedCount { get; init; } = [];
}

/// <summary>The answer that a call with this idempotency key got. A repeated call gets the same answer.</summary>
internal sealed class IdempotentAnswer
{
    public ClientId Client { get; init; }

    public string KeyDigest { get; init; } = "";

    public string RequestDigest { get; init; } = "";

    public int Status { get; init; }

    public byte[] SealedBody { get; init; } = [];

    public string Location { get; init; } = "";

    public DateTimeOffset AnsweredAt { get; init; }
}

/// <summary>How often a system has done a thing on a day.</summary>
internal sealed class ClientDayCount
{
    public ClientId Client { get; init; }

    public DateOnly Day { get; init; }

    public string What { get; init; } = "";

    public long Number { get; init; }
}
