using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>The result of a second person's decision about an answer that staff recorded.</summary>
public enum RecordedOutcome
{
    /// <summary>A second person confirmed the answer, and it is the signer's answer.</summary>
    Confirmed,

    /// <summary>
    /// A second person confirmed the answer, but it has no effect. The signer had already answered themselves or was not asked, or the
    /// consent could no longer be answered.
    /// </summary>
    Overtaken,

    /// <summary>A second person did not confirm the answer.</summary>
    Rejected,
}

/// <summary>
/// An answer, on paper or oral, that a member of staff has recorded. It counts only after a second person has confirmed it, and
/// the signer may contradict it. Swedish: <b>nedtecknat svar</b> (OSL 12 kap. 2 §).
/// </summary>
/// <remarks>A recorded answer is never edited. A wrong recorded answer is rejected, and the answer is recorded again.</remarks>
public sealed class RecordedAnswer
{
    private RecordedAnswer() { }

    /// <summary>The id of the recorded answer.</summary>
    public RecordedAnswerId Id { get; private init; }

    /// <summary>The consent that was answered.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The person who answered.</summary>
    public PersonId Signer { get; private init; }

    /// <summary>Yes or no.</summary>
    public ConsentAnswer Answer => SealedAnswers.Open(Key.Key, SealedAnswer, SealedAnswers.Recorded(Id));

    /// <summary>On paper or orally.</summary>
    public AnswerForm Form { get; private init; }

    /// <summary>When it was given, according to staff: the day on which it was signed, or the moment at which it was spoken.</summary>
    public DateTimeOffset GivenAt { get; private init; }

    /// <summary>The version of the text on the paper, or of the text that was read out.</summary>
    public string TextVersion { get; private init; } = "";

    /// <summary>The language of that text.</summary>
    public string TextLanguage { get; private init; } = "";

    /// <summary>The keyed digest under which that text is stored.</summary>
    public string TextDigest { get; private init; } = "";

    /// <summary>How the signer was identified.</summary>
    public string Identified => Key.Key.Open(SealedIdentified, "recorded-identified", Id.Value);

    /// <summary>Why the signer did not sign in to answer.</summary>
    public string Reason => Key.Key.Open(SealedReason, "recorded-reason", Id.Value);

    /// <summary>The media type of the scan, which is detected from its bytes. Null without a scan.</summary>
    public string? ScanType { get; private init; }

    /// <summary>The digest of the scan's SHA-256 under the child's key. Null without a scan.</summary>
    public string? ScanDigest { get; private init; }

    /// <summary>The member of staff who recorded it.</summary>
    public StaffMemberId RecordedBy { get; private init; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; private init; }

    /// <summary>The system whose call recorded it, or null when a signed-in member of staff recorded it.</summary>
    public ClientId? Client { get; private init; }

    /// <summary>The unit whose staff it is put to, when no one person is named. Null only if it is put to nobody.</summary>
    public UnitId? PutToUnit { get; private init; }

    /// <summary>The one member of staff who may confirm it, or null when it is put to the unit.</summary>
    public StaffMemberId? PutToStaff { get; private init; }

    /// <summary>When the signer said that they did not give the answer, or null.</summary>
    public DateTimeOffset? ContradictedAt { get; private set; }

    /// <summary>Whether it awaits a second person. A contradicted answer awaits nobody.</summary>
    public bool Waits => Outcome is null && ContradictedAt is null;

    /// <summary>Whether it is a no that withdrew the consent in the moment in which it was recorded (ADR 0040).</summary>
    public bool HasWithdrawn(Consent consent)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return Answer == ConsentAnswer.No && consent.WithdrawnAt == RecordedAt;
    }

    /// <summary>The second person, or null while it is undecided.</summary>
    public StaffMemberId? DecidedBy { get; private set; }

    /// <summary>When the second person decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The result of the second person's decision, or null while it is undecided.</summary>
    public RecordedOutcome? Outcome { get; private set; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedIdentified { get; private init; } = [];

    internal byte[] SealedReason { get; private init; } = [];

    internal byte[] SealedAnswer { get; private init; } = [];

    // The same answer of the same person to the same consent, so that the database refuses a second one while the first one waits.
    internal string AnswerDigest { get; private init; } = "";

    internal static RecordedAnswer Of(
        RecordedAnswerId id, Consent consent, AnswerToRecord record, ShownText text, Scan? scan, KnownStaff by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Consent = consent.Id,
            Child = consent.Child,
            Case = consent.Case,
            Signer = record.Signer,
            Key = consent.Key,
            SealedAnswer = SealedAnswers.Seal(consent.Key.Key, record.Answer!.Value, SealedAnswers.Recorded(id)),
            AnswerDigest = consent.Key.Key.DigestOf($"answer:{consent.Id.Value:N}:{record.Signer.Value:N}:{record.Answer}"),
            Form = record.Form!.Value,
            GivenAt = record.GivenAt,
            TextVersion = text.Version,
            TextLanguage = text.Language,
            TextDigest = consent.Key.Key.DigestOf(text.Hash),
            SealedIdentified = consent.Key.Key.Seal(record.Identified.Value, "recorded-identified", id.Value),
            SealedReason = consent.Key.Key.Seal(record.Reason.Value, "recorded-reason", id.Value),
            ScanType = scan?.MediaType,
            ScanDigest = scan is null ? null : consent.Key.Key.DigestOf(scan.Hash),
            RecordedBy = by.Member.Id,
            PutToUnit = by.Unit.Id,
            PutToStaff = record.SecondPerson,
            Client = by.Through,
            RecordedAt = now,
        };

    /// <summary>Records that the signer says that they did not give the answer. A second time changes nothing.</summary>
    internal void Contradict(DateTimeOffset now) => ContradictedAt ??= now;

    /// <summary>
    /// Records the second person's decision. The caller has checked that it is undecided.
    /// </summary>
    internal void Decide(RecordedOutcome outcome, SecondPerson by, DateTimeOffset now) =>
        (Outcome, DecidedBy, DecidedAt) = (outcome, by.Staff.Member.Id, now);
}

/// <summary>An answer in the form in which a member of staff records it.</summary>
public sealed record AnswerToRecord
{
    /// <summary>The greatest length of each text, in characters.</summary>
    public const int LongestText = 500;

    /// <summary>The text field of how the signer was identified.</summary>
    public static TextField IdentifiedField { get; } = new("identified", LongestText);

    /// <summary>The text field of the reason why the signer did not sign in to answer.</summary>
    public static TextField ReasonField { get; } = new("reason", LongestText);

    /// <summary>The person who answered.</summary>
    public required PersonId Signer { get; init; }

    /// <summary>Yes or no. Null when the caller's text is neither; this is a fault.</summary>
    public required ConsentAnswer? Answer { get; init; }

    /// <summary>On paper or orally. Null when the caller's text is not a form of an answer; this is a fault.</summary>
    public required AnswerForm? Form { get; init; }

    /// <summary>When the answer was given. This must not be before the family was asked.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The language of the text on the paper, or of the text that was read out.</summary>
    public required string Language { get; init; }

    /// <summary>The SHA-256 of that text, or at least the first twelve digits of it, as printed on the form.</summary>
    public required string TextHash { get; init; }

    /// <summary>How the signer was identified; at most 500 characters.</summary>
    public required FreeText Identified { get; init; }

    /// <summary>Why the signer did not sign in to answer; at most 500 characters.</summary>
    public required FreeText Reason { get; init; }

    /// <summary>The colleague who is to confirm it; null for anybody at the own unit who may.</summary>
    public StaffMemberId? SecondPerson { get; init; }

    /// <summary>The signed paper as PDF, JPEG or PNG, at most <see cref="Scan.Largest"/>; empty for an oral answer.</summary>
    public ReadOnlyMemory<byte> Scan { get; init; }
}
