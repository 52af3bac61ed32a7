namespace DelningsNav.Client;

/// <summary>What a family is asked for.</summary>
public sealed record ConsentToAsk
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>Which branches are to show which types of records; each branch once.</summary>
    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day the records may speak of, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment the consents would no longer hold; at most a year ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the child thinks; demanded when the child is 12 to 14 years old.</summary>
    public string ChildsView { get; init; } = "";
}

/// <summary>Which types of records one branch is to show.</summary>
/// <param name="Discloser">The branch that holds them.</param>
/// <param name="RecordTypes">The types, codes of the catalogue.</param>
public sealed record ConsentScope(Guid Discloser, IReadOnlyList<string> RecordTypes);

/// <summary>The family has been asked.</summary>
/// <param name="Request">What they were asked in one sitting.</param>
/// <param name="Consents">One consent for each disclosing branch that was not consented to already.</param>
public sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents);

/// <summary>A consent as its parties see it.</summary>
public sealed record ConsentStatus
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary><c>waiting</c>, <c>active</c>, <c>not-granted</c>, <c>withdrawn</c> or <c>expired</c>; never who answered what.</summary>
    public required string Status { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that may show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The branch that may see them.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment it does not hold.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When it was withdrawn, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>A consent is withdrawn.</summary>
/// <param name="WithdrawnAt">When it was withdrawn first.</param>
public sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);
