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

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c> (<c>day</c>, <c>week</c>, <c>month</c>).</summary>
    public string UseLimit { get; init; } = "any";

    /// <summary>What your branch promises about how long it keeps what it gets: <c>own-record</c>, <c>case-end</c> or <c>read-only</c>; empty: the usual one.</summary>
    public string RetentionPromise { get; init; } = "";

    /// <summary>What decides by which rule it is signed: <c>usual</c>, <c>child-found-mature</c> or <c>childs-own-matter</c>.</summary>
    public string Circumstance { get; init; } = "usual";

    /// <summary>How the child was found mature, or why the matter is the child's own; demanded with either.</summary>
    public string CircumstanceReason { get; init; } = "";

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the child thinks; demanded when the child is 12 to 14 years old.</summary>
    public string ChildsView { get; init; } = "";
}

/// <summary>Which denials of a request a family is asked about.</summary>
public sealed record DenialToAskAbout
{
    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The tokens of the denials, one for each type.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The first moment the consent would no longer hold; null: half a year ahead.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

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
/// <param name="Consents">One consent for each disclosing branch that something was asked of.</param>
/// <param name="LeftOut">What was not asked for again: the family has consented to it, or is asked for it already.</param>
public sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents, IReadOnlyList<ConsentScope> LeftOut);

/// <summary>A consent as its parties see it.</summary>
public sealed record ConsentStatus
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>active</c>, <c>not-granted</c>, <c>withdrawn</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c>, <c>lapsed</c> or <c>annulled</c>;
    /// never who answered what.
    /// </summary>
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

    /// <summary>When it ended in another way, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c>.</summary>
    public string UseLimit { get; init; } = "any";

    /// <summary>What the receiver promises about how long it keeps what it gets.</summary>
    public string RetentionPromise { get; init; } = "";
}

/// <summary>A consent is withdrawn.</summary>
/// <param name="WithdrawnAt">When it was withdrawn first.</param>
public sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);

/// <summary>How and on whose behalf a consent is ended.</summary>
/// <param name="Staff">The member of staff of your branch, assigned to the case.</param>
/// <param name="Ending"><c>purpose-met</c> or <c>registered-in-error</c>.</param>
/// <param name="Reason">What was registered in error; demanded then.</param>
public sealed record EndingToMake(Guid Staff, string Ending, string Reason = "");

/// <summary>A consent has come to its end.</summary>
/// <param name="EndedAt">When it was ended first.</param>
public sealed record ConsentEnded(DateTimeOffset EndedAt);
