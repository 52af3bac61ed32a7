namespace DelningsNav.Client;

/// <summary>The decisions on a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Outcomes">One outcome for each type, and for each record where records are released.</param>
public sealed record ReleaseAnswer(Guid Request, IReadOnlyList<RecordOutcome> Outcomes);

/// <summary>The hub's answer about one type of record, and one record where there is one.</summary>
public sealed record RecordOutcome
{
    /// <summary>The type.</summary>
    public required string RecordType { get; init; }

    /// <summary><c>released</c>, <c>failed</c>, <c>nothing-held</c>, <c>referred</c> or <c>refused</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The index of the decision's log entry.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The entry's proof, to be checked without the hub (c2sp.org/tlog-proof@v1).</summary>
    public required string Proof { get; init; }

    /// <summary>For a permitted record: what lifts the secrecy; otherwise null.</summary>
    public ReleaseGround? Ground { get; init; }

    /// <summary>What was done to the record, or what you must do.</summary>
    public IReadOnlyList<ReleaseObligation> Obligations { get => field ?? []; init; } = [];

    /// <summary>The obligations that were carried out on the content, codes.</summary>
    public IReadOnlyList<string> Applied { get => field ?? []; init; } = [];

    /// <summary>The assessor's conditions in words, or null.</summary>
    public string? Conditions { get; init; }

    /// <summary>For a released record: the document; otherwise null.</summary>
    public ReleasedDocument? Document { get; init; }

    /// <summary>Why a permitted document cannot be handed over, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>For a refused or referred record: what is missing.</summary>
    public IReadOnlyList<MissingForRelease> Missing { get => field ?? []; init; } = [];

    /// <summary>For a refused or referred record: what would open it.</summary>
    public IReadOnlyList<WayToOpen> Opens { get => field ?? []; init; } = [];
}

/// <summary>What lifts the secrecy.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Kind">The kind of ground, such as <c>consent</c> or <c>assessment</c>.</param>
/// <param name="Consent">The consent it rests on, or null.</param>
/// <param name="ConsentVersion">The version of that consent, or null.</param>
/// <param name="Assessment">The assessment it rests on, or null.</param>
/// <param name="Swedish">The ground in a sentence.</param>
/// <param name="English">The same in English.</param>
public sealed record ReleaseGround(
    string Policy, string Law, string Kind, Guid? Consent, int? ConsentVersion, Guid? Assessment, string Swedish, string English);

/// <summary>An obligation that follows a release.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Swedish">The obligation in a sentence.</param>
/// <param name="English">The same in English.</param>
public sealed record ReleaseObligation(string Code, string Swedish, string English);

/// <summary>What is missing for a release.</summary>
/// <param name="Code">A stable code, such as <c>consent</c> or <c>not-granted</c>.</param>
/// <param name="Law">The paragraphs, where they may be named.</param>
/// <param name="Swedish">The sentence in Swedish.</param>
/// <param name="English">The sentence in English.</param>
/// <param name="AskAt">The address where it can be asked for, or null.</param>
public sealed record MissingForRelease(string Code, string? Law, string Swedish, string English, string? AskAt);

/// <summary>A step that could open a record that stays closed. It depends on the request alone, so it may not be enough.</summary>
public sealed record WayToOpen
{
    /// <summary><c>consent</c>, <c>assessment</c> or <c>assignment</c>; more may be added.</summary>
    public required string Kind { get; init; }

    /// <summary>For a consent: the type of record; otherwise null.</summary>
    public string? RecordType { get; init; }

    /// <summary>For a consent: the holder; otherwise null.</summary>
    public BranchNamed? From { get; init; }

    /// <summary>For a consent: the recipient; otherwise null.</summary>
    public BranchNamed? To { get; init; }

    /// <summary>For a consent: the signers by the child's age, such as <c>guardians</c>; otherwise null.</summary>
    public string? Signers { get; init; }

    /// <summary>The address where it can be asked for, or null.</summary>
    public string? AskAt { get; init; }

    /// <summary>The address where it can be asked for in one step, with only the token; or null.</summary>
    public string? OneStepAt { get; init; }

    /// <summary>For a consent: the token of the refusal, for <see cref="DelningsNavClient.AskAfterDenialAsync"/>; otherwise null.</summary>
    public string? Token { get; init; }

    /// <summary>For an assessment: the holder whose assessor decides; otherwise null.</summary>
    public BranchNamed? Holder { get; init; }

    /// <summary>For a consent or an assignment: the case; otherwise null.</summary>
    public Guid? Case { get; init; }

    /// <summary>The case's diarienummer, or null.</summary>
    public string? CaseNumber { get; init; }
}

/// <summary>A branch by its id and names.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Authority">The name of the authority that it belongs to.</param>
public sealed record BranchNamed(Guid Branch, string Name, string Authority);

/// <summary>A document as handed over, reduced to what the decision allows.</summary>
/// <param name="Release">The release; with <paramref name="Document"/> it opens the document again.</param>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Content">The content.</param>
public sealed record ReleasedDocument(
    Guid Release, Guid Document, string Title, string MediaType, long Length, string Sha256, ReadOnlyMemory<byte> Content);

/// <summary>A document that was opened again, by a new decision.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">The content.</param>
/// <param name="LogIndex">The index of the decision's log entry.</param>
/// <param name="Obligations">Codes of what was done to it, or of what you must do.</param>
public sealed record OpenedDocument(string MediaType, ReadOnlyMemory<byte> Content, long LogIndex, IReadOnlyList<string> Obligations);
