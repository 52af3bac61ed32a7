using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.People;

/// <summary>
/// Whom a member of staff or a system may see at all: everybody but persons with protected identity, and those only when the reader is
/// cleared for them (ADR 0044). Swedish: <b>inre sekretess</b>.
/// </summary>
/// <remarks>
/// This is a condition besides the reader's own right to a case or a task, never instead of it. What is hidden is answered as what does not
/// exist, and is in no number. An unknown marking counts as protected. The age of the reading does not count here: a register that is away
/// for a day must not close every case to its staff, and a release is decided with <see cref="RegisterFreshness"/> in any case.
/// </remarks>
internal static class InnerSecrecy
{
    /// <summary>The persons whom a member of staff may see. To be used with <c>Contains</c> inside a query.</summary>
    public static IQueryable<PersonId> SeenBy(HubDbContext db, KnownStaff staff) => Seen(db, staff.IsCleared);

    /// <summary>The persons whom a signed-in member of staff may see.</summary>
    public static IQueryable<PersonId> SeenBy(HubDbContext db, StaffMemberId staff)
    {
        var cleared = db.ClearedStaff;
        var (changed, unopened) = (Changed(db), Unopened(db));
        return db.People
            .Where(p => !unopened.Contains(p.Id)
                && ((p.Marking == SecurityMarking.None && !changed.Contains(p.Id)) || cleared.Contains(staff)))
            .Select(p => p.Id);
    }

    /// <summary>The persons whom a system may see.</summary>
    public static IQueryable<PersonId> SeenBy(HubDbContext db, ActingSystem system) => Seen(db, system.IsCleared);

    /// <summary>Whether a member of staff may see a person.</summary>
    public static Task<bool> SeesAsync(HubDbContext db, KnownStaff staff, PersonId person, CancellationToken ct) =>
        SeesAsync(db, staff.IsCleared, person, ct);

    /// <summary>Whether a system may see a person.</summary>
    public static Task<bool> SeesAsync(HubDbContext db, ActingSystem system, PersonId person, CancellationToken ct) =>
        SeesAsync(db, system.IsCleared, person, ct);

    /// <summary>Whether a signed-in member of staff may see a person.</summary>
    public static async Task<bool> SeesAsync(HubDbContext db, StaffMemberId staff, PersonId person, CancellationToken ct) =>
        await SeesAsync(db, await db.ClearedStaff.ContainsAsync(staff, ct), person, ct);

    /// <summary>
    /// Whether a person is registered without a marking, by rows that the hub itself has written. A marking that was removed in the
    /// database is found here for one person, and by the audit for lists (ADR 0038).
    /// </summary>
    public static async Task<bool> IsUnprotectedAsync(HubDbContext db, PersonId person, CancellationToken ct) =>
        await db.People.AnyAsync(p => p.Id == person && p.Marking == SecurityMarking.None, ct)
        && await db.IsSoundAsync(SubjectId.Of(person), SubjectKind.Person, ct);

    /// <summary>The persons with protected identity.</summary>
    public static async Task<IReadOnlyList<PersonId>> ProtectedAsync(HubDbContext db, CancellationToken ct) =>
        await db.People.Where(p => p.Marking != SecurityMarking.None).Select(p => p.Id).ToListAsync(ct);

    private static IQueryable<PersonId> Seen(HubDbContext db, bool isCleared)
    {
        var (changed, unopened) = (Changed(db), Unopened(db));
        return db.People
            .Where(p => !unopened.Contains(p.Id) && (isCleared || (p.Marking == SecurityMarking.None && !changed.Contains(p.Id))))
            .Select(p => p.Id);
    }

    private static async Task<bool> SeesAsync(HubDbContext db, bool isCleared, PersonId person, CancellationToken ct) =>
        isCleared ? !Unopened(db).Contains(person) : await IsUnprotectedAsync(db, person, ct);

    private static List<PersonId> Changed(HubDbContext db) => [.. db.ChangedOutside.Select(id => new PersonId(id))];

    // A person with a sealed value that does not open cannot be shown to cleared staff either.
    private static List<PersonId> Unopened(HubDbContext db) => [.. db.Unopened.Select(id => new PersonId(id))];
}
