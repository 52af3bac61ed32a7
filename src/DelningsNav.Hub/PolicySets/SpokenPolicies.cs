using DelningsNav.Policies;
using DelningsNav.Policies.Cases;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The rules by whose record types, names and words everything speaks at a moment. They say what things are called; they decide nothing.</summary>
/// <param name="Policies">The rules.</param>
/// <param name="Cases">The cases that were signed with them; none when the folder speaks, which nobody has put in force.</param>
/// <param name="Stopped">Why nothing is decided now, or null: words outlive the set that they belong to.</param>
/// <param name="ConsentWordings">The texts that families sign: those of the rules, or of the folder where the rules are from before texts belonged to sets.</param>
public sealed record SpokenPolicies(
    ReleasePolicies Policies, IReadOnlyList<PolicyCase> Cases, PoliciesNow.Stopped? Stopped, ConsentWordings ConsentWordings);

/// <summary>The rules that entries of the log were decided by, so that each can be told in its own words.</summary>
internal sealed class RulesOfThatTime(ReleasePolicies spoken, IReadOnlyDictionary<string, ReleasePolicies> held)
{
    /// <summary>The rules of a version; where the hub does not hold them, those by which everything speaks now.</summary>
    public ReleasePolicies Of(string version) => held.GetValueOrDefault(version, spoken);

    /// <summary>Whether the hub holds the rules of a version.</summary>
    public bool Holds(string version) => held.ContainsKey(version);

    /// <summary>What a code named then, and what it names now: none when no rules that the hub holds know it.</summary>
    public IEnumerable<RecordType> TypesOf(string version, string code)
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
