using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>One of a child's family as staff may name them.</summary>
/// <param name="Person">Who.</param>
/// <param name="Capacity">As guardian, or as the child itself.</param>
/// <param name="Name">The name; empty when the person's identity is protected.</param>
public sealed record FamilyMember(PersonId Person, SignerCapacity Capacity, string Name);

/// <summary>Whom staff may name when they take down an answer or say that a guardian is prevented.</summary>
/// <remarks>
/// Everyone with custody, whether shut out or not, and the child where the rule lets it sign: a list of those who must sign would tell staff that a guardian is
/// blocked (OSL 12 kap. 3 § 1), and one of those who have not answered what the others have said. What is said of one who is not asked counts for nothing.
/// </remarks>
internal static class FamilyOfCase
{
    public static async Task<IReadOnlyList<FamilyMember>> ReadAsync(HubDbContext db, PersonId child, SignerRule rule, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == child, ct);
        var applies = rule.At(person.AgeOn(today));
        var family = applies.Guardians ? await GuardiansAsync(db, child, today, ct) : [];
        return applies.Child == ChildsPart.Signs ? [.. family, new(person.Id, SignerCapacity.Self, Shown(person))] : family;
    }

    /// <summary>Everyone with custody of the child on a day, by name.</summary>
    public static async Task<IReadOnlyList<FamilyMember>> GuardiansAsync(HubDbContext db, PersonId child, DateOnly today, CancellationToken ct)
    {
        var found = await (
            from custody in db.Custodies
            join guardian in db.People on custody.Guardian equals guardian.Id
            where custody.Child == child
            select new { custody, guardian }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. found.Where(f => f.custody.HoldsOn(today))
                .Select(f => f.guardian)
                .DistinctBy(g => g.Id)
                .OrderBy(g => g.Name, StringComparer.Ordinal)
                .Select(g => new FamilyMember(g.Id, SignerCapacity.Guardian, Shown(g))),
        ];
    }

    // An unknown marking counts as the strictest.
    internal static string Shown(Person person) => person.Marking == SecurityMarking.None ? person.Name : "";
}
