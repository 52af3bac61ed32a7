using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>One whose signature a consent needs.</summary>
public readonly record struct RequiredSigner(PersonId Person, SignerCapacity Capacity);

/// <summary>Whose signatures a consent takes, in kind: by the rule and the child's age alone, without a word on who there is to sign.</summary>
public enum SignersInKind
{
    /// <summary>Every guardian.</summary>
    Guardians,

    /// <summary>Every guardian, when the child has been heard.</summary>
    GuardiansWhenChildIsHeard,

    /// <summary>The pupil and every guardian.</summary>
    PupilAndGuardians,

    /// <summary>The pupil alone.</summary>
    Pupil,
}

/// <summary>Who must sign a consent about a child: the rule says in kind, custody and blocks say who.</summary>
/// <remarks>
/// The rules are policy data (<see cref="ConsentRules"/>). OSL 12 kap. 3 § says "alone or, depending on age and maturity, together with the minor" and sets no
/// age. A blocked guardian is left out and sees nothing (OSL 12 kap. 3 § 1).
/// </remarks>
public static class Signers
{
    /// <summary>The age from which a child sees its own matters (SoL 3 kap. 4 §: a child of fifteen speaks for itself).</summary>
    public const int ChildSeesOwnFrom = 15;

    /// <summary>The age from which the person decides alone (FB 6 kap. 2 §).</summary>
    public const int Adult = SignerRule.Adult;

    /// <summary>Whose signatures it takes at an age, in kind.</summary>
    public static SignersInKind InKind(SignerRule rule, int age)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.At(age) switch
        {
            { Guardians: false } => SignersInKind.Pupil,
            { Child: ChildsPart.Signs } => SignersInKind.PupilAndGuardians,
            { Child: ChildsPart.IsHeard } => SignersInKind.GuardiansWhenChildIsHeard,
            _ => SignersInKind.Guardians,
        };
    }

    /// <summary>Those who must sign on a day; empty when nobody can, and then no consent can be given.</summary>
    public static IReadOnlyList<RequiredSigner> For(
        SignerRule rule, PersonId child, DateOnly birthDate, IEnumerable<(PersonId Guardian, bool Holds)> custodies, IEnumerable<PersonId> blocked, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var applies = rule.At(Ages.WholeYears(birthDate, day));
        if (!applies.Guardians)
        {
            return [new(child, SignerCapacity.Self)];
        }

        var shutOut = blocked.ToHashSet();
        var guardians = custodies
            .Where(c => c.Holds && !shutOut.Contains(c.Guardian))
            .Select(c => c.Guardian)
            .Distinct()
            .OrderBy(g => g.Value)
            .Select(g => new RequiredSigner(g, SignerCapacity.Guardian))
            .ToList();
        if (guardians.Count == 0)
        {
            return [];
        }

        return applies.Child == ChildsPart.Signs ? [.. guardians, new(child, SignerCapacity.Self)] : guardians;
    }
}

/// <summary>A rule on who signs as a consent keeps it: with the version of the set that it came from.</summary>
/// <param name="Version">The version of the policy set.</param>
/// <param name="Rule">The rule.</param>
internal sealed record FrozenRule(string Version, SignerRule Rule)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, FrozenRule> Read = new(StringComparer.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> wrote. There are few of them, so that each is read once.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static FrozenRule Of(string text) => Read.GetOrAdd(text, static text =>
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? new FrozenRule(text[..space], SignerRule.Parse(text[space..])) : throw new FormatException($"`{text}` is not a frozen rule on who signs");
    });

    public override string ToString() => $"{Version} {Rule}";
}

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
