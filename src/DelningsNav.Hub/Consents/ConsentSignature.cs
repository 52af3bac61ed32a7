using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;

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
    public ConsentAnswer? Answer { get; private set; }

    /// <summary>When the answer was given, or null.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>How the answer was given, or null before it is given.</summary>
    public AnswerForm? Form { get; private set; }

    /// <summary>The version of the text that was shown.</summary>
    public string? TextVersion { get; private set; }

    /// <summary>The language of the text that was shown.</summary>
    public string? TextLanguage { get; private set; }

    /// <summary>The SHA-256 of the text that was shown, in lower-case hexadecimal. The text itself is stored under this hash.</summary>
    public string? TextHash { get; private set; }

    /// <summary>The reason why the signer is excused or is stated to be prevented, or null.</summary>
    public SignerExcuse? Excuse { get; private set; }

    /// <summary>Whether the consent can be active without this answer. The signer may still answer at any time.</summary>
    public bool IsExcused => Excuse is SignerExcuse.Prevented or SignerExcuse.MeasureDecided;

    internal static ConsentSignature Awaited(PersonId person, SignerCapacity capacity) => new() { Person = person, Capacity = capacity };

    internal void Excused(SignerExcuse? excuse) => Excuse = excuse;

    internal void Give(ConsentAnswer answer, ShownText text, AnswerForm form, DateTimeOffset now)
    {
        Answer = answer;
        AnsweredAt = now;
        Form = form;
        TextVersion = text.Version;
        TextLanguage = text.Language;
        TextHash = text.Hash;
    }
}

/// <summary>The exact text that a person saw before answering.</summary>
public sealed record ShownText(string Version, string Language, string Hash, string Text);
