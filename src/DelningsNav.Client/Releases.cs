namespace DelningsNav.Client;

/// <summary>What a request came to.</summary>
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

    /// <summary>The log entry that the decision stands in.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The entry's proof, to be checked without the hub (c2sp.org/tlog-proof@v1).</summary>
    public required string Proof { get; init; }

    /// <summary>What lifts the secrecy, of a permitted record; else null.</summary>
    public ReleaseGround? Ground { get; init; }

    /// <summary>What was done to the record, or is demanded of you.</summary>
    public IReadOnlyList<ReleaseObligation> Obligations { get => field ?? []; init; } = [];

    /// <summary>The obligations that were carried out on the content, codes.</summary>
    public IReadOnlyList<string> Applied { get => field ?? []; init; } = [];

    /// <summary>What the assessor demands of you, in words, or null.</summary>
    public string? Conditions { get; init; }

    /// <summary>The document, of a released record; else null.</summary>
    public ReleasedDocument? Document { get; init; }

    /// <summary>Why a permitted document cannot be handed over, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>What is missing, of a refused or referred record.</summary>
    public IReadOnlyList<MissingForRelease> Missing { get => field ?? []; init; } = [];

    /// <summary>What would open it, of a refused or referred record.</summary>
    public IReadOnlyList<WayToOpen> Opens { get => field ?? []; init; } = [];
}

/// <summary>What lifts the secrecy.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Kind">The kind of ground, such as <c>consent</c> or <c>assessment</c>.</param>
/// <param name="Consent">The consent it stands on, or null.</param>
/// <param name="ConsentVersion">The version of that consent, or null.</param>
/// <param name="Assessment">The assessment it stands on, or null.</param>
/// <param name="Swedish">The ground in a sentence.</param>
/// <param name="English">The same in English.</param>
public sealed record ReleaseGround(
    string Policy, string Law, string Kind, Guid? Consent, int? ConsentVersion, Guid? Assessment, string Swedish, string English);

/// <summary>What must be done, or kept.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Swedish">The obligation in a sentence.</param>
/// <param name="English">The same in English.</param>
public sealed record ReleaseObligation(string Code, string Swedish, string English);

/// <summary>What is missing for a release.</summary>
/// <param name="Code">A stable code, such as <c>consent</c> or <c>not-granted</c>.</param>
/// <param name="Law">The paragraphs, where they may be named.</param>
/// <param name="Swedish">The sentence in Swedish.</param>
/// <param name="English">The sentence in English.</param>
/// <param name="AskAt">Where what is missing can be asked for, or null.</param>
public sealed record MissingForRelease(string Code, string? Law, string Swedish, string English, string? AskAt);

/// <summary>One thing that would open a record that stays closed. Told of the question alone: it may turn out not to lead there.</summary>
public sealed record WayToOpen
{
    /// <summary><c>consent</c>, <c>assessment</c> or <c>assignment</c>; be ready for more.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a consent: the type of record; else null.</summary>
    public string? RecordType { get; init; }

    /// <summary>Of a consent: who may then show it; else null.</summary>
    public BranchNamed? From { get; init; }

    /// <summary>Of a consent: to whom; else null.</summary>
    public BranchNamed? To { get; init; }

    /// <summary>Of a consent: whose signatures it takes by the child's age, such as <c>guardians</c>; else null.</summary>
    public string? Signers { get; init; }

    /// <summary>Where it can be asked for, or null.</summary>
    public string? AskAt { get; init; }

    /// <summary>Where it can be asked for in one step, with the token alone; or null.</summary>
    public string? OneStepAt { get; init; }

    /// <summary>Of a consent: stands for the denial, for <see cref="DelningsNavClient.AskAfterDenialAsync"/>; else null.</summary>
    public string? Token { get; init; }

    /// <summary>Of an assessment: the holder whose assessor judges; else null.</summary>
    public BranchNamed? Holder { get; init; }

    /// <summary>Of a consent or an assignment: the case; else null.</summary>
    public Guid? Case { get; init; }

    /// <summary>The case's diarienummer, or null.</summary>
    public string? CaseNumber { get; init; }
}

/// <summary>A branch by its id and names.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Authority">The name of what it belongs to.</param>
public sealed record BranchNamed(Guid Branch, string Name, string Authority);

/// <summary>A document as it was handed over, cut down to what the decision allows.</summary>
/// <param name="Release">The release; with <paramref name="Document"/> it opens the document again.</param>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Content">The content.</param>
public sealed record ReleasedDocument(Guid Release, Guid Document, string Title, string MediaType, long Length, string Sha256, ReadOnlyMemory<byte> Content);

/// <summary>A document that was opened again, by a new decision.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">The content.</param>
/// <param name="LogIndex">The log entry that the decision stands in.</param>
/// <param name="Obligations">Codes of what was done to it, or is demanded of you.</param>
public sealed record OpenedDocument(string MediaType, ReadOnlyMemory<byte> Content, long LogIndex, IReadOnlyList<string> Obligations);
