using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>An answer that was given on paper or orally, to be recorded.</summary>
internal sealed record AnswerToTakeDown
{
    /// <summary>The member of staff of your branch, assigned to the case, who records it.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The guardian who answered, or the child if the child signs.</summary>
    public required Guid Signer { get; init; }

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    [Code]
    public required string Answer { get; init; }

    /// <summary><c>paper</c> or <c>oral</c>.</summary>
    [Code]
    public required string Form { get; init; }

    /// <summary>When the answer was given; not before the family was asked.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The language of the text that was signed or read out.</summary>
    [Words(20)]
    public required string Language { get; init; }

    /// <summary>The SHA-256 of that text, from <c>/consents/{id}/texts/{language}</c>, or at least its first twelve digits.</summary>
    [Words(64)]
    public required string TextHash { get; init; }

    /// <summary>How the person was identified.</summary>
    [Words(AnswerToRecord.LongestText)]
    public required string Identified { get; init; }

    /// <summary>Why the person did not sign in and answer.</summary>
    [Words(AnswerToRecord.LongestText)]
    public required string Reason { get; init; }

    /// <summary>
    /// The colleague of the branch who is to confirm it, and who alone sees it. Without one it is put to the others at the unit of
    /// <c>staff</c>.
    /// </summary>
    public Guid? SecondPerson { get; init; }

    /// <summary>The signed paper in base64: PDF, JPEG or PNG, at most 10 MiB before it was encoded; only for <c>paper</c>.</summary>
    public ReadOnlyMemory<byte> Scan { get; init; }

    /// <summary>The body as the use case's input. An unknown word becomes null, which the use case lists as a fault.</summary>
    public AnswerToRecord ToRecord() => new()
    {
        Signer = new PersonId(Signer),
        Answer = WireNames.Read<ConsentAnswer>(Answer),
        Form = WireNames.Read<AnswerForm>(Form),
        GivenAt = GivenAt,
        Language = Language,
        TextHash = TextHash,
        Identified = AnswerToRecord.IdentifiedField.Read(Identified),
        Reason = AnswerToRecord.ReasonField.Read(Reason),
        SecondPerson = SecondPerson is { } named ? new StaffMemberId(named) : null,
        Scan = Scan,
    };
}

/// <summary>The answer is recorded and needs a second person's confirmation.</summary>
/// <param name="RecordedAnswer">The recorded answer to be confirmed.</param>
/// <param name="ConfirmAt">The page where another member of the branch, who signs in, confirms or rejects it.</param>
internal sealed record AnswerRecorded(Guid RecordedAnswer, string ConfirmAt)
{
    /// <summary>When the answer withdrew the consent. Absent unless it is a no after a yes.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The wire form of a recorded answer's id.</summary>
    public static AnswerRecorded Of(RecordedAnswerId id) => new(id.Value, $"/arbetsyta/bekrafta/{id}");
}

/// <summary>The text with which families are now asked for a consent.</summary>
/// <param name="Version">The version of the text.</param>
/// <param name="Language">The language of the text. It is Swedish if the text is missing in the requested language.</param>
/// <param name="Sha256">The SHA-256 of the text.</param>
/// <param name="Text">The exact text.</param>
internal sealed record ConsentTextBody(string Version, string Language, string Sha256, string Text);
