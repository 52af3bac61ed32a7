namespace DelningsNav.Client;

/// <summary>A record that a holder deposits.</summary>
public sealed record RecordToDeposit
{
    /// <summary>The child it is about, by the hub's id.</summary>
    public required Guid Child { get; init; }

    /// <summary>The type, a code of the catalogue that your branch may hold.</summary>
    public required string Type { get; init; }

    /// <summary>The name that a reader sees; at most 200 characters and no identity number.</summary>
    public required string Title { get; init; }

    /// <summary>Your own reference, unique within your branch; at most 200 characters and no identity number.</summary>
    public required string Reference { get; init; }

    /// <summary>The first day it covers.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day it covers, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary><c>application/pdf</c>, <c>application/json</c> or <c>text/plain</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The content; at most 10 MiB.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Whether persons other than the child and the guardians are mentioned.</summary>
    public bool MentionsOthers { get; init; }

    /// <summary>What is already masked in the content, codes of obligations.</summary>
    public IReadOnlyList<string> Redactions { get; init; } = [];

    /// <summary>The secrecy marking on the document, or null.</summary>
    public RecordMarking? Marking { get; init; }
}

/// <summary>A secrecy marking on a document (OSL 5 kap. 5 §).</summary>
/// <param name="Provision">The provision.</param>
/// <param name="MarkedOn">When it was marked.</param>
/// <param name="MarkedBy">The authority that marked it.</param>
public sealed record RecordMarking(string Provision, DateOnly MarkedOn, string MarkedBy);

/// <summary>A record in the vault.</summary>
/// <param name="Record">Its id.</param>
/// <param name="IsNew">False when this content was deposited under this reference before.</param>
public sealed record DepositedRecord(Guid Record, bool IsNew);

/// <summary>One page of the catalogue of record types.</summary>
/// <param name="Items">The types.</param>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Limit">The number of types on a full page.</param>
/// <param name="Total">The number of types on all pages.</param>
public sealed record RecordTypePage(IReadOnlyList<RecordTypeEntry> Items, int Page, int Limit, int Total);

/// <summary>A type of record.</summary>
/// <param name="Code">The code that calls use.</param>
/// <param name="Swedish">The name in Swedish.</param>
/// <param name="English">The name in English.</param>
/// <param name="DefaultRedactions">What is always masked unless an assessor says otherwise.</param>
/// <param name="DaysKept">After how many days a deposited copy is deleted at the latest.</param>
/// <param name="Holdings">Who may hold it, and the secrecy there; the usual holder first.</param>
public sealed record RecordTypeEntry(
    string Code, string Swedish, string English, IReadOnlyList<string> DefaultRedactions, int DaysKept,
    IReadOnlyList<RecordTypeHolding> Holdings);

/// <summary>A type of record at one kind of holder.</summary>
/// <param name="Party">The kind of party.</param>
/// <param name="Branch">The branch within it.</param>
/// <param name="Provision">The secrecy provision.</param>
/// <param name="DamageTest">The damage that must be expected before it is secret.</param>
/// <param name="Lifts">Codes of what may lift the secrecy.</param>
public sealed record RecordTypeHolding(string Party, string Branch, string Provision, string DamageTest, IReadOnlyList<string> Lifts);
