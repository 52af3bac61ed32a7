using DelningsNav.Hub.People;

namespace DelningsNav.Hub.Consents;

/// <summary>One whose signature a consent needs.</summary>
public readonly record struct RequiredSigner(PersonId Person, SignerCapacity Capacity);

/// <summary>Whose signatures a consent takes, in kind: by the child's age alone, without a word on who there is to sign.</summary>
public enum SignersInKind
{
    /// <summary>Every guardian.</summary>
    Guardians,

    /// <summary>Every guardian, when the child has been heard.</summary>
    GuardiansWhenChildIsHeard,

    /// <summary>The pupil and every guardian.</summary>
    PupilAndGuardians,

    /// <summary>The pupil, who is of age.</summary>
    Pupil,
}

/// <summary>Who must sign a consent about a child, by age and custody (DESIGN section 7).</summary>
/// <remarks>
/// Up to 14 years every guardian; from 15 the child and every guardian; from 18 the person alone. OSL 12 kap. 3 § says "alone or,
/// depending on age and maturity, together with the minor" and sets no age; 15 is where SoL 3 kap. 4 § lets a child act alone.
/// A blocked guardian is left out and sees nothing (OSL 12 kap. 3 § 1).
/// </remarks>
public static class Signers
{
    /// <summary>The age from which the child signs too.</summary>
    public const int ChildSignsFrom = 15;

    /// <summary>The age from which the child's view is noted when consent is asked for.</summary>
    public const int ChildIsHeardFrom = 12;

    /// <summary>The age from which the person decides alone (FB 6 kap. 2 §).</summary>
    public const int Adult = 18;

    /// <summary>Whose signatures it takes at an age, in kind.</summary>
    public static SignersInKind InKind(int age) => age switch
    {
        >= Adult => SignersInKind.Pupil,
        >= ChildSignsFrom => SignersInKind.PupilAndGuardians,
        >= ChildIsHeardFrom => SignersInKind.GuardiansWhenChildIsHeard,
        _ => SignersInKind.Guardians,
    };

    /// <summary>Those who must sign on a day; empty when nobody can, and then no consent can be given.</summary>
    public static IReadOnlyList<RequiredSigner> For(
        PersonId child, DateOnly birthDate, IEnumerable<(PersonId Guardian, bool Holds)> custodies, IEnumerable<PersonId> blocked, DateOnly day)
    {
        var age = Ages.WholeYears(birthDate, day);
        if (age >= Adult)
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

        return age >= ChildSignsFrom ? [.. guardians, new(child, SignerCapacity.Self)] : guardians;
    }
}
