using System.Globalization;

namespace DelningsNav.Policies;

/// <summary>The subject of a rule on asking for consent, for <see cref="ConsentRuleDifference"/>.</summary>
public enum ConsentRuleSubject
{
    /// <summary>The longest validity of a consent, in days.</summary>
    LongestValidity,

    /// <summary>The longest period that the records may cover, in days.</summary>
    LongestDataWindow,

    /// <summary>How long a recipient may promise to store records.</summary>
    RetentionPromises,

    /// <summary>The usual signers.</summary>
    Signers,

    /// <summary>The signers when a young child has been found mature.</summary>
    SignersFoundMature,

    /// <summary>The signers when the matter is the child's own.</summary>
    SignersOwnMatter,

    /// <summary>The exceptions from the rules on signers that are counted.</summary>
    Exceptions,
}

/// <summary>A rule on asking for consent that differs between two sets.</summary>
/// <param name="Subject">The subject of the rule.</param>
/// <param name="Purpose">The code of the purpose of the cases to which the rule applies; empty when the rule is the same for all
/// purposes.</param>
/// <param name="Before">The rule of the first set, in the words of its file; empty when that set does not have the rule.</param>
/// <param name="After">The rule of the second set, in the same form.</param>
public sealed record ConsentRuleDifference(ConsentRuleSubject Subject, string Purpose, string Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject}{(Purpose.Length == 0 ? "" : $" ({Purpose})")}: {Or(Before)} -> {Or(After)}";

    /// <summary>All differences. A set that is older than these rules counts as a set without rules.</summary>
    internal static IEnumerable<ConsentRuleDifference> Between(ConsentRules? before, ConsentRules? after)
    {
        var (old, now) = (Told(before), Told(after));
        return old.Keys.Union(now.Keys)
            .Select(key => new ConsentRuleDifference(
                key.Subject, key.Purpose, old.GetValueOrDefault(key, ""), now.GetValueOrDefault(key, "")))
            .Where(difference => difference.Before != difference.After)
            .OrderBy(difference => difference.Subject).ThenBy(difference => difference.Purpose, StringComparer.Ordinal);
    }

    private static Dictionary<(ConsentRuleSubject Subject, string Purpose), string> Told(ConsentRules? rules)
    {
        if (rules is null)
        {
            return [];
        }

        var told = new Dictionary<(ConsentRuleSubject, string), string>
        {
            [(ConsentRuleSubject.LongestValidity, "")] = rules.LongestValidity.Days.ToString(CultureInfo.InvariantCulture),
            [(ConsentRuleSubject.LongestDataWindow, "")] = rules.LongestDataWindowDays.ToString(CultureInfo.InvariantCulture),
            [(ConsentRuleSubject.RetentionPromises, "")] = string.Join(' ', rules.RetentionPromises),
        };
        foreach (var purpose in rules.Purposes)
        {
            told[(ConsentRuleSubject.Signers, purpose.Code)] = rules.SignersFor(purpose).ToString();
            told[(ConsentRuleSubject.SignersFoundMature, purpose.Code)] =
                rules.SignersFor(purpose, SigningCircumstance.ChildFoundMature).ToString();
            told[(ConsentRuleSubject.SignersOwnMatter, purpose.Code)] =
                rules.SignersFor(purpose, SigningCircumstance.ChildsOwnMatter).ToString();
            told[(ConsentRuleSubject.Exceptions, purpose.Code)] =
                string.Join(' ', SignerExceptionCodes.All.Where(code => rules.Counts(code, purpose)));
        }

        return told;
    }

    private static string Or(string value) => value.Length == 0 ? "-" : value;
}
