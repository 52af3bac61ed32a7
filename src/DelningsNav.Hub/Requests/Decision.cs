using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>The three possible answers to a request.</summary>
public enum DecisionKind
{
    /// <summary>The record may be handed over.</summary>
    Release,

    /// <summary>The record may not be handed over.</summary>
    Refuse,

    /// <summary>The holder's assessor must judge.</summary>
    Refer,
}

/// <summary>
/// The hub's decision about one type of record in answer to one request. If the holder has deposited records, the decision is about one
/// of them. The row is stored outside the log and is used for lists and look-ups. The log entry that the row names proves the decision.
/// </summary>
public sealed class Decision
{
    private Decision() { }

    /// <summary>The decision's id. If the decision permits a release, this is also the id of the release.</summary>
    public DecisionId Id { get; internal init; }

    /// <summary>The request that the decision answers.</summary>
    public RequestId Request { get; internal init; }

    /// <summary>The child, for access reports.</summary>
    public PersonId Child { get; internal init; }

    /// <summary>The type of record.</summary>
    public RecordTypeCode RecordType { get; internal init; }

    /// <summary>The record, or null when the holder has not deposited a record of this type and period.</summary>
    public RecordId? Record { get; internal init; }

    /// <summary>The answer.</summary>
    public DecisionKind Kind { get; internal init; }

    /// <summary>The policy that permitted the release. Otherwise the nearest policy that would have permitted it.</summary>
    public string Policy { get; internal init; } = "";

    /// <summary>The paragraph of law of that policy.</summary>
    public string Law { get; internal init; } = "";

    /// <summary>The consent that the decision rests on, or null.</summary>
    public ConsentId? Consent { get; internal init; }

    /// <summary>The assessment that the decision rests on, or null.</summary>
    public AssessmentId? Assessment { get; internal init; }

    /// <summary>The emergency access that the decision rests on, or null.</summary>
    public EmergencyAccessId? Emergency { get; internal init; }

    /// <summary>The codes of the obligations of a release, or of what is missing according to a refusal or a referral.</summary>
    public IReadOnlyList<string> Codes { get; internal init; } = [];

    /// <summary>What is missing according to a refusal or a referral. Empty for a release.</summary>
    public IReadOnlyList<MissingCode> Missing => Kind == DecisionKind.Release ? [] : [.. Codes.Select(MissingCode.Parse)];

    /// <summary>The version of the policy set.</summary>
    public string PolicySet { get; internal init; } = "";

    /// <summary>The index of the log entry.</summary>
    public long LogIndex { get; internal init; }

    /// <summary>The time of the decision.</summary>
    public DateTimeOffset DecidedAt { get; internal init; }

    /// <summary>Whether the record was to be opened at once. A decision that only permits an opening does not use up a consent.</summary>
    public bool Opened { get; internal init; }
}

/// <summary>The result of handing over a document. Each opening is a separate delivery with a separate log entry.</summary>
public sealed class Delivery
{
    private Delivery() { }

    /// <summary>The delivery's id.</summary>
    public DeliveryId Id { get; internal init; }

    /// <summary>The release that the delivery carried out.</summary>
    public DecisionId Release { get; internal init; }

    /// <summary>Whether the record reached the recipient's system or page.</summary>
    public bool Delivered { get; internal init; }

    /// <summary>The index of the log entry that confirms it.</summary>
    public long LogIndex { get; internal init; }

    /// <summary>The time of the delivery.</summary>
    public DateTimeOffset At { get; internal init; }
}
