using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Policies;

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
            { Child: ChildsPart.TakesNoPart } => SignersInKind.Guardians,
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
