using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>An answer on paper or in words, to be taken down.</summary>
internal sealed record AnswerToTakeDown
{
    /// <summary>The member of staff of your branch, assigned to the case, who takes it down.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The guardian who answered, or the child where it signs itself.</summary>
    public required Guid Signer { get; init; }

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    [Code]
    public required string Answer { get; init; }

    /// <summary><c>paper</c> or <c>oral</c>.</summary>
    [Code]
    public required string Form { get; init; }

    /// <summary>When it was given; not before the family was asked.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The language of the text that was signed or read out.</summary>
    [Words(20)]
    public required string Language { get; init; }

    /// <summary>The SHA-256 of that text, of <c>/consents/{id}/texts/{language}</c>, or at least its first twelve digits.</summary>
    [Words(64)]
    public required string TextHash { get; init; }

    /// <summary>How the person was identified.</summary>
    [Words(AnswerToRecord.LongestText)]
    public required string Identified { get; init; }

    /// <summary>Why the person did not answer signed in.</summary>
    [Words(AnswerToRecord.LongestText)]
    public required string Reason { get; init; }

    /// <summary>The signed paper in base64: PDF, JPEG or PNG, at most 10 MiB before it was encoded; only for <c>paper</c>.</summary>
    public ReadOnlyMemory<byte> Scan { get; init; }

    /// <summary>The use case's own form of it. A word that names no member becomes null, which the use case lists as a fault.</summary>
    public AnswerToRecord ToRecord() => new()
    {
        Signer = new PersonId(Signer),
        Answer = WireNames.Read<ConsentAnswer>(Answer),
        Form = WireNames.Read<AnswerForm>(Form),
        GivenAt = GivenAt,
        Language = Language,
        TextHash = TextHash,
        Identified = Identified,
        Reason = Reason,
        Scan = Scan,
    };
}

/// <summary>The answer is taken down and waits for a second person.</summary>
/// <param name="RecordedAnswer">What is to be confirmed.</param>
internal sealed record AnswerRecorded(Guid RecordedAnswer);

/// <summary>A second person's decision.</summary>
internal sealed record ConfirmationToMake
{
    /// <summary>The second person: another member of your branch than the one who took it down.</summary>
    public required Guid Staff { get; init; }

    /// <summary><c>confirm</c> or <c>reject</c>.</summary>
    [Code]
    public required string Decision { get; init; }

    /// <summary>What is not right; demanded with <c>reject</c>.</summary>
    [Words(ConfirmRecordedAnswer.LongestWords, MayBeEmpty = true)]
    public string Reason { get; set; } = "";
}

/// <summary>The second person's decision is made.</summary>
/// <param name="Status"><c>confirmed</c> or <c>rejected</c>. Confirmed does not say that it counts: an answer of the person's own stands.</param>
internal sealed record ConfirmationMade(string Status);

/// <summary>The text of a consent as it is asked with now.</summary>
/// <param name="Version">The version of the text.</param>
/// <param name="Language">Its language; Swedish when the one asked for is not there.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Text">The exact text.</param>
internal sealed record ConsentTextBody(string Version, string Language, string Sha256, string Text);
