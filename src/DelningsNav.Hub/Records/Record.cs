using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Records;

/// <summary>One document or data set about one child, which one holder has deposited in the hub's vault.</summary>
public sealed class Record
{
    private Record() { }

    /// <summary>The record's id.</summary>
    public RecordId Id { get; private init; }

    /// <summary>The child that it is about.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The branch that holds the record and decides about it.</summary>
    public BranchId Holder { get; private init; }

    /// <summary>The type, as a code of the catalogue.</summary>
    public RecordTypeCode Type { get; private set; }

    /// <summary>The name that a reader sees.</summary>
    public string Title => TitleIn(Key.Key, SealedTitle, Id);

    /// <summary>The first day that it covers.</summary>
    public DateOnly PeriodFrom { get; private set; }

    /// <summary>The last day that it covers, included.</summary>
    public DateOnly PeriodTo { get; private set; }

    /// <summary>The content's media type: PDF, JSON or plain text.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>The content's length in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>The digest of the content's SHA-256 under the child's key, in lower-case hexadecimal.</summary>
    public string ContentDigest { get; private init; } = "";

    /// <summary>The holder's own reference. The same reference with the same content is the same record.</summary>
    public string Reference { get; private init; } = "";

    /// <summary>
    /// Whether the record tells about persons other than the child and the guardians. Nobody has lifted the secrecy that protects such
    /// persons.
    /// </summary>
    public bool MentionsOthers { get; private set; }

    /// <summary>
    /// Who the record tells about besides the child, in the words of <see cref="Mentioned"/> with spaces between. Null for a record from
    /// before this had to be stated.
    /// </summary>
    public string? Mentions { get; private set; }

    /// <summary>What the holder masked before the deposit, as codes of obligations, for example <c>mask-contact-details</c>.</summary>
    public IReadOnlyList<string> Redactions { get; private set; } = [];

    /// <summary>The marking on the document, or null. Swedish: <b>sekretessmarkering</b> (OSL 5 kap. 5 §).</summary>
    public SecrecyMarking? Marking { get; private set; }

    /// <summary>When it was deposited.</summary>
    public DateTimeOffset DepositedAt { get; private set; }

    /// <summary>The day on which the copy is deleted, because the hub is not an archive (TF 2 kap. 13 §).</summary>
    public DateOnly DeleteOn { get; private set; }

    /// <summary>When the holder withdrew it, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Whether the record can be requested at a moment.</summary>
    public bool IsAvailable(DateTimeOffset now) =>
        WithdrawnAt is null && SwedishTime.DayOf(now) < DeleteOn;

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedTitle { get; private set; } = [];

    /// <summary>The title in a row that was read without this class.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed outside the hub.</exception>
    internal static string TitleIn(DataKey key, byte[] sealedTitle, RecordId record) => key.Open(sealedTitle, "record-title", record.Value);

    /// <summary>A record without its description. The key is the child's.</summary>
    internal static Record Of(RecordId id, PersonKey key, RecordDeposit deposit, BranchId holder, string contentHash) =>
        new()
        {
            Id = id,
            Child = deposit.Child,
            Key = key,
            Holder = holder,
            Length = deposit.Content.Length,
            ContentDigest = key.Key.DigestOf(contentHash),
            Reference = deposit.Reference.Value,
        };

    /// <summary>Whether a deposit has the same description as the record. The content is compared separately, by its hash.</summary>
    internal bool IsAsIn(RecordDeposit deposit) =>
        Type == deposit.Type
        && Title == deposit.Title.Value
        && PeriodFrom == deposit.PeriodFrom
        && PeriodTo == deposit.PeriodTo
        && MediaType == deposit.MediaType
        && Mentions == string.Join(' ', deposit.Mentions.Words)
        && Marking == deposit.Marking?.Value
        && Redactions.SequenceEqual(deposit.Redactions);

    /// <summary>
    /// Stores the holder's description of the record. From then on the record can be requested, until its day of deletion.
    /// </summary>
    internal void TakeUp(RecordDeposit deposit, DateTimeOffset now, DateOnly deleteOn)
    {
        Type = deposit.Type;
        SealedTitle = Key.Key.Seal(deposit.Title.Value, "record-title", Id.Value);
        PeriodFrom = deposit.PeriodFrom;
        PeriodTo = deposit.PeriodTo;
        MediaType = deposit.MediaType;
        MentionsOthers = deposit.Mentions.AnyOther;
        Mentions = string.Join(' ', deposit.Mentions.Words);
        Redactions = deposit.Redactions;
        Marking = deposit.Marking?.Value;
        DepositedAt = now;
        DeleteOn = deleteOn;
        WithdrawnAt = null;
    }

    /// <summary>Withdraws the record; nobody receives it afterwards.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}

/// <summary>
/// A secrecy marking, with the provision, the day, and the person who made it. Each request is still examined (OSL 5 kap. 5 §).
/// </summary>
public sealed record SecrecyMarking(string Provision, DateOnly MarkedOn, string MarkedBy);

/// <summary>A secrecy marking in the form that a holder deposits.</summary>
public sealed record DepositedMarking(FreeText Provision, DateOnly MarkedOn, FreeText MarkedBy)
{
    /// <summary>The text field of the provision.</summary>
    public static TextField ProvisionField { get; } = new("marking.provision", 100);

    /// <summary>The text field of the person who made the marking.</summary>
    public static TextField MarkedByField { get; } = new("marking.markedBy", 200);

    internal SecrecyMarking Value => new(Provision.Value, MarkedOn, MarkedBy.Value);
}

/// <summary>What a holder deposits.</summary>
public sealed record RecordDeposit
{
    /// <summary>The child that it is about.</summary>
    public required PersonId Child { get; init; }

    /// <summary>The type, as a code of the catalogue.</summary>
    public required RecordTypeCode Type { get; init; }

    /// <summary>The name that a reader sees; at most 200 characters.</summary>
    public required FreeText Title { get; init; }

    /// <summary>The holder's own reference, unique within the holder; at most 200 characters and no identity number.</summary>
    public required FreeText Reference { get; init; }

    /// <summary>The first day that it covers.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day that it covers, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary><c>application/pdf</c>, <c>application/json</c> or <c>text/plain</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The content; at most <see cref="DepositRecord.LargestContent"/> bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Who the record tells about, besides the child. It must be stated: a forgotten statement would fail open.</summary>
    public required Mentioned Mentions { get; init; }

    /// <summary>What the holder has already masked in the content, as codes of obligations.</summary>
    public IReadOnlyList<string> Redactions { get; init; } = [];

    /// <summary>The marking on the document, if any.</summary>
    public DepositedMarking? Marking { get; init; }
}
