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
    public IReadOnlyList<ReleaseObligation> Obligations { get; init; } = [];

    /// <summary>The obligations that were carried out on the content, codes.</summary>
    public IReadOnlyList<string> Applied { get; init; } = [];

    /// <summary>What the assessor demands of you, in words, or null.</summary>
    public string? Conditions { get; init; }

    /// <summary>The document, of a released record; else null.</summary>
    public ReleasedDocument? Document { get; init; }

    /// <summary>Why a permitted document cannot be handed over, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>What is missing, of a refused or referred record.</summary>
    public IReadOnlyList<MissingForRelease> Missing { get; init; } = [];
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
