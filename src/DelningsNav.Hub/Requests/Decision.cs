using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>The three answers a request can get.</summary>
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
/// What the hub decided about one type of record, and one record where there is one, in answer to one request. A row for lists and
/// look-ups, stored outside the log; the log entry that it names proves the decision.
/// </summary>
public sealed class Decision
{
    private Decision() { }

    /// <summary>The decision's id, which is also the release's id when it permits.</summary>
    public DecisionId Id { get; internal init; }

    /// <summary>The request it answers.</summary>
    public RequestId Request { get; internal init; }

    /// <summary>The child, for access reports.</summary>
    public PersonId Child { get; internal init; }

    /// <summary>The type of record.</summary>
    public RecordTypeCode RecordType { get; internal init; }

    /// <summary>The record, or null when the holder has deposited none of this type and period.</summary>
    public RecordId? Record { get; internal init; }

    /// <summary>The answer.</summary>
    public DecisionKind Kind { get; internal init; }

    /// <summary>The policy that decided, or the nearest policy that would have permitted it.</summary>
    public string Policy { get; internal init; } = "";

    /// <summary>The paragraph of law of that policy.</summary>
    public string Law { get; internal init; } = "";

    /// <summary>The consent it rests on, or null.</summary>
    public ConsentId? Consent { get; internal init; }

    /// <summary>The assessment it rests on, or null.</summary>
    public AssessmentId? Assessment { get; internal init; }

    /// <summary>The emergency access it rests on, or null.</summary>
    public EmergencyAccessId? Emergency { get; internal init; }

    /// <summary>The obligations of a release, or what a refusal says is missing: codes.</summary>
    public IReadOnlyList<string> Codes { get; internal init; } = [];

    /// <summary>What a refusal or a referral says is missing; empty for a release.</summary>
    public IReadOnlyList<MissingCode> Missing => Kind == DecisionKind.Release ? [] : [.. Codes.Select(MissingCode.Parse)];

    /// <summary>The version of the policy set.</summary>
    public string PolicySet { get; internal init; } = "";

    /// <summary>The index of the log entry.</summary>
    public long LogIndex { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset DecidedAt { get; internal init; }

    /// <summary>Whether the record was to be opened at once. A decision that only permits an opening does not use up a consent.</summary>
    public bool Opened { get; internal init; }
}

/// <summary>The result of handing over a document. Each opening is a delivery of its own with its own log entry.</summary>
public sealed class Delivery
{
    private Delivery() { }

    /// <summary>The delivery's id.</summary>
    public DeliveryId Id { get; internal init; }

    /// <summary>The release it carried out.</summary>
    public DecisionId Release { get; internal init; }

    /// <summary>Whether the record reached the recipient's system or page.</summary>
    public bool Delivered { get; internal init; }

    /// <summary>The index of the log entry that confirms it.</summary>
    public long LogIndex { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }
}
