using DelningsNav.Policies.Bundles;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The status of a set that the hub has.</summary>
public enum PolicySetState
{
    /// <summary>Received and checked, but never in force.</summary>
    Held,

    /// <summary>To be in force from a future moment.</summary>
    Planned,

    /// <summary>In force.</summary>
    InForce,

    /// <summary>It was in force, and another set is in force now. It can be activated again.</summary>
    Superseded,

    /// <summary>Its last day has passed. A bundle with the same rules and a later last day can be received.</summary>
    Expired,

    /// <summary>Permanently taken out of use.</summary>
    Retired,

    /// <summary>The bundle in the database is not signed by a trusted key. The set makes no decisions.</summary>
    Unsound,
}

/// <summary>One set that the hub has, as a system owner sees it in the list.</summary>
public sealed record PolicySetLine
{
    /// <summary>The set.</summary>
    public required PolicySetId Id { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The day up to which changes of law are considered.</summary>
    public required DateOnly LawAsOf { get; init; }

    /// <summary>The first day on which it decides nothing.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Its status.</summary>
    public required PolicySetState State { get; init; }

    /// <summary>The moment from which it is to be in force, or null when nothing is planned.</summary>
    public required DateTimeOffset? PlannedFrom { get; init; }

    /// <summary>The moment at which it was last set in force. It is null when it was never in force.</summary>
    public required DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>When it was retired, or null.</summary>
    public required DateTimeOffset? RetiredAt { get; init; }

    /// <summary>When it was first received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The names of the trusted keys that signed it. The list is empty when the set is not sound.</summary>
    public required IReadOnlyList<string> SignedBy { get; init; }

    /// <summary>The current adoption by the reader's own authority, or null.</summary>
    public required OwnAdoption? Mine { get; init; }

    /// <summary>Whether an authority may adopt it.</summary>
    public bool CanBeAdopted => State is not PolicySetState.Retired;

    /// <summary>
    /// Whether its status allows that it is set in force. The use case <see cref="ActivatePolicySet"/> makes further checks.
    /// </summary>
    public bool CanBeActivated => State is PolicySetState.Held or PolicySetState.Planned or PolicySetState.Superseded;

    internal static PolicySetLine Of(HeldSet set, BundleReading held, long? last, OwnAdoption? mine, DateOnly today) => new()
    {
        Id = set.Id,
        Version = set.Version,
        LawAsOf = set.LawAsOf,
        ExpiresOn = held is BundleReading.Sound sound ? sound.Bundle.Expires : set.ExpiresOn,
        State = StateOf(set, held, last, today),
        PlannedFrom = set.PlannedFrom,
        ActiveFrom = set.ActiveFrom,
        RetiredAt = set.RetiredAt,
        ReceivedAt = set.ReceivedAt,
        SignedBy = held is BundleReading.Sound { Bundle.SignedBy: var keys } ? [.. keys.Select(key => key.Name)] : [],
        Mine = mine,
    };

    private static PolicySetState StateOf(HeldSet set, BundleReading held, long? last, DateOnly today) => (set, held) switch
    {
        ({ RetiredAt: not null }, _) => PolicySetState.Retired,
        (_, BundleReading.Unsound) => PolicySetState.Unsound,
        (_, BundleReading.Sound { Bundle.Expires: var expires }) when today >= expires => PolicySetState.Expired,
        ({ PlannedFrom: not null }, _) => PolicySetState.Planned,
        ({ Turn: { } turn }, _) => turn == last ? PolicySetState.InForce : PolicySetState.Superseded,
        _ => PolicySetState.Held,
    };
}

/// <summary>The adoption of a set by the reader's own authority.</summary>
/// <param name="CaseNumber">The diarienummer of the decision, or empty.</param>
/// <param name="DecidedOn">The day of the decision, or null when the decision was registered before the hub stored this day.</param>
public sealed record OwnAdoption(string CaseNumber, DateOnly? DecidedOn)
{
    internal static OwnAdoption? Of(PolicyAdoption? adoption) =>
        adoption is null ? null : new OwnAdoption(adoption.CaseNumber, adoption.DecidedOn);
}
