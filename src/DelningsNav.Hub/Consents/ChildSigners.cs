using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>A child with all that decides who signs for it, read once and asked for each consent's own rule.</summary>
internal sealed record ChildSigners(Person Child, IReadOnlyList<Custody> Custodies, IReadOnlyList<GuardianBlock> Blocks)
{
    public static async Task<ChildSigners> ReadAsync(HubDbContext db, Person child, CancellationToken ct) => new(
        child,
        await db.Custodies.Where(c => c.Child == child.Id).ToListAsync(ct),
        await db.GuardianBlocks.Where(b => b.Child == child.Id).ToListAsync(ct));

    /// <summary>Those who must sign on a day.</summary>
    public IReadOnlyList<RequiredSigner> On(DateOnly day, SignerRule rule) => Signers.For(
        rule, Child.Id, Child.BirthDate, Custodies.Select(c => (c.Guardian, c.HoldsOn(day))), Blocks.Where(b => b.StandsOn(day)).Select(b => b.Guardian), day);

    /// <summary>Those who must sign a consent on a day, by the rule that it was asked by.</summary>
    public IReadOnlyList<RequiredSigner> On(DateOnly day, Consent consent) => On(day, FrozenRule.Of(consent.FrozenRule).Rule);

    /// <summary>The first day after this one on which those who must sign may be others: a birthday that the rule names, or a custody or block that begins or ends.</summary>
    public DateOnly? NextChange(DateOnly after, SignerRule rule)
    {
        var birthdays = rule.Ages.Select(age => Ages.BirthdayOf(Child.BirthDate, age.From));
        var custodies = Custodies.SelectMany(c => new[] { c.From, c.To ?? c.From });
        var blocks = Blocks.SelectMany(b => new[] { b.From, b.To ?? b.From });
        var days = birthdays.Concat(custodies).Concat(blocks).Where(day => day > after).ToList();
        return days.Count == 0 ? null : days.Min();
    }
}
