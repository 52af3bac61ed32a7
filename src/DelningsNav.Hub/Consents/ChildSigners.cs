using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>A child with everything that determines its signers. It is read once and then used with the rule of each consent.</summary>
internal sealed record ChildSigners(Person Child, IReadOnlyList<Custody> Custodies, IReadOnlyList<GuardianBlock> Blocks)
{
    public static async Task<ChildSigners> ReadAsync(HubDbContext db, Person child, CancellationToken ct) => new(
        child,
        await db.Custodies.Where(c => c.Child == child.Id).ToListAsync(ct),
        await db.GuardianBlocks.Where(b => b.Child == child.Id).ToListAsync(ct));

    /// <summary>The signers of several children. The entities are not tracked.</summary>
    public static async Task<IReadOnlyDictionary<PersonId, ChildSigners>> ReadAsync(
        HubDbContext db, IReadOnlyCollection<PersonId> children, CancellationToken ct)
    {
        if (children.Count == 0)
        {
            return new Dictionary<PersonId, ChildSigners>();
        }

        var people = await db.People.AsNoTracking().Where(p => children.Contains(p.Id)).ToListAsync(ct);
        var custodies = (await db.Custodies.AsNoTracking().Where(c => children.Contains(c.Child)).ToListAsync(ct)).ToLookup(c => c.Child);
        var blocks = (await db.GuardianBlocks.AsNoTracking().Where(b => children.Contains(b.Child)).ToListAsync(ct)).ToLookup(b => b.Child);
        return people.ToDictionary(child => child.Id, child => new ChildSigners(child, [.. custodies[child.Id]], [.. blocks[child.Id]]));
    }

    /// <summary>Everything that determines the signers on a day.</summary>
    public SignersOnDay On(DateOnly day) => new(
        Child.Id,
        Child.BirthDate,
        [.. Custodies.Select(c => (c.Guardian, c.HoldsOn(day)))],
        [.. Blocks.Where(b => b.StandsOn(day)).Select(b => b.Guardian)],
        day);

    /// <summary>The signers on a day, according to a rule.</summary>
    public IReadOnlyList<RequiredSigner> On(DateOnly day, SignerRule rule) => On(day).By(rule);

    /// <summary>The signers of a consent on a day, according to the rule under which the consent was asked for.</summary>
    public IReadOnlyList<RequiredSigner> On(DateOnly day, Consent consent) => On(day, FrozenRule.Of(consent.FrozenRule).Rule);

    /// <summary>
    /// The first day after the given day on which the signers may change. This is a birthday that the rule names, or a day on which a
    /// custody or a block begins or ends. Null when this day is not known.
    /// </summary>
    public DateOnly? NextChange(DateOnly after, SignerRule rule)
    {
        var birthdays = rule.Ages.Select(age => Ages.BirthdayOf(Child.BirthDate, age.From));
        var custodies = Custodies.SelectMany(c => new[] { c.From, c.To ?? c.From });
        var blocks = Blocks.SelectMany(b => new[] { b.From, b.To ?? b.From });
        var days = birthdays.Concat(custodies).Concat(blocks).Where(day => day > after).ToList();
        return days.Count == 0 ? null : days.Min();
    }
}
