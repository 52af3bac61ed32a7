namespace DelningsNav.Policies.Cases;

/// <summary>The examination of a readable policy set before anybody adopts it.</summary>
/// <param name="Results">The answer of the rules to each case.</param>
/// <param name="Rules">The coverage of each rule by the cases.</param>
/// <param name="Mutants">How many changes of a rule were tried.</param>
/// <param name="Unnoticed">The changes, in words, after which every case still passed.</param>
/// <param name="Opened">What would be released, in words, if an entity or a fact were missing.</param>
public sealed record PolicySetExamination(
    IReadOnlyList<CaseResult> Results,
    IReadOnlyList<RuleSeen> Rules,
    int Mutants,
    IReadOnlyList<string> Unnoticed,
    IReadOnlyList<string> Opened)
{
    /// <summary>The cases whose answer differs from what they require.</summary>
    public IEnumerable<CaseResult> Failed => Results.Where(result => !result.Passed);

    /// <summary>The paragraphs that the rules cite, each with its coverage by the cases.</summary>
    public IReadOnlyList<LawSeen> Laws => CaseCoverage.ByLaw(Rules);

    /// <summary>Whether the set passes.</summary>
    public bool IsSound =>
        !Failed.Any() && Rules.All(rule => rule.IsWhole) && Laws.All(law => law.IsWhole) && Unnoticed.Count == 0 && Opened.Count == 0;

    /// <summary>
    /// Runs the cases, changes the rules, and removes entities and facts. The progress is the number of rules that are finished.
    /// </summary>
    public static PolicySetExamination Run(
        ReleasePolicies policies, IReadOnlyList<PolicyCase> cases, IProgress<(int Done, int Of)>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var results = cases.Select(item => item.Run(policies)).ToList();

        // A case that already fails would fail after every change, and would prove nothing about the change.
        var sharp = results.Where(result => result.Passed).Select(result => result.Case).ToList();
        var (mutants, unnoticed) = (0, new List<string>());
        for (var i = 0; i < policies.Rules.Count; i++)
        {
            foreach (var mutant in Cases.Mutants.Of(policies, policies.Rules[i]))
            {
                mutants++;
                if (Cases.Mutants.NoticedBy(mutant, sharp) is null)
                {
                    unnoticed.Add($"{mutant.Rule}: {mutant.What}");
                }
            }

            progress?.Report((i + 1, policies.Rules.Count));
        }

        return new PolicySetExamination(
            results,
            CaseCoverage.Of(policies, results),
            mutants,
            unnoticed,
            [.. MissingPieces.OpenedWithoutAnEntity(policies, cases), .. MissingPieces.OpenedWithoutAFact(policies, cases)]);
    }
}
