using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.PolicySets;

/// <summary>Who may act on policy sets (ADR 0020).</summary>
internal static class SystemOwners
{
    /// <summary>The system owner who acts, or null. A system never acts as one: the decisions are people's, made by one who has signed in.</summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct) =>
        caller is Caller.Staff && await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct) is { Member.Role: StaffRole.Systemagare } owner
            ? owner
            : null;

    /// <summary>The system owner who acts, read by itself before a change.</summary>
    public static async Task<KnownStaff?> FindAsync(LoggedChanges changes, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await FindAsync(db, caller, now, ct);
    }

    /// <summary>What is wrong with naming a set that is not held.</summary>
    public static Fault NotHeld(string version) => new("version", "not-held", $"the hub holds no set `{version}`");
}
