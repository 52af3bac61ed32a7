using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.People;

/// <summary>How a look-up ended.</summary>
public abstract record LookUpOutcome
{
    private LookUpOutcome() { }

    /// <summary>The person's id in the hub. Nothing else about the person is revealed.</summary>
    public sealed record Found(PersonId Person) : LookUpOutcome;

    /// <summary>The hub has no person with this number, or the caller may not see the person.</summary>
    public sealed record Unknown : LookUpOutcome;
}

/// <summary>
/// Finds a person's id by identity number for signed-in staff. Every look-up is logged, whether a person is found or not.
/// </summary>
/// <remarks>
/// Systems say what they need the id for, and have a budget (<c>FindPersonForSystem</c>).
/// The search is by exact number only (SoLPuF 15 § allows no other search terms).
/// </remarks>
public sealed class LookUpPerson(HubDatabase database, HubKeys keys, LogWriter log, TimeProvider clock)
{
    /// <summary>The greatest number of characters in a purpose.</summary>
    public const int LongestPurpose = 200;

    /// <summary>The field for the purpose.</summary>
    public static TextField Purpose { get; } = new("purpose", LongestPurpose);

    /// <summary>Looks the person up and logs it before answering.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is answered.</exception>
    public async Task<LookUpOutcome> HandleAsync(IdentityNumber number, Caller caller, FreeText purpose, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(number);
        await using var db = database.NewContext();
        var person = await PersonsByNumber.FindAsync(db, keys, log, number, ct);
        var staff = await StaffAsync(db, caller, clock.GetUtcNow(), ct);
        var seen = person is { } looked && await InnerSecrecy.SeesAsync(db, staff, looked, ct) ? person : null;

        // The entry is about the person also when the caller is told nothing, so that the look-up is in the person's own report.
        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.PersonLookedUp,
                Verdict = seen is null ? "unknown" : "found",
                Actor = staff.Actor,
                About = person,
                Fields = new Dictionary<string, string?> { ["purpose"] = purpose.Value },
            },
            ct);
        return seen is { } id ? new LookUpOutcome.Found(id) : new LookUpOutcome.Unknown();
    }

    private static async Task<KnownStaff> StaffAsync(HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        var staff = caller is Caller.Staff ? await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct) : null;
        return staff ?? throw new InvalidOperationException("only signed-in staff look people up in this way");
    }
}
