using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>What became of an answer that staff recorded.</summary>
public enum RecordedOutcome
{
    /// <summary>A second person confirmed it, and it is the signer's answer.</summary>
    Confirmed,

    /// <summary>A second person confirmed it, but the signer had answered by themselves, was not asked, or the question was over: it counts for nothing.</summary>
    Overtaken,

    /// <summary>A second person did not confirm it.</summary>
    Rejected,
}

/// <summary>
/// An answer that a member of staff has taken down, on paper or in words, and that counts for nothing until a second person has confirmed it.
/// Swedish: <b>nedtecknat svar</b> (OSL 12 kap. 2 §).
/// </summary>
/// <remarks>Never edited. What is wrong is rejected, and recorded anew.</remarks>
public sealed class RecordedAnswer
{
    private RecordedAnswer() { }

    /// <summary>Its id.</summary>
    public RecordedAnswerId Id { get; private init; }

    /// <summary>The consent that was answered.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case.</summary>
    public CaseId Case { get; private init; }

    /// <summary>Who answered.</summary>
    public PersonId Signer { get; private init; }

    /// <summary>Yes or no.</summary>
    public ConsentAnswer Answer { get; private init; }

    /// <summary>On paper or in words.</summary>
    public AnswerForm Form { get; private init; }

    /// <summary>When it was given, as staff say: the day it was signed, or the moment it was spoken.</summary>
    public DateTimeOffset GivenAt { get; private init; }

    /// <summary>The version of the text on the paper, or of the text that was read out.</summary>
    public string TextVersion { get; private init; } = "";

    /// <summary>The language of that text.</summary>
    public string TextLanguage { get; private init; } = "";

    /// <summary>The SHA-256 of that text, in lower-case hexadecimal; the text itself is kept under it.</summary>
    public string TextHash { get; private init; } = "";

    /// <summary>How the signer was identified, encrypted.</summary>
    public byte[] SealedIdentified { get; private init; } = [];

    /// <summary>Why the signer did not answer signed in, encrypted.</summary>
    public byte[] SealedReason { get; private init; } = [];

    /// <summary>The media type of the scan, by its bytes; null when there is none.</summary>
    public string? ScanType { get; private init; }

    /// <summary>The SHA-256 of the scan, in lower-case hexadecimal; null when there is none.</summary>
    public string? ScanHash { get; private init; }

    /// <summary>Who took it down.</summary>
    public StaffMemberId RecordedBy { get; private init; }

    /// <summary>When.</summary>
    public DateTimeOffset RecordedAt { get; private init; }

    /// <summary>The second person, or null while it waits for one.</summary>
    public StaffMemberId? DecidedBy { get; private set; }

    /// <summary>When the second person decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What became of it, or null while it waits.</summary>
    public RecordedOutcome? Outcome { get; private set; }

    internal static RecordedAnswer Of(
        RecordedAnswerId id, Consent consent, AnswerToRecord record, ShownText text, SealedNote note, Scan? scan, StaffMemberId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Consent = consent.Id,
            Child = consent.Child,
            Case = consent.Case,
            Signer = record.Signer,
            Answer = record.Answer!.Value,
            Form = record.Form!.Value,
            GivenAt = record.GivenAt,
            TextVersion = text.Version,
            TextLanguage = text.Language,
            TextHash = text.Hash,
            SealedIdentified = note.Identified,
            SealedReason = note.Reason,
            ScanType = scan?.MediaType,
            ScanHash = scan?.Hash,
            RecordedBy = by,
            RecordedAt = now,
        };

    /// <summary>Notes what became of it. The caller has checked that it waits, and that the second person is another than the first.</summary>
    internal void Decide(RecordedOutcome outcome, StaffMemberId by, DateTimeOffset now) => (Outcome, DecidedBy, DecidedAt) = (outcome, by, now);
}

/// <summary>What a member of staff takes down.</summary>
public sealed record AnswerToRecord
{
    /// <summary>The longest text of each kind.</summary>
    public const int LongestText = 500;

    /// <summary>Who answered.</summary>
    public required PersonId Signer { get; init; }

    /// <summary>Yes or no; null when what was written is neither, which is a fault.</summary>
    public required ConsentAnswer? Answer { get; init; }

    /// <summary>On paper or in words; null when what was written is no form of an answer, which is a fault.</summary>
    public required AnswerForm? Form { get; init; }

    /// <summary>When it was given; not before the family was asked.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The language of the text on the paper, or of the text that was read out.</summary>
    public required string Language { get; init; }

    /// <summary>The SHA-256 of that text, or its first twelve digits or more, as the printed form has them.</summary>
    public required string TextHash { get; init; }

    /// <summary>How the signer was identified; at most 500 characters.</summary>
    public required string Identified { get; init; }

    /// <summary>Why the signer did not answer signed in; at most 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The signed paper as PDF, JPEG or PNG, at most <see cref="Scan.Largest"/>; empty for what was spoken.</summary>
    public ReadOnlyMemory<byte> Scan { get; init; }
}

/// <summary>The words of a recorded answer, encrypted.</summary>
internal sealed record SealedNote(byte[] Identified, byte[] Reason);
