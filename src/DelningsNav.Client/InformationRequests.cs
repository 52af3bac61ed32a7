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

    /// <summary>The types of records, as codes from the catalogue.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose, <c>sst</c> or <c>sst-plus</c>. It is the kind of the case.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed, in at most 1,000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The name of the policy that you claim as the ground, or null.</summary>
    public string? ClaimedGround { get; init; }
}

/// <summary>A registered request.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="LogIndex">The index of its log entry.</param>
public sealed record InformationRequested(Guid Request, long LogIndex);

/// <summary>A request and the latest decision about each type.</summary>
public sealed record RequestStatus
{
    /// <summary>The request.</summary>
    public required Guid Request { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required Guid Holder { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed.</summary>
    public required string Reason { get; init; }

    /// <summary>The name of the policy that was claimed as the ground, or null.</summary>
    public string? ClaimedGround { get; init; }

    /// <summary>When the request was made.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The latest decision about each type, in the order of the request.</summary>
    public required IReadOnlyList<TypeStatus> Answers { get; init; }
}

/// <summary>The latest decision about one type.</summary>
/// <param name="RecordType">The type.</param>
/// <param name="Outcome"><c>undecided</c>, <c>released</c>, <c>refused</c>, <c>referred</c> or <c>nothing-held</c>.</param>
/// <param name="Law">The paragraph of the law; null when it may not be named.</param>
/// <param name="Missing">Codes of what is missing, when refused or referred.</param>
/// <param name="DecidedAt">When it was decided, or null while it is undecided.</param>
/// <param name="LogIndex">The index of the decision's log entry, or null while it is undecided.</param>
/// <param name="Documents">The documents that were released.</param>
/// <param name="Opens">The steps that could open the records, when refused or referred; otherwise null.</param>
public sealed record TypeStatus(
    string RecordType, string Outcome, string? Law, IReadOnlyList<string> Missing, DateTimeOffset? DecidedAt, long? LogIndex,
    IReadOnlyList<ReleasedReference> Documents, IReadOnlyList<WayToOpen>? Opens);

/// <summary>A document that was released. Opening it again requires a new decision.</summary>
/// <param name="Release">The release.</param>
/// <param name="Document">The document.</param>
public sealed record ReleasedReference(Guid Release, Guid Document);
