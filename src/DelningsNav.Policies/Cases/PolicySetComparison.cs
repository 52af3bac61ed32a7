using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies.Cases;

/// <summary>
/// The differences between two policy sets in their rules, their record types, the signers of a consent, the texts that families sign,
/// and the answers to the cases of the second set.
/// </summary>
/// <param name="Added">The rules that only the second set has.</param>
/// <param name="Removed">The rules that only the first set has.</param>
/// <param name="Changed">The rules that both sets have and that differ, each with the first set's version and the second set's
/// version.</param>
/// <param name="RecordTypes">The record types that were added, removed or changed.</param>
/// <param name="ConsentRules">The rules on asking for consent and on signers that differ.</param>
/// <param name="Texts">The languages in which families would sign another text.</param>
/// <param name="Answers">The cases to which the sets give different answers.</param>
public sealed record PolicySetComparison(
    IReadOnlyList<Rule> Added,
    IReadOnlyList<Rule> Removed,
    IReadOnlyList<(Rule Before, Rule After)> Changed,
    IReadOnlyList<RecordTypeDifference> RecordTypes,
    IReadOnlyList<ConsentRuleDifference> ConsentRules,
    IReadOnlyList<ConsentTextDifference> Texts,
    IReadOnlyList<(CaseResult Before, CaseResult After)> Answers)
{
    /// <summary>Whether there is no difference that could matter to a decision or a reader.</summary>
    public bool IsEmpty =>
        Added.Count + Removed.Count + Changed.Count + RecordTypes.Count + ConsentRules.Count + Texts.Count + Answers.Count == 0;

    /// <summary>Compares two sets. The cases must be those of the second set, because they cover every rule in it.</summary>
    public static PolicySetComparison Of(ReleasePolicies before, ReleasePolicies after, IEnumerable<PolicyCase> cases)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.Rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        var names = after.Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        return new PolicySetComparison(
            [.. after.Rules.Where(rule => !old.ContainsKey(rule.Name))],
            [.. before.Rules.Where(rule => !names.Contains(rule.Name))],
            [.. after.Rules.Where(rule => old.TryGetValue(rule.Name, out var was) && was.Policy.Text != rule.Policy.Text)
                .Select(rule => (old[rule.Name], rule))],
            [.. TypesThatDiffer(before.RecordTypes, after.RecordTypes)],
            [.. ConsentRuleDifference.Between(before.ConsentRules, after.ConsentRules)],
            [.. ConsentTextDifference.Between(before.ConsentWordings, after.ConsentWordings)],
            [.. cases.Select(item => (item.Run(before), item.Run(after))).Where(pair => pair.Item1.Said != pair.Item2.Said)]);
    }

    private static IEnumerable<RecordTypeDifference> TypesThatDiffer(RecordTypeCatalogue before, RecordTypeCatalogue after)
    {
        foreach (var code in before.All.Concat(after.All).Select(type => type.Code).Distinct())
        {
            var (was, known) = (before.TryFind(code, out var old), after.TryFind(code, out var now));
            if (was != known)
            {
                yield return new RecordTypeDifference(code, known ? SetDifference.Added : SetDifference.Removed);
            }
            else if (Told(old!) != Told(now!))
            {
                yield return new RecordTypeDifference(code, SetDifference.Changed);
            }
        }
    }

    // Everything of a record type that affects a decision or a reader.
    private static string Told(RecordType type) => System.Text.Json.JsonSerializer.Serialize(type);
}

/// <summary>How a part of the second set differs from the first set.</summary>
public enum SetDifference
{
    /// <summary>Only the second set has the part.</summary>
    Added,

    /// <summary>Only the first set has the part.</summary>
    Removed,

    /// <summary>Both sets have the part, and it differs.</summary>
    Changed,
}

/// <summary>A record type that differs between two sets.</summary>
/// <param name="Code">The record type.</param>
/// <param name="What">How it differs.</param>
public sealed record RecordTypeDifference(RecordTypeCode Code, SetDifference What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code} is {What.ToString().ToLowerInvariant()}";
}
