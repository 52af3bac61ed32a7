using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.PolicySets;

/// <summary>Finds the person who may act on policy sets (ADR 0020).</summary>
internal static class SystemOwners
{
    /// <summary>
    /// The acting system owner, or null. A calling system never acts as a system owner, because people make these decisions after signing
    /// in themselves.
    /// </summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct) =>
        caller is Caller.Staff
        && await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct) is { Member.Role: StaffRole.Systemagare } owner
            ? owner
            : null;

    /// <summary>The acting system owner, read separately before a change.</summary>
    public static async Task<KnownStaff?> FindAsync(LoggedChanges changes, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await FindAsync(db, caller, now, ct);
    }

    /// <summary>The fault that a named set is not stored.</summary>
    public static Fault NotHeld(string version) => new("version", "not-held", $"the hub has no set `{version}`");
}
