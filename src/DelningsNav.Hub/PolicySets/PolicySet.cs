using DelningsNav.Hub.Foundation;
using DelningsNav.Policies.Bundles;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// A policy set that the hub has received. It is signed and checked, and it can be set in force (ADR 0018). Swedish:
/// <b>regeluppsättning</b>.
/// </summary>
/// <remarks>
/// A version always names the same set, because the log names sets by their versions. The rules themselves are read from
/// the bundle, never from this row.
/// </remarks>
public sealed class PolicySet
{
    private PolicySet() { }

    /// <summary>The set's id.</summary>
    public PolicySetId Id { get; private init; }

    /// <summary>The version that log entries name.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The day up to which changes of law are considered.</summary>
    public DateOnly LawAsOf { get; private init; }

    /// <summary>The hash of its rules.</summary>
    public string Hash { get; private init; } = "";

    /// <summary>The first day on which the set decides nothing. The bundle states this day and is authoritative.</summary>
    public DateOnly ExpiresOn { get; private set; }

    /// <summary>The bundle, as it was received.</summary>
    public byte[] Bundle { get; private set; } = [];

    /// <summary>When it was first received.</summary>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>The person who submitted it.</summary>
    public string ReceivedBy { get; private init; } = "";

    /// <summary>When the stored bundle passed the hub's own checks.</summary>
    public DateTimeOffset CheckedAt { get; private set; }

    /// <summary>The moment from which it is to be in force, or null when nothing is planned.</summary>
    public DateTimeOffset? PlannedFrom { get; private set; }

    /// <summary>The moment at which it was last set in force. It is null when it was never in force.</summary>
    public DateTimeOffset? ActiveFrom { get; private set; }

    /// <summary>
    /// The number of the swap that last set it in force. The set with the highest number is in force. The number is null when the set was
    /// never in force.
    /// </summary>
    public long? Turn { get; private set; }

    /// <summary>When it was permanently retired, or null.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>The diarienummer of the last decision about when it is in force.</summary>
    public string? Decision { get; private set; }

    /// <summary>The person who registered that decision.</summary>
    public string? DecidedBy { get; private set; }

    internal static PolicySet Receive(PolicySetId id, PolicyBundle bundle, byte[] bytes, string by, DateTimeOffset now) => new()
    {
        Id = id,
        Version = bundle.Version,
        LawAsOf = bundle.LawAsOf,
        Hash = bundle.Hash,
        ExpiresOn = bundle.Expires,
        Bundle = bytes,
        ReceivedAt = now,
        ReceivedBy = by,
        CheckedAt = now,
    };

    /// <summary>Replaces the bundle with another bundle of the same rules, which is valid longer or is signed by another key.</summary>
    internal void Renew(PolicyBundle bundle, byte[] bytes, DateTimeOffset now) =>
        (ExpiresOn, Bundle, CheckedAt) = (bundle.Expires, bytes, now);

    internal void Plan(DateTimeOffset from, string decision, string by) => (PlannedFrom, Decision, DecidedBy) = (from, decision, by);

    internal void PutInForce(long turn, DateTimeOffset now) => (Turn, ActiveFrom, PlannedFrom) = (turn, now, null);

    internal void Retire(DateTimeOffset now, string decision, string by) =>
        (RetiredAt, PlannedFrom, Decision, DecidedBy) = (RetiredAt ?? now, null, decision, by);
}

/// <summary>An authority's own decision that one policy set decides for it. Swedish: <b>beslut att anta</b>.</summary>
public sealed class PolicyAdoption
{
    private PolicyAdoption() { }

    /// <summary>The authority that decided.</summary>
    public AuthorityId Authority { get; private init; }

    /// <summary>The version of the set.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The hash of the set. It is null when the adoption was registered before the hub stored policy sets.</summary>
    public string? Hash { get; private set; }

    /// <summary>The diarienummer of the decision.</summary>
    public string CaseNumber { get; private set; } = "";

    /// <summary>The day of the decision. It is null when the adoption was registered before the hub stored policy sets.</summary>
    public DateOnly? DecidedOn { get; private set; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>The person who registered it.</summary>
    public string RegisteredBy { get; private set; } = "";

    /// <summary>When the authority ended its adoption, or null while it is in effect.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The diarienummer of the decision to end it.</summary>
    public string? EndedCaseNumber { get; private set; }

    internal static PolicyAdoption Of(AuthorityId authority, string version) => new() { Authority = authority, Version = version };

    internal void Adopt(string hash, string caseNumber, DateOnly decidedOn, string by, DateTimeOffset now)
    {
        (Hash, CaseNumber, DecidedOn, RegisteredBy, RegisteredAt) = (hash, caseNumber, decidedOn, by, now);
        (EndedAt, EndedCaseNumber) = (null, null);
    }

    internal void End(string caseNumber, DateTimeOffset now) => (EndedAt, EndedCaseNumber) = (now, caseNumber);
}

/// <summary>Names one <see cref="PolicySet"/>.</summary>
public readonly record struct PolicySetId(Guid Value) : IId<PolicySetId>
{
    /// <inheritdoc/>
    public static PolicySetId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
