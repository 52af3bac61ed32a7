namespace DelningsNav.Client;

/// <summary>A request for records to another party.</summary>
public sealed record InformationToRequest
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required Guid Holder { get; init; }

    /// <summary>The types, codes of the catalogue.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose: <c>sst</c> or <c>sst-plus</c>, the kind of the case.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed; at most 1,000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The ground you claim, a policy's name, or null.</summary>
    public string? ClaimedGround { get; init; }
}

/// <summary>A registered request.</summary>
/// <param name="Request">Its id.</param>
/// <param name="LogIndex">The index of its log entry.</param>
public sealed record InformationRequested(Guid Request, long LogIndex);

/// <summary>A request and the last decision about each type.</summary>
public sealed record RequestStatus
{
    /// <summary>The request.</summary>
    public required Guid Request { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required Guid Holder { get; init; }

    /// <summary>The first day asked for.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed.</summary>
    public required string Reason { get; init; }

    /// <summary>The ground claimed, or null.</summary>
    public string? ClaimedGround { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The last decision of each type, in the order asked.</summary>
    public required IReadOnlyList<TypeStatus> Answers { get; init; }
}

/// <summary>The last decision about one type.</summary>
/// <param name="RecordType">The type.</param>
/// <param name="Outcome"><c>undecided</c>, <c>released</c>, <c>refused</c>, <c>referred</c> or <c>nothing-held</c>.</param>
/// <param name="Law">The paragraph, where it may be named.</param>
/// <param name="Missing">Codes of what is missing, when refused or referred.</param>
/// <param name="DecidedAt">When, or null.</param>
/// <param name="LogIndex">The log entry, or null.</param>
/// <param name="Documents">What was released.</param>
/// <param name="Opens">What would open it, when refused or referred; otherwise null.</param>
public sealed record TypeStatus(
    string RecordType, string Outcome, string? Law, IReadOnlyList<string> Missing, DateTimeOffset? DecidedAt, long? LogIndex,
    IReadOnlyList<ReleasedReference> Documents, IReadOnlyList<WayToOpen>? Opens);

/// <summary>A document that was released; it can be opened again, by a new decision.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The document.</param>
public sealed record ReleasedReference(Guid Release, Guid Document);
