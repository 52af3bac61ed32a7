using DelningsNav.Hub.Replays;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Puts the result of a replay in plain words. Rules are named by their own sentences, from the texts of the candidate, which is the set
/// that decided again.
/// </summary>
public sealed class ReplayWords(IStringLocalizer<AdministrationTexts> texts, ReleasePolicies candidate)
{
    /// <summary>The name of a record type.</summary>
    public string RecordType(RecordTypeCode code) => candidate.NameOf(code);

    /// <summary>A verdict in a word or two.</summary>
    public string Verdict(string verdict) => texts["Verdict-" + verdict];

    /// <summary>Two verdicts, as <see cref="ReplayReport.Changes"/> counts them.</summary>
    public string Change(string change) => change.Split(' ') switch
    {
        [var from, var to] when from == to => texts["ChangeSame", Verdict(from)],
        [var from, var to] => texts["ChangeFromTo", Verdict(from), Verdict(to)],
        _ => change,
    };

    /// <summary>A rule's own sentence, or the rule's name if the candidate does not have the rule.</summary>
    public string Rule(string name) => candidate.Rules.FirstOrDefault(rule => rule.Name == name)?.Title.InWords() ?? name;

    /// <summary>What is missing, in the words that the requester reads.</summary>
    public string Missing(string code)
    {
        var missing = code == MissingCode.NotGranted.Code
            ? DelningsNav.Policies.Missing.NotGranted
            : candidate.Rules.FirstOrDefault(rule => !rule.Secret && rule.Missing.Code.Code == code)?.Missing;
        return missing is null ? code : Language.IsEnglish ? missing.English : missing.Swedish;
    }

    /// <summary>
    /// The differences other than the verdict, each as a sentence. A difference that names a rule has a link to the rule.
    /// </summary>
    public IEnumerable<ReplayDifference> Differences(ReplayChange change)
    {
        var (opened, opens) = (change.Before["policy"], change.After["policy"]);
        if (opened != opens)
        {
            if (opens.Length > 0)
            {
                yield return new ReplayDifference(texts["DiffersRuleCome"], change.After["law"], opens);
            }

            if (opened.Length > 0)
            {
                yield return new ReplayDifference(texts["DiffersRuleGone"], change.Before["law"], opened);
            }
        }
        else if (change.Before["law"] != change.After["law"])
        {
            yield return new ReplayDifference(texts["DiffersLaw"], $"{change.Before["law"]} → {change.After["law"]}", "");
        }

        // Obligations and grounds to consider are compared only between answers with the same verdict,
        // because they follow from the verdict.
        foreach (var (field, key, say) in Listed.Where(listed => listed.Field == "bars" || change.From == change.To))
        {
            var (before, after) = (change.Before.Names(field), change.After.Names(field));
            foreach (var name in after.Except(before))
            {
                yield return new ReplayDifference(texts[key + "Come"], say(this, name), name);
            }

            foreach (var name in before.Except(after))
            {
                yield return new ReplayDifference(texts[key + "Gone"], say(this, name), name);
            }
        }

        if (change.After["alarms"] is { Length: > 0 } alarms && alarms != change.Before["alarms"])
        {
            yield return new ReplayDifference(texts["DiffersAlarm"], alarms, "");
        }
    }

    // The code of what is missing is shown with each answer, so it is not listed here.
    private static readonly (string Field, string Key, Func<ReplayWords, string, string> Say)[] Listed =
    [
        ("bars", "DiffersBar", (words, name) => words.Rule(name)),
        ("assessor-may-consider", "DiffersConsider", (words, name) => words.Rule(name)),
        ("obligations", "DiffersObligation", (words, code) => words.Obligation(code)),
    ];

    private string Obligation(string code) =>
        candidate.Obligations.TryGetValue(code, out var known) ? Language.IsEnglish ? known.English : known.Swedish : code;
}

/// <summary>One difference between two answers.</summary>
/// <param name="What">What was added or removed.</param>
/// <param name="Words">The words for what was added or removed.</param>
/// <param name="Rule">The rule's name, or empty.</param>
public sealed record ReplayDifference(string What, string Words, string Rule);
