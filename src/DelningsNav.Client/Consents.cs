namespace DelningsNav.Client;

/// <summary>What a child's family is asked to consent to.</summary>
public sealed record ConsentToAsk
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The holders' branches, each with the types of records to ask for. Each branch occurs once.</summary>
    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment at which the consents are no longer valid. It is at most a year ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>
    /// How often each record may be shown: <c>any</c>, <c>once</c>, or a number for each <c>day</c>, <c>week</c> or <c>month</c>,
    /// for example <c>3-per-week</c>.
    /// </summary>
    public string UseLimit { get; init; } = "any";

    /// <summary>
    /// How long your branch promises to store the records: <c>own-record</c>, <c>case-end</c> or <c>read-only</c>. An empty text means
    /// the usual promise.
    /// </summary>
    public string RetentionPromise { get; init; } = "";

    /// <summary>
    /// The finding that decides which rule on signers applies: <c>usual</c>, <c>child-found-mature</c> or <c>childs-own-matter</c>.
    /// </summary>
    public string Circumstance { get; init; } = "usual";

    /// <summary>How the child was found mature, or why the matter is the child's own. It is required with either finding.</summary>
    public string CircumstanceReason { get; init; } = "";

    /// <summary>Your own words to the family, of at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>The opinion of the child. It is required when the child is 12 to 14 years old.</summary>
    public string ChildsView { get; init; } = "";
}

/// <summary>A refusal whose missing consent the family is now asked for.</summary>
public sealed record DenialToAskAbout
{
    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The tokens of the refusals, one for each type.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The first moment at which the consent is no longer valid. Null means half a year ahead.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Your own words to the family, of at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>The opinion of the child. It is required when the child is 12 to 14 years old.</summary>
    public string ChildsView { get; init; } = "";
}

/// <summary>The types of records that one holder's branch is asked for.</summary>
/// <param name="Discloser">The branch that holds them.</param>
/// <param name="RecordTypes">The types, codes of the catalogue.</param>
public sealed record ConsentScope(Guid Discloser, IReadOnlyList<string> RecordTypes);

/// <summary>The consents that the family has been asked for.</summary>
/// <param name="Request">The request that joins the consents.</param>
/// <param name="Consents">One consent for each holder's branch.</param>
/// <param name="LeftOut">The types that were left out, because the family has already consented or been asked.</param>
public sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents, IReadOnlyList<ConsentScope> LeftOut);

/// <summary>A consent, with the facts that its parties may read.</summary>
public sealed record ConsentStatus
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// The state of the consent, such as <c>active</c>; the hub's OpenAPI document lists all of them at <c>ReadConsent</c>. It never
    /// reveals an individual signer's answer.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The holder's branch.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The recipient's branch.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which the consent is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When the consent was withdrawn, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When the consent ended in another way than by withdrawal, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or for example <c>3-per-week</c>.</summary>
    public string UseLimit { get; init; } = "any";

    /// <summary>How long the recipient promises to store the records.</summary>
    public string RetentionPromise { get; init; } = "";
}

/// <summary>A withdrawn consent.</summary>
/// <param name="WithdrawnAt">When it was first withdrawn.</param>
public sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);

/// <summary>How and on whose behalf a consent is ended.</summary>
/// <param name="Staff">The member of staff of your branch, assigned to the case.</param>
/// <param name="Ending"><c>purpose-met</c> or <c>registered-in-error</c>.</param>
/// <param name="Reason">What was registered in error. It is required for <c>registered-in-error</c>.</param>
public sealed record EndingToMake(Guid Staff, string Ending, string Reason = "");

/// <summary>An ended consent.</summary>
/// <param name="EndedAt">When it was first ended.</param>
public sealed record ConsentEnded(DateTimeOffset EndedAt);
