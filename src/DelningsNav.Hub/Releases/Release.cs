using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>The right to hand over one record in answer to one request. Swedish: <b>utlämnande</b> (OSL 6 kap. 5 §).</summary>
/// <remarks>
/// A release can be made only from a permitting verdict and the log's receipt for that verdict. The vault accepts nothing else. Therefore
/// code that omits the decision or the log entry cannot open a record.
/// </remarks>
public sealed class Release
{
    private Release(DecisionId id, RequestFacts facts, FactsOfRecord record, Verdict.Release verdict, AuditReceipt receipt)
    {
        Id = id;
        Request = facts.Request;
        Case = facts.Case;
        Holder = new AuthorityId(facts.Holder.AuthorityId);
        Asker = facts.Asker;
        Child = record.Child;
        Record = record.Id;
        Title = record.Title();
        RecordType = record.Type;
        PeriodFrom = record.PeriodFrom;
        MediaType = record.MediaType;
        Ground = verdict.Ground;
        Obligations = verdict.Obligations;
        Receipt = receipt;
    }

    /// <summary>The id of the decision that permitted the release. It is also the id of the release.</summary>
    public DecisionId Id { get; }

    /// <summary>The request that it answers.</summary>
    public RequestId Request { get; }

    /// <summary>The case in which the record was requested.</summary>
    public CaseId Case { get; }

    /// <summary>The party that holds the record.</summary>
    public AuthorityId Holder { get; }

    /// <summary>The child that the record is about.</summary>
    public PersonId Child { get; }

    /// <summary>The record.</summary>
    public RecordId Record { get; }

    /// <summary>The record's title.</summary>
    public string Title { get; }

    /// <summary>The record's type, as a code of the catalogue.</summary>
    public RecordTypeCode RecordType { get; }

    /// <summary>The first day that the record covers.</summary>
    public DateOnly PeriodFrom { get; }

    /// <summary>The record's media type.</summary>
    public string MediaType { get; }

    /// <summary>The ground that lifts the secrecy.</summary>
    public Ground Ground { get; }

    /// <summary>What must be done to the record, or stated to its recipient, before it is handed over.</summary>
    public IReadOnlyList<string> Obligations { get; }

    /// <summary>The log's receipt: proof that the decision is durable.</summary>
    public AuditReceipt Receipt { get; }

    /// <summary>
    /// What was cut away when the record was opened, for the log entry of the delivery. Empty until then, and when nothing had to be cut.
    /// </summary>
    internal IReadOnlyList<AppliedObligation> Applied { get; set; } = [];

    /// <summary>The requester, in the form that the log uses.</summary>
    internal Actor Asker { get; }

    internal static Release From(DecisionId id, RequestFacts facts, FactsOfRecord record, Verdict.Release verdict, AuditReceipt receipt) =>
        new(id, facts, record, verdict, receipt);
}

/// <summary>A record's content as the recipient gets it, cut down to what the decision allows.</summary>
/// <param name="Release">The release that this document carries out.</param>
/// <param name="MediaType">The media type of what is handed over.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Applied">How each obligation to cut something away was met, and what was removed.</param>
public sealed record ReleasedDocument(
    Release Release, string MediaType, ReadOnlyMemory<byte> Content, IReadOnlyList<AppliedObligation> Applied);
