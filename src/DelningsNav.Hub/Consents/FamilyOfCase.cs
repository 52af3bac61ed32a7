using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>A member of a child's family whom staff may name.</summary>
/// <param name="Person">The person.</param>
/// <param name="Capacity">The capacity: guardian, or the child.</param>
/// <param name="Name">The name; empty when the person's identity is protected.</param>
public sealed record FamilyMember(PersonId Person, SignerCapacity Capacity, string Name);

/// <summary>The people whom staff may name when they record an answer or state that a guardian is prevented.</summary>
/// <remarks>
/// They are everyone with custody, blocked or not, and also the child if the rule allows the child to sign. A list of the signers would
/// reveal to staff that a guardian is blocked (OSL 12 kap. 3 § 1), and a list of the outstanding signers would reveal what the others
/// have answered. A statement of staff about a person who is not a signer has no effect.
/// </remarks>
internal static class FamilyOfCase
{
    public static async Task<IReadOnlyList<FamilyMember>> ReadAsync(
        HubDbContext db, PersonId child, SignerRule rule, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == child, ct);
        var applies = rule.At(person.AgeOn(today));
        var family = applies.Guardians ? await GuardiansAsync(db, child, today, ct) : [];
        return applies.Child == ChildsPart.Signs
            ? [.. family, new(person.Id, SignerCapacity.Self, await ShownAsync(db, person, ct))]
            : family;
    }

    /// <summary>Everyone with custody of the child on a day, sorted by name.</summary>
    public static async Task<IReadOnlyList<FamilyMember>> GuardiansAsync(
        HubDbContext db, PersonId child, DateOnly today, CancellationToken ct)
    {
        var found = await (
            from custody in db.Custodies
            join guardian in db.People on custody.Guardian equals guardian.Id
            where custody.Child == child
            select new { custody, guardian }).AsNoTracking().ToListAsync(ct);
        List<FamilyMember> guardians = [];
        foreach (var guardian in found.Where(f => f.custody.HoldsOn(today)).Select(f => f.guardian).DistinctBy(g => g.Id))
        {
            guardians.Add(new FamilyMember(guardian.Id, SignerCapacity.Guardian, await ShownAsync(db, guardian, ct)));
        }

        return [.. guardians.OrderBy(g => g.Name, StringComparer.Ordinal).ThenBy(g => g.Person.Value)];
    }

    // An unknown marking, and one that was removed in the database, count as the strictest marking.
    internal static async Task<string> ShownAsync(HubDbContext db, Person person, CancellationToken ct) =>
        await InnerSecrecy.IsUnprotectedAsync(db, person.Id, ct) ? person.Name : "";
}
