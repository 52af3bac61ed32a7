using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies.Cases;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>One set: its state, what was checked, who has adopted it, what it changes, and what the reader may do with it.</summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class SetPage(ReadPolicySet read) : PolicySetPage(read)
{
    /// <summary>How many cases whose answer differs are shown. The others are only counted.</summary>
    public const int ShownAnswers = 25;

    /// <summary>Whether the reader may set the set in force.</summary>
    public bool MayActivate => Set.RunsTheHub && Set.Line.CanBeActivated;

    /// <summary>Whether the reader may retire the set.</summary>
    public bool MayRetire => Set.RunsTheHub && Set.Line.State != PolicySetState.Retired;

    /// <summary>Shows the set.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>
    /// How many cases there are for each pair of verdicts, before and after. Pairs with two different verdicts come first.
    /// </summary>
    public static IEnumerable<((string From, string To) Change, int Count)> Counts(
        IEnumerable<(CaseResult Before, CaseResult After)> answers) =>
        answers.GroupBy(VerdictsOf)
            .OrderBy(group => group.Key.From == group.Key.To)
            .ThenByDescending(group => group.Count())
            .Select(group => (group.Key, group.Count()));

    /// <summary>The cases to show. Cases whose verdict changes come first.</summary>
    public static IEnumerable<(CaseResult Before, CaseResult After)> FirstAnswers(
        IEnumerable<(CaseResult Before, CaseResult After)> answers) =>
        answers.OrderBy(pair => VerdictsOf(pair) is var (from, to) && from == to).Take(ShownAnswers);

    /// <summary>
    /// The lines of a rule's text that only one of the two sets has. A line of the set before has a minus, a line of the set after has a
    /// plus.
    /// </summary>
    public static IEnumerable<string> LinesThatDiffer((Policies.Rule Before, Policies.Rule After) pair)
    {
        var (before, after) = (pair.Before.Policy.Text.Split('\n'), pair.After.Policy.Text.Split('\n'));
        return [.. before.Except(after).Select(line => $"- {line.Trim()}"), .. after.Except(before).Select(line => $"+ {line.Trim()}")];
    }

    private static (string From, string To) VerdictsOf((CaseResult Before, CaseResult After) pair) =>
        (PolicySetWords.NameOf(pair.Before.Verdict), PolicySetWords.NameOf(pair.After.Verdict));
}
