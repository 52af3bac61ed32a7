using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>
/// One staff member's request to one holder for records of named types about one child in one case.
/// Swedish: <b>begäran om utlämnande</b> (OSL 6 kap. 5 §).
/// </summary>
public sealed class InformationRequest
{
    private InformationRequest() { }

    /// <summary>The request's id.</summary>
    public RequestId Id { get; private init; }

    /// <summary>The case in which the request is made.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The requester.</summary>
    public StaffMemberId AskedBy { get; private init; }

    /// <summary>The system that sent the request, or null when the request came from a page.</summary>
    public ClientId? Client { get; private init; }

    /// <summary>The branch that would receive the records: the requester's own.</summary>
    public BranchId Recipient { get; private init; }

    /// <summary>The branch that holds the records.</summary>
    public BranchId Holder { get; private init; }

    /// <summary>The types of records, as codes of the catalogue. Never empty.</summary>
    public IReadOnlyList<RecordTypeCode> RecordTypes { get; private init; } = [];

    /// <summary>The first day that the records may cover.</summary>
    public DateOnly PeriodFrom { get; private init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public DateOnly PeriodTo { get; private init; }

    /// <summary>The purpose, as a code.</summary>
    public PurposeCode Purpose { get; private init; }

    /// <summary>Why the records are needed, in the requester's words. This text is for the holder's assessor and the log.</summary>
    public string Reason => Key.Key.Open(SealedReason, "request-reason", Id.Value);

    /// <summary>The ground that the requester claims, or null. A claim is not needed, because the hub finds the ground.</summary>
    public string? ClaimedGround { get; private init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedReason { get; private init; } = [];

    /// <summary>What a member of staff asks for. The key is the child's.</summary>
    internal static InformationRequest Of(
        RequestId id, InformationAsk ask, PersonKey key, StaffMemberId by, ClientId? client, BranchId recipient, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Case = ask.Case,
            Child = key.Person,
            Key = key,
            AskedBy = by,
            Client = client,
            Recipient = recipient,
            Holder = ask.Holder,
            RecordTypes = [.. ask.RecordTypes.Distinct()],
            PeriodFrom = ask.PeriodFrom,
            PeriodTo = ask.PeriodTo,
            Purpose = ask.Purpose!.Value,
            SealedReason = key.Key.Seal(ask.Reason.Value, "request-reason", id.Value),
            ClaimedGround = ask.ClaimedGround,
            AskedAt = now,
        };
}

/// <summary>What is asked for.</summary>
public sealed record InformationAsk
{
    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required BranchId Holder { get; init; }

    /// <summary>The types, as codes of the catalogue.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose, or null if the text that was sent is not a purpose code.</summary>
    public required PurposeCode? Purpose { get; init; }

    /// <summary>Why the records are needed; at most 1,000 characters.</summary>
    public FreeText Reason { get; init; } = FreeText.None;

    /// <summary>The claimed ground, if any.</summary>
    public string? ClaimedGround { get; init; }
}
