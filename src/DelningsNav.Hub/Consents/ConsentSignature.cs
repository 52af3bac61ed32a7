using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Consents;

/// <summary>A yes or a no.</summary>
public enum ConsentAnswer
{
    /// <summary>The person consents.</summary>
    Yes,

    /// <summary>The person does not consent.</summary>
    No,
}

/// <summary>How an answer was given.</summary>
public enum AnswerForm
{
    /// <summary>By the person, signed in.</summary>
    SignedIn,

    /// <summary>
    /// On paper. Staff have recorded the answer and a second person has confirmed it. Swedish: <b>svar på papper</b> (OSL 12 kap. 2 §).
    /// </summary>
    Paper,

    /// <summary>
    /// Orally. Staff have recorded the answer and a second person has confirmed it. Swedish: <b>muntligt svar</b> (OSL 12 kap. 2 §).
    /// </summary>
    Oral,
}

/// <summary>The word for the form of an answer in the log and in receipts.</summary>
internal static class AnswerForms
{
    /// <summary>The word. Null for an answer by a signed-in signer, because that is the usual form and is not written.</summary>
    public static string? WordOf(AnswerForm form) => form switch
    {
        AnswerForm.SignedIn => null,
        AnswerForm.Paper => ConsentStatement.OnPaper,
        AnswerForm.Oral => ConsentStatement.Orally,
    };
}

/// <summary>
/// Why a consent can be active without one guardian's answer. A stated prevention counts only after it has been confirmed.
/// </summary>
public enum SignerExcuse
{
    /// <summary>Staff have stated that the guardian is prevented, and nobody has confirmed this. The answer is still needed.</summary>
    PreventionStated,

    /// <summary>A second decider has confirmed that the guardian is prevented and that the matter cannot wait (FB 6 kap. 13 §).</summary>
    Prevented,

    /// <summary>The social board has decided about the case's measure, and the rules allow the excuse (FB 6 kap. 13 a §).</summary>
    MeasureDecided,
}

/// <summary>The capacity in which a person signs.</summary>
public enum SignerCapacity
{
    /// <summary>As the child's guardian (FB 6 kap. 11 §).</summary>
    Guardian,

    /// <summary>As the person whom the records are about (OSL 12 kap. 2-3 §§).</summary>
    Self,
}

/// <summary>A signer, with the answer when it has been given.</summary>
public sealed class ConsentSignature
{
    private ConsentSignature() { }

    /// <summary>The signer.</summary>
    public PersonId Person { get; private init; }

    /// <summary>The capacity: guardian, or the person whom the records are about.</summary>
    public SignerCapacity Capacity { get; private init; }

    /// <summary>The answer, or null before it is given.</summary>
    public ConsentAnswer? Answer =>
        SealedAnswer is { } answer ? SealedAnswers.Open(Consent.Key.Key, answer, SealedAnswers.Signed(Consent.Id, Person)) : null;

    /// <summary>
    /// Whether the answer is a yes, or does not open because it was changed outside the hub. It is for steps that only close doors, which
    /// must remain possible then (ADR 0038).
    /// </summary>
    internal bool MayBeYes
    {
        get
        {
            try
            {
                return Answer is ConsentAnswer.Yes;
            }
            catch (UnopenedValueException)
            {
                return true;
            }
        }
    }

    /// <summary>When the answer was given, or null.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>How the answer was given, or null before it is given.</summary>
    public AnswerForm? Form { get; private set; }

    /// <summary>The version of the text that was shown.</summary>
    public string? TextVersion { get; private set; }

    /// <summary>The language of the text that was shown.</summary>
    public string? TextLanguage { get; private set; }

    /// <summary>The keyed digest under which the text that was shown is stored.</summary>
    public string? TextDigest { get; private set; }

    /// <summary>The reason why the signer is excused or is stated to be prevented, or null.</summary>
    public SignerExcuse? Excuse { get; private set; }

    /// <summary>Whether the consent can be active without this answer. The signer may still answer at any time.</summary>
    public bool IsExcused => Excuses(Excuse);

    /// <summary>Whether a consent can be active without the answer of a signer with this excuse.</summary>
    internal static bool Excuses(SignerExcuse? excuse) => excuse is SignerExcuse.Prevented or SignerExcuse.MeasureDecided;

    /// <summary>The consent that is signed. Its child has the key of the answer.</summary>
    internal Consent Consent { get; private init; } = null!;

    internal byte[]? SealedAnswer { get; private set; }

    internal static ConsentSignature Awaited(Consent consent, PersonId person, SignerCapacity capacity) =>
        new() { Consent = consent, Person = person, Capacity = capacity };

    internal void Excused(SignerExcuse? excuse) => Excuse = excuse;

    internal void Give(ConsentAnswer answer, ShownText text, AnswerForm form, DateTimeOffset now)
    {
        SealedAnswer = SealedAnswers.Seal(Consent.Key.Key, answer, SealedAnswers.Signed(Consent.Id, Person));
        AnsweredAt = now;
        Form = form;
        TextVersion = text.Version;
        TextLanguage = text.Language;
        TextDigest = Consent.Key.Key.DigestOf(text.Hash);
    }
}

/// <summary>
/// How a yes or a no is stored: one letter, sealed with the child's key for its place. Both answers have the same length.
/// </summary>
internal static class SealedAnswers
{
    private const byte Yes = (byte)'y';
    private const byte No = (byte)'n';

    /// <summary>The place of a signer's answer.</summary>
    public static string Signed(ConsentId consent, PersonId signer) => $"answer:{consent.Value:N}:{signer.Value:N}";

    /// <summary>The place of an answer that staff took down.</summary>
    public static string Recorded(RecordedAnswerId recorded) => $"recorded-answer:{recorded.Value:N}";

    /// <summary>Seals an answer for its place.</summary>
    public static byte[] Seal(DataKey key, ConsentAnswer answer, string place) =>
        key.Seal([answer == ConsentAnswer.Yes ? Yes : No], place);

    /// <summary>Opens what <see cref="Seal"/> has sealed for the same place.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed outside the hub.</exception>
    public static ConsentAnswer Open(DataKey key, byte[] sealedAnswer, string place) =>
        key.Open(sealedAnswer, place) is [Yes] ? ConsentAnswer.Yes : ConsentAnswer.No;
}

/// <summary>The exact text that a person saw before answering.</summary>
public sealed record ShownText(string Version, string Language, string Hash, string Text);
