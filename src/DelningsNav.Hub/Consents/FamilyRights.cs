using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The capacity in which a family member sees the matters of a child.</summary>
public enum FamilyBond
{
    /// <summary>As the child's guardian. Swedish: <b>vårdnadshavare</b> (FB 6 kap. 2 §).</summary>
    Guardian,

    /// <summary>As the person whom the matters are about, from 15 years, or earlier when asked to sign.</summary>
    Self,
}

/// <summary>
/// Finds the people whose matters a guardian or pupil may see on a day. Every family page uses this class, which is the only place that
/// determines this.
/// </summary>
/// <remarks>
/// A guardian sees the matters of a child under 18 while custody applies and no block applies (OSL 12 kap. 3 § 1). A pupil sees their own
/// matters from the age of <see cref="Signers.ChildSeesOwnFrom"/>, or earlier when asked to sign. Everybody else sees nothing, and cannot
/// distinguish a child that does not exist from a child whose matters they may not see. A child whose rows were changed outside the hub is
/// shown to nobody, because the change may have removed a block or added a custody (ADR 0038).
/// </remarks>
internal static class FamilyRights
{
    /// <summary>The people whose matters the reader may see, oldest first. The reader comes last.</summary>
    public static async Task<IReadOnlyList<(Person Child, FamilyBond Bond)>> ChildrenOfAsync(
        HubDbContext db, PersonId reader, DateOnly today, CancellationToken ct)
    {
        List<(Person, FamilyBond)> sound = [];
        foreach (var seen in await StoredChildrenOfAsync(db, reader, today, ct))
        {
            if (await db.IsSoundAsync(SubjectId.Of(seen.Child.Id), SubjectKind.Person, ct))
            {
                sound.Add(seen);
            }
        }

        return sound;
    }

    /// <summary>
    /// The same, also when somebody has changed a child's rows outside the hub. It is for steps that only close doors
    /// (<see cref="FindStoredAsync"/>).
    /// </summary>
    public static async Task<IReadOnlyList<(Person Child, FamilyBond Bond)>> StoredChildrenOfAsync(
        HubDbContext db, PersonId reader, DateOnly today, CancellationToken ct)
    {
        var custodies = await (
            from custody in db.Custodies
            join child in db.People on custody.Child equals child.Id
            where custody.Guardian == reader
            select new { custody, child }).AsNoTracking().ToListAsync(ct);
        var blocks = await db.GuardianBlocks.AsNoTracking().Where(b => b.Guardian == reader).ToListAsync(ct);
        var held = custodies
            .Where(c => c.custody.HoldsOn(today) && !blocks.Exists(b => b.Child == c.child.Id && b.StandsOn(today)))
            .Select(c => c.child)
            .DistinctBy(child => child.Id);
        var seen = held
            .Where(child => AgeOf(child, today) < Signers.Adult)
            .OrderBy(child => child.BirthDate)
            .Select(child => (child, FamilyBond.Guardian))
            .ToList();

        var self = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == reader, ct);
        if (self is not null
            && AgeOf(self, today) is { } age && (age >= Signers.ChildSeesOwnFrom || await IsAskedAsync(db, reader, ct)))
        {
            seen.Add((self, FamilyBond.Self));
        }

        return seen;
    }

    // Nobody is the family of a person whose birth date does not open. There is an alarm about the person already (DataKey).
    private static int? AgeOf(Person person, DateOnly today)
    {
        try
        {
            return person.AgeOn(today);
        }
        catch (UnopenedValueException)
        {
            return null;
        }
    }

    private static Task<bool> IsAskedAsync(HubDbContext db, PersonId reader, CancellationToken ct) =>
        db.Consents.AnyAsync(c => c.Child == reader && c.Signatures.Any(s => s.Person == reader), ct);

    /// <summary>The child with the reader's bond, or null when the child does not exist or the reader may not see its matters.</summary>
    public static async Task<(Person Child, FamilyBond Bond)?> FindAsync(
        HubDbContext db, PersonId reader, PersonId child, DateOnly today, CancellationToken ct) =>
        await FindStoredAsync(db, reader, child, today, ct) is { } seen
            && await db.IsSoundAsync(SubjectId.Of(child), SubjectKind.Person, ct)
                ? seen
                : null;

    /// <summary>
    /// The same, also when somebody has changed the child's rows outside the hub. It is for steps that only close doors, which must remain
    /// possible then: nothing is released about such a child.
    /// </summary>
    public static async Task<(Person Child, FamilyBond Bond)?> FindStoredAsync(
        HubDbContext db, PersonId reader, PersonId child, DateOnly today, CancellationToken ct)
    {
        foreach (var seen in await StoredChildrenOfAsync(db, reader, today, ct))
        {
            if (seen.Child.Id == child)
            {
                return seen;
            }
        }

        return null;
    }
}
