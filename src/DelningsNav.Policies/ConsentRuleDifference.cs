using System.Globalization;

namespace DelningsNav.Policies;

/// <summary>What a rule on asking for consent is about, for <see cref="ConsentRuleDifference"/>.</summary>
public enum ConsentRuleSubject
{
    /// <summary>How many days ahead a consent may hold.</summary>
    LongestValidity,

    /// <summary>How many days the records may speak of.</summary>
    LongestDataWindow,

    /// <summary>What a receiver may promise to keep.</summary>
    RetentionPromises,

    /// <summary>Who signs as a rule.</summary>
    Signers,

    /// <summary>Who signs when a young child has been found mature.</summary>
    SignersFoundMature,

    /// <summary>Who signs when the matter is the child's own.</summary>
    SignersOwnMatter,

    /// <summary>Which exceptions from who signs are counted.</summary>
    Exceptions,
}

/// <summary>A rule on asking for consent that two sets have otherwise.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Purpose">In cases of which purpose, a code; empty when it is the same in all.</param>
/// <param name="Before">The first set's, in the file's own words; empty when it has none.</param>
/// <param name="After">The second's.</param>
public sealed record ConsentRuleDifference(ConsentRuleSubject Subject, string Purpose, string Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject}{(Purpose.Length == 0 ? "" : $" ({Purpose})")}: {Or(Before)} -> {Or(After)}";

    /// <summary>All that differs. A set from before there were such rules has none of them.</summary>
    internal static IEnumerable<ConsentRuleDifference> Between(ConsentRules? before, ConsentRules? after)
    {
        var (old, now) = (Told(before), Told(after));
        return old.Keys.Union(now.Keys)
            .Select(key => new ConsentRuleDifference(key.Subject, key.Purpose, old.GetValueOrDefault(key, ""), now.GetValueOrDefault(key, "")))
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
            told[(ConsentRuleSubject.Signers, purpose)] = rules.SignersFor(purpose).ToString();
            told[(ConsentRuleSubject.SignersFoundMature, purpose)] = rules.SignersFor(purpose, SigningCircumstance.ChildFoundMature).ToString();
            told[(ConsentRuleSubject.SignersOwnMatter, purpose)] = rules.SignersFor(purpose, SigningCircumstance.ChildsOwnMatter).ToString();
            told[(ConsentRuleSubject.Exceptions, purpose)] = string.Join(' ', SignerExceptionCodes.All.Where(code => rules.Counts(code, purpose)));
        }

        return told;
    }

    private static string Or(string value) => value.Length == 0 ? "-" : value;
}
