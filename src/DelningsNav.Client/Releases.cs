namespace DelningsNav.Client;

/// <summary>The decisions on a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Outcomes">The outcomes for each type: one for each record that may be released, at most one refusal and at most one
/// referral. When no record is held, one outcome says so.</param>
public sealed record ReleaseAnswer(Guid Request, IReadOnlyList<RecordOutcome> Outcomes);

/// <summary>The hub's answer about one record that may be released, or otherwise about one type of record.</summary>
public sealed record RecordOutcome
{
    /// <summary>The type.</summary>
    public required string RecordType { get; init; }

    /// <summary><c>released</c>, <c>failed</c>, <c>nothing-held</c>, <c>referred</c> or <c>refused</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The index of the decision's log entry.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The proof of the log entry. It can be checked without the hub (c2sp.org/tlog-proof@v1).</summary>
    public required string Proof { get; init; }

    /// <summary>What lifts the secrecy, for a permitted record; otherwise null.</summary>
    public ReleaseGround? Ground { get; init; }

    /// <summary>The obligations of the release: what was done to the record, and what you must do.</summary>
    public IReadOnlyList<ReleaseObligation> Obligations { get => field ?? []; init; } = [];

    /// <summary>How each obligation to cut something away was met, and what was removed from the content.</summary>
    public IReadOnlyList<AppliedToContent> Applied { get => field ?? []; init; } = [];

    /// <summary>The assessor's conditions in words, or null.</summary>
    public string? Conditions { get; init; }

    /// <summary>The document, for a released record; otherwise null.</summary>
    public ReleasedDocument? Document { get; init; }

    /// <summary>Why a permitted document cannot be handed over, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>What is missing, for a refused or referred record; otherwise empty.</summary>
    public IReadOnlyList<MissingForRelease> Missing { get => field ?? []; init; } = [];

    /// <summary>The steps that could open the record, for a refused or referred record; otherwise empty.</summary>
    public IReadOnlyList<WayToOpen> Opens { get => field ?? []; init; } = [];
}

/// <summary>What lifts the secrecy.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Kind">The kind of ground, for example <c>consent</c> or <c>assessment</c>.</param>
/// <param name="Consent">The consent that the ground rests on, or null.</param>
/// <param name="ConsentVersion">The version of that consent, or null.</param>
/// <param name="Assessment">The assessment that the ground rests on, or null.</param>
/// <param name="Swedish">A sentence in Swedish that describes the ground.</param>
/// <param name="English">The same sentence in English.</param>
public sealed record ReleaseGround(
    string Policy, string Law, string Kind, Guid? Consent, int? ConsentVersion, Guid? Assessment, string Swedish, string English);

/// <summary>An obligation that follows a release.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Swedish">A sentence in Swedish that describes the obligation.</param>
/// <param name="English">The same sentence in English.</param>
public sealed record ReleaseObligation(string Code, string Swedish, string English);

/// <summary>How an obligation to cut something away was met.</summary>
/// <param name="Obligation">The obligation's code, or <c>cut-to-window</c> for dated items outside the period.</param>
/// <param name="How"><c>cut</c>, <c>nothing-there</c> or <c>masked-before-deposit</c>.</param>
/// <param name="Members">The places of the removed members, without their content.</param>
public sealed record AppliedToContent(string Obligation, string How, IReadOnlyList<string> Members);

/// <summary>What is missing for a release.</summary>
/// <param name="Code">A stable code, for example <c>consent</c> or <c>not-granted</c>.</param>
/// <param name="Law">The paragraphs of the law; null when they may not be named.</param>
/// <param name="Swedish">A sentence in Swedish that says what is missing.</param>
/// <param name="English">The same sentence in English.</param>
/// <param name="AskAt">The address where you can ask for what is missing, or null.</param>
public sealed record MissingForRelease(string Code, string? Law, string Swedish, string English, string? AskAt);

/// <summary>
/// A step that could open a record that was not released. The step is derived from the request alone, and may not be enough.
/// </summary>
public sealed record WayToOpen
{
    /// <summary><c>consent</c>, <c>assessment</c> or <c>assignment</c>. Later versions may add more.</summary>
    public required string Kind { get; init; }

    /// <summary>The type of record, for a consent; otherwise null.</summary>
    public string? RecordType { get; init; }

    /// <summary>The holder, for a consent; otherwise null.</summary>
    public BranchNamed? From { get; init; }

    /// <summary>The recipient, for a consent; otherwise null.</summary>
    public BranchNamed? To { get; init; }

    /// <summary>The signers that the child's age requires, for a consent (for example <c>guardians</c>); otherwise null.</summary>
    public string? Signers { get; init; }

    /// <summary>The address where the step can be asked for, or null.</summary>
    public string? AskAt { get; init; }

    /// <summary>The address where a call with only the token asks for the consent, or null.</summary>
    public string? OneStepAt { get; init; }

    /// <summary>
    /// The token of the refusal, for a consent; otherwise null. <see cref="DelningsNavClient.AskAfterDenialAsync"/> takes it.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The holder whose assessor decides, for an assessment; otherwise null.</summary>
    public BranchNamed? Holder { get; init; }

    /// <summary>The case, for a consent or an assignment; otherwise null.</summary>
    public Guid? Case { get; init; }

    /// <summary>The case's registration number (diarienummer), or null.</summary>
    public string? CaseNumber { get; init; }
}

/// <summary>A branch, with its id and its names.</summary>
/// <param name="Branch">The branch's id.</param>
/// <param name="Name">The branch's name.</param>
/// <param name="Authority">The name of the authority that it belongs to.</param>
public sealed record BranchNamed(Guid Branch, string Name, string Authority);

/// <summary>A document that was handed over, reduced to what the decision allows.</summary>
/// <param name="Release">The release's id. Together with <paramref name="Document"/> it identifies the document in a call that opens it
/// again.</param>
/// <param name="Document">The document's id.</param>
/// <param name="Title">The title.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Length">The length of the content in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Content">The content.</param>
public sealed record ReleasedDocument(
    Guid Release, Guid Document, string Title, string MediaType, long Length, string Sha256, ReadOnlyMemory<byte> Content);

/// <summary>A document that was opened again under a new decision.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">The content.</param>
/// <param name="LogIndex">The index of the decision's log entry.</param>
/// <param name="Obligations">Codes of what was done to the document, and of what you must do.</param>
public sealed record OpenedDocument(string MediaType, ReadOnlyMemory<byte> Content, long LogIndex, IReadOnlyList<string> Obligations);
