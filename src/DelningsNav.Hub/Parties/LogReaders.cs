using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Parties;

/// <summary>Whether the readable part of an entry can still be read.</summary>
public enum PayloadState
{
    /// <summary>It can be read.</summary>
    Readable,

    /// <summary>It is permanently erased. The entry's place and proof remain in the log. Swedish: <b>gallrad</b>.</summary>
    Erased,

    /// <summary>It has been changed outside the hub, and is shown to nobody.</summary>
    Damaged,

    /// <summary>It is gone although no erasure in the log covers it. Somebody has removed it outside the hub.</summary>
    Missing,
}

/// <summary>
/// Finds the registrator who reads the log, the entries that the registrator's authority may see, and the readable part of an entry.
/// </summary>
internal static class LogReaders
{
    /// <summary>
    /// Fields with the full reasons why something was withheld. They can reveal a protected identity or a block, and are therefore shown
    /// only to the holder. A registrator of the requesting party sees the other fields (docs/promises.md, 5).
    /// </summary>
    public static readonly IReadOnlySet<string> HolderOnly = new HashSet<string>(StringComparer.Ordinal)
    {
        "alarms", "assessor-may-consider", "bars", "facts", "nearest-grounds", "reasoning",
    };

    /// <summary>The registrator who reads, or null when the caller is not a registrator.</summary>
    public static async Task<KnownStaff?> FindAsync(HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct) =>
        await KnownStaff.FindAsync(db, caller, ClientRole.Registrator, SwedishTime.DayOf(now), ct)
            is { Member.Role: StaffRole.Registrator } registrator
            ? registrator
            : null;

    /// <summary>The registrator who verifies the log, or null when the caller is not a registrator.</summary>
    /// <remarks>
    /// When the log is in doubt, no rows prove anything, and nobody is a registrator any more. But then the verification is needed, and it
    /// reveals nothing about anybody. So the stored rows are enough here.
    /// </remarks>
    public static async Task<KnownStaff?> FindToVerifyAsync(HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, caller, now, ct) is { } registrator)
        {
            return registrator;
        }

        var stored = caller is Caller.Staff staff ? await KnownStaff.FindAsync(db, staff.Id, ct) : null;
        return stored is { Member: { Role: StaffRole.Registrator } member } && !(member.LeftOn <= SwedishTime.DayOf(now)) ? stored : null;
    }

    /// <summary>The entries in which the authority acted, or held the records that the entry is about.</summary>
    public static IQueryable<LogRow> VisibleTo(this IQueryable<LogRow> log, AuthorityId authority) =>
        log.Where(e => e.ActorAuthority == authority || e.HolderAuthority == authority);

    /// <summary>Opens the readable part of an entry.</summary>
    public static async Task<OpenedEntry> OpenAsync(LogWriter log, LogRow row, CancellationToken ct)
    {
        try
        {
            return await log.PayloadKeys.OpenAsync(row, ct) switch
            {
                null => await WithoutPayloadAsync(log, row, ct),
                var json when EntryPayload.TryParse(json, out var payload) => Compared(log, row, payload),
                _ => new OpenedEntry(row, PayloadState.Damaged, null),
            };
        }
        catch (CryptographicException)
        {
            return new OpenedEntry(row, PayloadState.Damaged, null);
        }
    }

    // A readable part that its leaf does not bind belongs to another entry. An unreadable leaf binds nothing.
    private static OpenedEntry Compared(LogWriter log, LogRow row, EntryPayload payload)
    {
        IReadOnlyList<EntryNumber> numbers = [.. EntryNumbers.Of(log.Keys, row, payload)];
        IReadOnlyList<string> differences = EntryLeaf.TryParse(row.Leaf, out var leaf)
            ?
            [
                .. payload.DifferencesFrom(leaf),
                .. leaf.Version == 1 ? [] : ColumnsThatDiffer(row, payload),
                .. numbers.Where(n => n.Number is null).Select(n => n.Field),
            ]
            : [.. payload.Fields.Keys];
        return differences.Count == 0
            ? new OpenedEntry(row, PayloadState.Readable, payload) { Numbers = numbers }
            : new OpenedEntry(row, PayloadState.Damaged, null) { Differences = differences };
    }

    // The leaf of version 2 has neither the exact time nor the verdict, so that only the readable part can say what they are.
    private static IEnumerable<string> ColumnsThatDiffer(LogRow row, EntryPayload payload)
    {
        if (payload.At != row.At)
        {
            yield return EntryPayload.AtField;
        }

        if (payload.Fields.GetValueOrDefault(EntryPayload.VerdictField, "") != row.Verdict)
        {
            yield return EntryPayload.VerdictField;
        }
    }

    private static async Task<OpenedEntry> WithoutPayloadAsync(LogWriter log, LogRow row, CancellationToken ct) =>
        new(row, await log.Erasures.CoversAsync(row, ct) ? PayloadState.Erased : PayloadState.Missing, null);
}

/// <summary>A stored entry, with its readable part if that part can be read.</summary>
internal sealed record OpenedEntry(LogRow Row, PayloadState State, EntryPayload? Payload)
{
    /// <summary>
    /// The names of the fields in which the stored readable part differs from the commitments in the leaf, because somebody has changed it.
    /// </summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Its number among the entries of each of its subjects. Empty when the readable part cannot be read.</summary>
    public IReadOnlyList<EntryNumber> Numbers { get; init; } = [];

    /// <summary>The value of a field. It is empty when the field is missing.</summary>
    public string this[string field] => Payload is not null && Payload.Fields.TryGetValue(field, out var value) ? value : "";

    /// <summary>The id in a field. It is null when the field does not contain an id.</summary>
    public TId? Id<TId>(string field)
        where TId : struct, IId<TId> => Guid.TryParse(this[field], out var id) ? TId.From(id) : null;

    /// <summary>Whether the readable part says that the entry is about one of these persons.</summary>
    public bool IsAboutAny(IReadOnlySet<PersonId> persons) => Id<PersonId>("person") is { } about && persons.Contains(about);

    /// <summary>Whether a registrator of this authority may see a field.</summary>
    public bool Shows(string field, AuthorityId reader) => Row.HolderAuthority == reader || !LogReaders.HolderOnly.Contains(field);
}
