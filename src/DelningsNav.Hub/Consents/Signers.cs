using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>A signer: a person whose signature a consent needs.</summary>
public readonly record struct RequiredSigner(PersonId Person, SignerCapacity Capacity);

/// <summary>
/// The kinds of signers that a consent needs. They are determined only by the rule and the child's age, so that they reveal nothing about
/// the child's guardians.
/// </summary>
public enum SignersInKind
{
    /// <summary>Every guardian.</summary>
    Guardians,

    /// <summary>Every guardian, after the child has been heard.</summary>
    GuardiansWhenChildIsHeard,

    /// <summary>The pupil and every guardian.</summary>
    PupilAndGuardians,

    /// <summary>The pupil alone.</summary>
    Pupil,
}

/// <summary>The signers of a consent about a child. The rule determines their kinds; custody and blocks determine the people.</summary>
/// <remarks>
/// The rules are policy data (<see cref="ConsentRules"/>). OSL 12 kap. 3 § says "alone or, depending on age and maturity, together with
/// the minor" and sets no age. A blocked guardian is not a signer and sees nothing (OSL 12 kap. 3 § 1).
/// </remarks>
public static class Signers
{
    /// <summary>The age from which a child sees its own matters (SoL 3 kap. 4 §: a child of fifteen speaks for itself).</summary>
    public const int ChildSeesOwnFrom = 15;

    /// <summary>The age from which the person decides alone (FB 6 kap. 2 §).</summary>
    public const int Adult = SignerRule.Adult;

    /// <summary>The kinds of signers at an age.</summary>
    public static SignersInKind InKind(SignerRule rule, int age)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.At(age) switch
        {
            { Guardians: false } => SignersInKind.Pupil,
            { Child: ChildsPart.Signs } => SignersInKind.PupilAndGuardians,
            { Child: ChildsPart.IsHeard } => SignersInKind.GuardiansWhenChildIsHeard,
            { Child: ChildsPart.TakesNoPart } => SignersInKind.Guardians,
        };
    }

    /// <summary>The signers on a day. Empty when nobody can sign; then a consent cannot be given.</summary>
    public static IReadOnlyList<RequiredSigner> For(
        SignerRule rule, PersonId child, DateOnly birthDate, IEnumerable<(PersonId Guardian, bool Holds)> custodies,
        IEnumerable<PersonId> blocked, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var applies = rule.At(Ages.WholeYears(birthDate, day));
        if (!applies.Guardians)
        {
            return [new(child, SignerCapacity.Self)];
        }

        var blockedIds = blocked.ToHashSet();
        var guardians = custodies
            .Where(c => c.Holds && !blockedIds.Contains(c.Guardian))
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
