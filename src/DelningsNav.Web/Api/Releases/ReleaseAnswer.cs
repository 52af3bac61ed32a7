using System.Diagnostics;
using System.Security.Cryptography;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Releases;

// The wire form of a release. Change it only by adding members, because clients are generated from it.

/// <summary>The result of a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Outcomes">One outcome for each type. When records of a type are released, one outcome for each record.</param>
internal sealed record ReleaseAnswer(Guid Request, IReadOnlyList<OutcomeBody> Outcomes);

/// <summary>The hub's answer about one record type, and about one record if there is one.</summary>
internal sealed record OutcomeBody
{
    /// <summary>The type, a code of <c>/record-types</c>.</summary>
    public required string RecordType { get; init; }

    /// <summary><c>released</c>, <c>failed</c>, <c>nothing-held</c>, <c>referred</c> or <c>refused</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The index of the decision's log entry.</summary>
    public required long LogIndex { get; init; }

    /// <summary>The entry's proof, which can be checked without the hub (c2sp.org/tlog-proof@v1).</summary>
    public required string Proof { get; init; }

    /// <summary>What lifts the secrecy of a permitted record.</summary>
    public GroundBody? Ground { get; init; }

    /// <summary>What was done to the record, and what is required of you.</summary>
    public IReadOnlyList<ObligationBody>? Obligations { get; init; }

    /// <summary>How each obligation to cut something away was met, and what was removed from the content.</summary>
    public IReadOnlyList<AppliedBody>? Applied { get; init; }

    /// <summary>What the assessor requires of you, in words.</summary>
    public string? Conditions { get; init; }

    /// <summary>The document, when the record is released.</summary>
    public DocumentBody? Document { get; init; }

    /// <summary>
    /// Why a permitted document cannot be handed over: the code of an obligation that cannot be met, or <c>document-unavailable</c>.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>What is missing, when the record is refused or referred.</summary>
    public IReadOnlyList<MissingBody>? Missing { get; init; }

    /// <summary>What would open the record, when it is refused or referred. The list is empty if no way is known.</summary>
    public IReadOnlyList<WayBody>? Opens { get; init; }

    /// <summary>The wire form of an answer.</summary>
    public static OutcomeBody Of(RecordAnswer answer, ReleasePolicies? decidedBy) => answer switch
    {
        RecordAnswer.Released released => Named(answer, released.Document is null ? "failed" : "released") with
        {
            Ground = GroundBody.Of(released.Release.Ground),
            Obligations = [.. released.Release.Obligations.Select(code => ObligationBody.Of(code, decidedBy))],
            Applied = released.Document is { } handed ? [.. handed.Applied.Select(AppliedBody.Of)] : null,
            Conditions = released.Conditions.Length == 0 ? null : released.Conditions,
            Document = released.Document is { } document ? DocumentBody.Of(document) : null,
            Failure = released.Failure,
        },
        RecordAnswer.NothingHeld => Named(answer, "nothing-held"),
        RecordAnswer.Referred referred =>
            Named(answer, "referred") with { Missing = MissingBody.Of(referred.Missing), Opens = WayBody.Of(referred.Opens) },
        RecordAnswer.Refused refused =>
            Named(answer, "refused") with { Missing = MissingBody.Of(refused.Missing), Opens = WayBody.Of(refused.Opens) },
        _ => throw new UnreachableException(),
    };

    private static OutcomeBody Named(RecordAnswer answer, string outcome) => new()
    {
        RecordType = answer.RecordType.Code,
        Outcome = outcome,
        LogIndex = answer.Receipt.Index,
        Proof = answer.Receipt.ToProofFile().ToString(),
    };
}

/// <summary>What lifts the secrecy.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Law">The paragraphs.</param>
/// <param name="Kind">The kind of ground, such as <c>consent</c> or <c>assessment</c>.</param>
/// <param name="Consent">The consent that the ground rests on, if any.</param>
/// <param name="ConsentVersion">The version of that consent.</param>
/// <param name="Assessment">The assessment that the ground rests on, if any.</param>
/// <param name="Swedish">The ground in a sentence.</param>
/// <param name="English">The same in English.</param>
internal sealed record GroundBody(
    string Policy, string Law, string Kind, Guid? Consent, int? ConsentVersion, Guid? Assessment, string Swedish, string English)
{
    /// <summary>The wire form of a ground.</summary>
    public static GroundBody Of(Ground ground) => new(
        ground.PolicyName, ground.Law, WireNames.Of(ground.Kind), ground.ConsentId, ground.ConsentVersion, ground.AssessmentId,
        ground.Sentence.Swedish, ground.Sentence.English);
}

/// <summary>Something that must be done or observed.</summary>
internal sealed record ObligationBody(string Code, string Swedish, string English)
{
    /// <summary>The wire form of an obligation, in the words of the rules that demand it.</summary>
    public static ObligationBody Of(string code, ReleasePolicies? decidedBy) =>
        decidedBy is not null && decidedBy.Obligations.TryGetValue(code, out var obligation)
            ? new(code, obligation.Swedish, obligation.English)
            : new(code, code, code);
}

/// <summary>How an obligation to cut something away was met.</summary>
/// <param name="Obligation">The obligation's code, or <c>cut-to-window</c> for dated items outside the period.</param>
/// <param name="How"><c>cut</c>, <c>nothing-there</c> or <c>masked-before-deposit</c>.</param>
/// <param name="Members">The places of the removed members, such as <c>/total/*/healthReasons</c>, without their content.</param>
internal sealed record AppliedBody(string Obligation, string How, IReadOnlyList<string> Members)
{
    /// <summary>The wire form.</summary>
    public static AppliedBody Of(AppliedObligation applied) => new(applied.Obligation, WireNames.Of(applied.How), applied.Members);
}

/// <summary>What is missing for a release.</summary>
/// <param name="Code">A stable code, such as <c>consent</c> or <c>not-granted</c>.</param>
/// <param name="Law">The paragraphs, if they may be named.</param>
/// <param name="Swedish">The sentence in Swedish.</param>
/// <param name="English">The sentence in English.</param>
/// <param name="AskAt">The address at which it can be asked for, if this API has such an address.</param>
internal sealed record MissingBody(string Code, string? Law, string Swedish, string English, string? AskAt)
{
    /// <summary>The wire form of what is missing.</summary>
    public static IReadOnlyList<MissingBody> Of(IEnumerable<Missing> missing) =>
        [.. missing.Select(m => new MissingBody(
            m.Code.Code, m.Law.Length == 0
                ? null
                : m.Law, m.Swedish, m.English, m.Code == MissingCode.Consent
                ? $"{ApiDoor.Root}/consent-requests"
                : null))];
}

/// <summary>A document as you receive it, cut down to what the decision allows.</summary>
/// <param name="Release">The release. A call that names the release and <paramref name="Document"/> opens the document again.</param>
/// <param name="Document">The document.</param>
/// <param name="Title">The title of the document.</param>
/// <param name="MediaType">The media type of the document.</param>
/// <param name="Length">The length of the content in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content as handed over, in lower-case hexadecimal.</param>
/// <param name="Content">The content in base64.</param>
internal sealed record DocumentBody(
    Guid Release, Guid Document, string Title, string MediaType, long Length, string Sha256, ReadOnlyMemory<byte> Content)
{
    /// <summary>The wire form of a document.</summary>
    public static DocumentBody Of(ReleasedDocument document) => new(
        document.Release.Id.Value,
        document.Release.Record.Value,
        document.Release.Title,
        document.MediaType,
        document.Content.Length,
        Convert.ToHexStringLower(SHA256.HashData(document.Content.Span)),
        document.Content);
}
