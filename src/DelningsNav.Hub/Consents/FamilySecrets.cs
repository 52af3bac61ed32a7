using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The types of records whose name alone would reveal to a family what the law keeps secret from it.</summary>
internal static class FamilySecrets
{
    // Reports of concern and the answers to them: the name of the type, together with the holder and the recipient, reveals who reported
    // (OSL 26 kap. 5 §, 40 kap. 7 g §).
    // Family counselling: a parent's visits are secret from the other parent (OSL 26 kap. 3 §).
    private static readonly string[] Groups = ["report-copy", "reporter-identity", "social-feedback", "family-counselling"];

    /// <summary>
    /// Whether a type's name is left out of what families read. This depends on the types that the code named at the time and on the
    /// types that it names now. The name of an unknown code is left out.
    /// </summary>
    public static bool Hides(IEnumerable<RecordType> thenAndNow)
    {
        var types = thenAndNow.ToList();
        return types.Count == 0 || types.Exists(type => type.Holdings.Any(h => Groups.Contains(h.Secrecy)));
    }
}
