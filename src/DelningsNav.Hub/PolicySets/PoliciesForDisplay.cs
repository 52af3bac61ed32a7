using DelningsNav.Policies;
using DelningsNav.Policies.Cases;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// The rules that supply the record types, names and words at a moment. These rules supply names only. They make no decisions.
/// </summary>
/// <param name="Policies">The rules.</param>
/// <param name="Cases">The test cases that were signed with the rules. The list is empty when the folder supplies the words, because nobody
/// has set the rules of the folder in force.</param>
/// <param name="Stopped">The reason why nothing is decided now, or null when a set decides. Words remain in use after their set has stopped
/// deciding.</param>
/// <param name="ConsentWordings">The texts that families sign. They are the texts of the rules, or those of the folder if the rules are so
/// old that they contain no texts.</param>
public sealed record PoliciesForDisplay(
    ReleasePolicies Policies, IReadOnlyList<PolicyCase> Cases, PoliciesNow.Stopped? Stopped, ConsentWordings ConsentWordings);

/// <summary>The rules that were used for the decisions in the log, so that each entry is explained in the words of its own set.</summary>
internal sealed class RulesOfThatTime(ReleasePolicies spoken, IReadOnlyDictionary<string, ReleasePolicies> held)
{
    /// <summary>The rules of a version. If the hub does not have them, these are the rules whose words are used now.</summary>
    public ReleasePolicies Of(string version) => held.GetValueOrDefault(version, spoken);

    /// <summary>Whether the hub has the rules of a version.</summary>
    public bool Holds(string version) => held.ContainsKey(version);

    /// <summary>
    /// The record types that a code names in the rules of a version and in the rules whose words are used now. There are none when neither
    /// contains the code.
    /// </summary>
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
