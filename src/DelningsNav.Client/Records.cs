namespace DelningsNav.Client;

/// <summary>A record that a holder deposits.</summary>
public sealed record RecordToDeposit
{
    /// <summary>The hub's id of the child that the record is about.</summary>
    public required Guid Child { get; init; }

    /// <summary>The type of record: a code from the catalogue, of a type that your branch may hold.</summary>
    public required string Type { get; init; }

    /// <summary>The title that readers are shown. It has at most 200 characters and contains no identity number.</summary>
    public required string Title { get; init; }

    /// <summary>Your own reference, unique within your branch. It has at most 200 characters and contains no identity number.</summary>
    public required string Reference { get; init; }

    /// <summary>The first day that the record covers.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day that the record covers, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary><c>application/pdf</c>, <c>application/json</c> or <c>text/plain</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The content, of at most 10 MiB.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>
    /// Whom the record tells more about than name and relation to the child: <c>guardian</c>, <c>sibling</c>, <c>other-pupil</c>,
    /// <c>reporter</c>, <c>other</c>, or the hub's id of a person. Empty when it tells about nobody but the child.
    /// </summary>
    public required IReadOnlyList<string> MentionsOthers { get; init; }

    /// <summary>The codes of the obligations that are already carried out: what they require is masked in the content.</summary>
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
/// <param name="Record">The record's id.</param>
/// <param name="IsNew">False when the same content was already deposited under the same reference.</param>
public sealed record DepositedRecord(Guid Record, bool IsNew);

/// <summary>One page of the catalogue of record types.</summary>
/// <param name="Items">The types.</param>
/// <param name="Page">The page's number, from 1.</param>
/// <param name="Limit">The number of types on a full page.</param>
/// <param name="Total">The number of types on all pages.</param>
public sealed record RecordTypePage(IReadOnlyList<RecordTypeEntry> Items, int Page, int Limit, int Total);

/// <summary>A type of record.</summary>
/// <param name="Code">The code that calls use.</param>
/// <param name="Swedish">The name in Swedish.</param>
/// <param name="English">The name in English.</param>
/// <param name="DefaultRedactions">Codes of what is masked unless an assessor decides otherwise.</param>
/// <param name="Forms">The documented forms that JSON of the type must follow; empty when it has none.</param>
/// <param name="DaysKept">A deposited copy is deleted after this number of days at the latest.</param>
/// <param name="Holdings">The kinds of holders, each with the secrecy that applies there. The usual holder is first.</param>
public sealed record RecordTypeEntry(
    string Code, string Swedish, string English, IReadOnlyList<string> DefaultRedactions, IReadOnlyList<string> Forms, int DaysKept,
    IReadOnlyList<RecordTypeHolding> Holdings);

/// <summary>A type of record at one kind of holder.</summary>
/// <param name="Party">The kind of party.</param>
/// <param name="Branch">The kind of branch within the party.</param>
/// <param name="Provision">The secrecy provision.</param>
/// <param name="DamageTest">The damage test: what damage must be expected for the record to be secret.</param>
/// <param name="Lifts">Codes of the grounds that may lift the secrecy.</param>
public sealed record RecordTypeHolding(string Party, string Branch, string Provision, string DamageTest, IReadOnlyList<string> Lifts);
