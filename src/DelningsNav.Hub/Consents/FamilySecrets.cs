using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The types of records whose very name would tell a family what the law keeps from it.</summary>
internal static class FamilySecrets
{
    // Reports of concern and their answers: the name beside holder and receiver says who reported (OSL 26 kap. 5 §, 40 kap. 7 g §).
    // Family counselling: that one parent has been there is secret from the other (OSL 26 kap. 3 §).
    private static readonly string[] Groups = ["report-copy", "reporter-identity", "social-feedback", "family-counselling"];

    /// <summary>Whether a type's name stays out of what families read, by what its code named then and names now. A code that nobody knows does.</summary>
    public static bool Hides(IEnumerable<RecordType> thenAndNow)
    {
        var types = thenAndNow.ToList();
        return types.Count == 0 || types.Exists(type => type.Holdings.Any(h => Groups.Contains(h.Secrecy)));
    }
}
