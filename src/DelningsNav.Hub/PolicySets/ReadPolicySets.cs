using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>A system owner's first page: the set in force, and every set that the hub has.</summary>
public sealed record PolicySetsHeld
{
    /// <summary>The name of the reader's own authority.</summary>
    public required string Authority { get; init; }

    /// <summary>Whether the reader's own authority runs the hub, and therefore decides which set is in force for every authority.</summary>
    public required bool RunsTheHub { get; init; }

    /// <summary>Why nothing is released automatically, or null when sound rules are in force.</summary>
    public required Alarm? Alarm { get; init; }

    /// <summary>The set that is in force, or that was last in force. It is null when no set was ever in force.</summary>
    public required PolicySetLine? Current { get; init; }

    /// <summary>Every set, the last received first.</summary>
    public required IReadOnlyList<PolicySetLine> All { get; init; }
}

/// <summary>Reads the sets for a system owner. The sets are about no person. Therefore the reading is not logged.</summary>
public sealed class ReadPolicySets(HubDatabase database, PoliciesInForce inForce, OperatingAuthority operating, TimeProvider clock)
{
    /// <summary>The sets, or null when the caller is not a system owner. A swap that is due is carried out first.</summary>
    public async Task<PolicySetsHeld?> ReadAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await SystemOwners.FindAsync(db, caller, now, ct) is not { } owner)
        {
            return null;
        }

        var decides = await inForce.NowAsync(ct);
        var sets = await HeldSet.ReadAsync(db.PolicySets, ct);
        var own = owner.Authority.Id;
        var adoptions = await db.PolicyAdoptions.AsNoTracking()
            .Where(a => a.Authority == own && a.EndedAt == null)
            .ToDictionaryAsync(a => a.Version, ct);
        var last = sets.Max(set => set.Turn);
        var lines = new List<PolicySetLine>(sets.Count);
        foreach (var set in sets.OrderByDescending(set => set.ReceivedAt))
        {
            var held = await inForce.HeldAsync(set.Named, ct);
            lines.Add(PolicySetLine.Of(set, held, last, OwnAdoption.Of(adoptions.GetValueOrDefault(set.Version)), SwedishTime.DayOf(now)));
        }

        return new PolicySetsHeld
        {
            Authority = owner.Authority.Name,
            RunsTheHub = operating.Is(owner.Authority),
            Alarm = (decides as PoliciesNow.Stopped)?.Alarm,
            Current = last is null ? null : lines.Find(line => sets.Exists(set => set.Id == line.Id && set.Turn == last)),
            All = lines,
        };
    }
}

/// <summary>A stored set without its bundle, which is read separately and cached.</summary>
internal sealed record HeldSet(
    PolicySetId Id, string Version, DateOnly LawAsOf, string Hash, DateOnly ExpiresOn, DateTimeOffset ReceivedAt, string ReceivedBy,
    DateTimeOffset CheckedAt,
    DateTimeOffset? PlannedFrom, DateTimeOffset? ActiveFrom, long? Turn, DateTimeOffset? RetiredAt, string? Decision, string? DecidedBy)
{
    /// <summary>The fields of the set that a decision needs.</summary>
    public PolicySetInForce Named => new(Id, Version, Hash, RetiredAt is not null);

    public static Task<List<HeldSet>> ReadAsync(IQueryable<PolicySet> sets, CancellationToken ct) => sets.AsNoTracking()
        .Select(set => new HeldSet(
            set.Id, set.Version, set.LawAsOf, set.Hash, set.ExpiresOn, set.ReceivedAt, set.ReceivedBy, set.CheckedAt,
            set.PlannedFrom, set.ActiveFrom, set.Turn, set.RetiredAt, set.Decision, set.DecidedBy))
        .ToListAsync(ct);
}
