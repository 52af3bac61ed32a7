using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>One set with everything that a system owner considers before deciding about it.</summary>
public sealed record PolicySetDetails
{
    /// <summary>The set as the list shows it.</summary>
    public required PolicySetLine Line { get; init; }

    /// <summary>The name of the reader's own authority.</summary>
    public required string Authority { get; init; }

    /// <summary>Whether the reader's own authority runs the hub, and therefore decides which set is in force for every authority.</summary>
    public required bool RunsTheHub { get; init; }

    /// <summary>The hash of the rules.</summary>
    public required string Hash { get; init; }

    /// <summary>The name and the authority of the person who submitted it. It is empty for the hub itself.</summary>
    public required string ReceivedBy { get; init; }

    /// <summary>When the stored bundle passed the hub's own checks.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>
    /// The diarienummer of the last decision about when the set is in force. It is empty when no person has decided, also for a set that
    /// the hub itself set in force at a start.
    /// </summary>
    public required string Decision { get; init; }

    /// <summary>The person who registered that decision, or empty for the hub itself.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The checks that it passed before it was signed. The list is empty when the bundle is not sound.</summary>
    public required IReadOnlyList<string> Checked { get; init; }

    /// <summary>The rules, or null when the bundle is not sound.</summary>
    public required ReleasePolicies? Policies { get; init; }

    /// <summary>The number of cases that the rules were tested with.</summary>
    public required int Cases { get; init; }

    /// <summary>The faults of the stored bundle. The list is empty when the bundle is sound.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Every party with its decision about the set.</summary>
    public required IReadOnlyList<Adoption> Adoptions { get; init; }

    /// <summary>The version of the set that is in force, or that was last in force. It is empty when no set was ever in force.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>
    /// The differences from the set in <see cref="ComparedWith"/>. It is null for that set itself, and when one of the two sets is missing
    /// or cannot be read.
    /// </summary>
    public required PolicySetComparison? Comparison { get; init; }

    /// <summary>
    /// The parties that have not adopted the set. While the set is in force, none of their records are released automatically.
    /// </summary>
    public IEnumerable<Adoption> NotAdoptedBy => Adoptions.Where(adoption => !adoption.Stands);
}

/// <summary>
/// Reads one set for a system owner, and compares it with the set in force. The set is about no person. Therefore the reading is not
/// logged.
/// </summary>
public sealed class ReadPolicySet(
    HubDatabase database, PoliciesInForce inForce, ReadAdoptions adoptions, OperatingAuthority operating, TimeProvider clock)
{
    /// <summary>The set. It is null when the hub has no set with this id, and when the caller is not a system owner.</summary>
    public async Task<PolicySetDetails?> ReadAsync(PolicySetId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await SystemOwners.FindAsync(db, caller, now, ct) is not { } owner
            || (await HeldSet.ReadAsync(db.PolicySets.Where(s => s.Id == id), ct)) is not [var set])
        {
            return null;
        }

        var held = await inForce.HeldAsync(set.Named, ct);
        var bundle = (held as BundleReading.Sound)?.Bundle;
        var last = await db.PolicySets.MaxAsync(s => s.Turn, ct);
        var current = await PolicySetInForce.Of(db.PolicySets.Where(s => s.Turn != null && s.Turn == last)).SingleOrDefaultAsync(ct);
        var own = owner.Authority.Id;
        var mine = await db.PolicyAdoptions.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Authority == own && a.Version == set.Version && a.EndedAt == null, ct);
        return new PolicySetDetails
        {
            Line = PolicySetLine.Of(set, held, last, OwnAdoption.Of(mine), SwedishTime.DayOf(now)),
            Authority = owner.Authority.Name,
            RunsTheHub = operating.Is(owner.Authority),
            Hash = set.Hash,
            ReceivedBy = await NameAsync(db, set.ReceivedBy, ct),
            CheckedAt = set.CheckedAt,
            Decision = set.Decision is null or ShippedPolicySet.Decision ? "" : set.Decision,
            DecidedBy = await NameAsync(db, set.DecidedBy ?? "", ct),
            Checked = bundle?.Checked ?? [],
            Policies = bundle?.Policies,
            Cases = bundle?.Cases.Count ?? 0,
            Faults = held is BundleReading.Unsound unsound ? unsound.Reasons : [],
            Adoptions = await adoptions.ReadAsync(set.Version, ct),
            ComparedWith = current?.Version ?? "",
            Comparison = bundle is null || current is null || current.Id == id ? null : await CompareAsync(current, bundle, ct),
        };
    }

    private async Task<PolicySetComparison?> CompareAsync(PolicySetInForce current, PolicyBundle candidate, CancellationToken ct) =>
        await inForce.HeldAsync(current, ct) is BundleReading.Sound { Bundle.Policies: var rules }
            ? PolicySetComparison.Of(rules, candidate.Policies, candidate.Cases)
            : null;

    // Rows store the actor as `staff:` and an id, or as `hub`.
    private static async Task<string> NameAsync(HubDbContext db, string written, CancellationToken ct) =>
        written.Split(':') is ["staff", var id]
        && Guid.TryParse(id, out var staff)
        && await KnownStaff.FindAsync(db, new StaffMemberId(staff), ct) is { } known
            ? $"{known.Member.Name}, {known.Authority.Name}"
            : "";
}
