using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Messages;

/// <summary>The kinds of messages to a family member.</summary>
public enum FamilyMessageKind
{
    /// <summary>A question waits for the person's answer.</summary>
    Asked,

    /// <summary>The question has been unanswered for a week.</summary>
    Reminded,

    /// <summary>The question has been unanswered for three weeks.</summary>
    RemindedAgain,

    /// <summary>Every signer has signed, and the consent is active now.</summary>
    Holds,

    /// <summary>A consent that was active has ended.</summary>
    Over,

    /// <summary>Staff recorded an answer in the person's name, on paper or orally.</summary>
    AnswerRecorded,
}

/// <summary>
/// One message to one family member. It is sent once. Its content is read from the consent when the message is shown, so that nothing is
/// stored twice.
/// </summary>
public sealed class FamilyMessage
{
    private FamilyMessage() { }

    /// <summary>The receiver of the message.</summary>
    public PersonId Person { get; private init; }

    /// <summary>What it is about: the recorded answer, if staff recorded one, otherwise the consent.</summary>
    public MessageSubjectId About { get; private init; }

    /// <summary>The consent it is about, or to which the answer was recorded.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>Its kind.</summary>
    public FamilyMessageKind Kind { get; private init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; internal set; }

    /// <summary>When a link by e-mail announced it, or null.</summary>
    public DateTimeOffset? MailedAt { get; internal set; }

    /// <summary>A message that nobody has read and no link has announced yet.</summary>
    internal static FamilyMessage To(PersonId person, ConsentId consent, FamilyMessageKind kind, DateTimeOffset at) =>
        new() { Person = person, About = MessageSubjectId.Of(consent), Consent = consent, Kind = kind, At = at };

    /// <summary>A message that an answer was recorded in the person's name.</summary>
    internal static FamilyMessage OfRecorded(PersonId person, ConsentId consent, RecordedAnswerId recorded, DateTimeOffset at) =>
        new()
        {
            Person = person,
            About = MessageSubjectId.Of(recorded),
            Consent = consent,
            Kind = FamilyMessageKind.AnswerRecorded,
            At = at,
        };
}
