using DelningsNav.Policies;
using DelningsNav.Policies.Cases;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// The rules whose record types, names and words are used at a moment. They say what things are called; they decide nothing.
/// </summary>
/// <param name="Policies">The rules.</param>
/// <param name="Cases">The cases that were signed with them; none when the folder supplies the words, since
/// nobody has set it in force.</param>
/// <param name="Stopped">Why nothing is decided now, or null: words remain in use when their set no longer decides.</param>
/// <param name="ConsentWordings">The texts that families sign: those of the rules, or of the folder when the rules are from before
/// texts were part of sets.</param>
public sealed record PoliciesForDisplay(
    ReleasePolicies Policies, IReadOnlyList<PolicyCase> Cases, PoliciesNow.Stopped? Stopped, ConsentWordings ConsentWordings);

/// <summary>The rules by which entries of the log were decided, so that each is explained in the words of its own set.</summary>
internal sealed class RulesOfThatTime(ReleasePolicies spoken, IReadOnlyDictionary<string, ReleasePolicies> held)
{
    /// <summary>The rules of a version; when the hub does not have them, those whose words are used now.</summary>
    public ReleasePolicies Of(string version) => held.GetValueOrDefault(version, spoken);

    /// <summary>Whether the hub has the rules of a version.</summary>
    public bool Holds(string version) => held.ContainsKey(version);

    /// <summary>The names that a code had then and has now: none when no rules that the hub has contain it.</summary>
    public IEnumerable<RecordType> TypesOf(string version, RecordTypeCode code)
    {
        foreach (var rules in new[] { Of(version), spoken }.Distinct())
        {
            if (rules.RecordTypes.TryFind(code, out var type))
            {
                yield return type;
            }
        }
    }
}
