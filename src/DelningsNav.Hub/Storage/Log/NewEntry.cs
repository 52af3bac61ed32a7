using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>An entry that a use case wants to log.</summary>
public sealed record NewEntry
{
    /// <summary>The kind, from <see cref="EntryKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// The verdict in one word (<c>release</c>, <c>refuse</c>, <c>refer</c>), or empty. It is stored in the readable part.
    /// </summary>
    public string Verdict { get; init; } = "";

    /// <summary>The actor.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The child or person it is about, if any.</summary>
    public PersonId? About { get; init; }

    /// <summary>The case, if any.</summary>
    public CaseId? Case { get; init; }

    /// <summary>The party whose records or matters the entry is about, if any. The party's registrators can read the entry.</summary>
    public AuthorityId? Holder { get; init; }

    /// <summary>
    /// All other fields, for example persons, reasons and grounds. They never contain an identity number. A field with the value null is
    /// left out.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>();

    /// <summary>Rows that are committed with the entry and refer to its index.</summary>
    internal IReadOnlyList<Func<long, ExtraRow>> ExtraRows { get; init; } = [];
}

/// <summary>The actor as the log names them.</summary>
/// <param name="Id">The id of the member of staff, the client or the person.</param>
/// <param name="Kind"><c>staff</c>, <c>client</c>, <c>person</c> or <c>hub</c>.</param>
/// <param name="Name">The name as it was at the moment of the entry. For a family member, this is the capacity and not a name.</param>
/// <param name="Authority">The party in whose name the actor acts. It is null for families and the hub.</param>
/// <param name="Unit">The workplace's name, or empty.</param>
/// <param name="Role">The role's code, or empty.</param>
public sealed record Actor(Guid Id, string Kind, string Name, AuthorityId? Authority = null, string Unit = "", string Role = "")
{
    /// <summary>
    /// The system whose signed call named the member of staff, or null when they had signed in. The entry has it as <c>client</c>.
    /// </summary>
    public ClientId? Through { get; init; }

    /// <summary>The hub itself.</summary>
    public static Actor Hub { get; } = new(Guid.Empty, "hub", "DelningsNav");
}

/// <summary>
/// One item of a batch: entries that are committed together or not at all, the versions that they rely on, and the rows that belong to
/// them.
/// </summary>
internal sealed record LogAppend(
    IReadOnlyList<PreparedEntry> Entries,
    IReadOnlyList<SubjectVersion> ReliesOn,
    IReadOnlyList<Func<IReadOnlyList<long>, ExtraRow>> ExtraRows)
{
    /// <summary>
    /// The subject that the item changes, because the next item may rely on it, with its new seal. The item relies on its version too. The
    /// seal is null when the bound rows remain as they are.
    /// </summary>
    public (SubjectId Subject, byte[]? Seal)? Changes { get; init; }
}

/// <summary>
/// A subject that an entry changes, with the digest of its bound rows after the change. The digest is null when they remain as they are.
/// </summary>
internal sealed record ChangedState(SubjectId Subject, byte[]? Digest = null);

/// <summary>A row that is committed with its entry.</summary>
internal sealed record ExtraRow(RowInsert Into, object?[] Values);

/// <summary>An entry whose leaf is encoded and whose payload is encrypted, ready to be added to the tree.</summary>
internal sealed record PreparedEntry(
    NewEntry Source, LogEntry Entry, byte[] Leaf, byte[] SealedPayload, Guid PayloadKey, EntrySearch Search);

/// <summary>The result of a compare-and-append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>The entries are durable.</summary>
    public sealed record Appended(IReadOnlyList<AuditReceipt> Receipts) : AppendOutcome;

    /// <summary>
    /// The version of a log subject was raised after the decision used it. Nothing was written, and the caller must decide again.
    /// </summary>
    public sealed record Moved : AppendOutcome;
}

/// <summary>The log cannot be written. Therefore nothing may be released or changed now.</summary>
public sealed class LogUnavailableException : Exception
{
    /// <summary>Creates the exception with its cause.</summary>
    public LogUnavailableException(Exception cause)
        : base("the audit log cannot be written; nothing was released or changed", cause) { }
}
