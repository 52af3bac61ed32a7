using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>A document of the demo city before it is deposited.</summary>
internal sealed record DemoDocument
{
    /// <summary>The type of record, as a code from the catalogue.</summary>
    public required string Type { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The start of the holder's own reference. The pupil's number is added to it.</summary>
    public required string Reference { get; init; }

    /// <summary>The first day that the document covers.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day that the document covers, included.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>Writes the content for a family.</summary>
    public required Func<DemoFamily, byte[]> Content { get; init; }

    /// <summary>What the holder has masked, as codes of obligations.</summary>
    public IReadOnlyList<string> Redactions { get; init; } = [];

    /// <summary>Whom the document tells about besides the child.</summary>
    public IReadOnlyList<string> MentionsOthers { get; init; } = [];

    /// <summary>The secrecy marking, or null.</summary>
    public DepositedMarking? Marking { get; init; }

    /// <summary>The document as a deposit about a family's child.</summary>
    public RecordDeposit For(DemoFamily family) => new()
    {
        Child = family.Child.Id,
        Type = RecordTypeCode.Parse(Type),
        Title = DepositRecord.Title.Read(Title),
        Reference = DepositRecord.Reference.Read($"{Reference}/elev-{family.Number:000}"),
        PeriodFrom = From,
        PeriodTo = To,
        MediaType = MediaType,
        Content = Content(family),
        Redactions = Redactions,
        Mentions = Mentioned.Read(MentionsOthers),
        Marking = Marking,
    };
}
