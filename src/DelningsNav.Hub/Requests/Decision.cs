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
/// What the hub decided about one type of record, and one record where there is one, in answer to one request.
/// A row beside the log, for lists and look-ups; what proves the decision is the log entry that it names.
/// </summary>
public sealed class Decision
{
    private Decision() { }

    /// <summary>The decision's id; the release's id too when it permits.</summary>
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

    /// <summary>The policy that decided, or the nearest one that would have opened.</summary>
    public string Policy { get; internal init; } = "";

    /// <summary>The paragraph of law of that policy.</summary>
    public string Law { get; internal init; } = "";

    /// <summary>The consent it stands on, or null.</summary>
    public ConsentId? Consent { get; internal init; }

    /// <summary>The assessment it stands on, or null.</summary>
    public AssessmentId? Assessment { get; internal init; }

    /// <summary>The emergency access it stands on, or null.</summary>
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

    /// <summary>Whether the record was to be opened at once. A decision that only says that it may be is no use of a consent.</summary>
    public bool Opened { get; internal init; }
}

/// <summary>How the handing over of a document went. Each opening is one, and each has its own log entry.</summary>
public sealed class Delivery
{
    private Delivery() { }

    /// <summary>The delivery's id.</summary>
    public DeliveryId Id { get; internal init; }

    /// <summary>The release it carried out.</summary>
    public DecisionId Release { get; internal init; }

    /// <summary>Whether the record reached the receiver's door.</summary>
    public bool Delivered { get; internal init; }

    /// <summary>The index of the log entry that confirms it.</summary>
    public long LogIndex { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }
}
