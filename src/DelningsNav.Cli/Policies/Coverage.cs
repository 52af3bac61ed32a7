using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary>Prints the coverage of the cases.</summary>
internal static class Coverage
{
    /// <summary>The description of a case whose answer is not the required answer.</summary>
    public static string Failure(CaseResult failed) => $"""
        {failed.Case.Name}
          written
            {Indented(failed.Case.Expected)}
          answered
            {Indented(failed.Said)}
        """;

    public static string Half(LawSeen law) =>
        $"{law.Law} is seen to open {law.Opened} and to refuse {law.Refused} times, in {string.Join(", ", law.Rules)}";

    public static string Half(RuleSeen rule) => string.Join("; ",
    [
        $"{rule.Rule.Name} is seen to let through {rule.Opened} and not to {rule.Refused} times",
        .. rule.Conditions.Where(condition => !condition.IsWhole)
        .Select(condition => $"`{OneLine(condition.Text)}` holds {condition.True} and fails {condition.False} times"),
    ]);

    /// <summary>The whole report: each paragraph, then each rule with its conditions.</summary>
    public static void Write(PolicySetExamination found, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("  opens refuses  paragraph");
        foreach (var law in found.Laws)
        {
            output.WriteLine($"{Mark(law.IsWhole)} {law.Opened,5} {law.Refused,7}  {law.Law}  ({string.Join(", ", law.Rules)})");
        }

        output.WriteLine();
        output.WriteLine("  opens refuses  rule, and how often each of its conditions held and failed");
        foreach (var rule in found.Rules)
        {
            output.WriteLine($"{Mark(rule.IsWhole)} {rule.Opened,5} {rule.Refused,7}  {rule.Rule.Name}");
            foreach (var condition in rule.Conditions)
            {
                output.WriteLine($"{Mark(condition.IsWhole)} {condition.True,5} {condition.False,7}      {OneLine(condition.Text)}");
            }
        }

        output.WriteLine();
        output.WriteLine(
            $"{PoliciesCommand.Count(found.Mutants, "change")} of rules, {found.Mutants - found.Unnoticed.Count} noticed by a case");
        foreach (var unnoticed in found.Unnoticed)
        {
            output.WriteLine($"! {unnoticed}");
        }

        foreach (var opened in found.Opened)
        {
            output.WriteLine($"! released {opened}");
        }
    }

    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static char Mark(bool whole) => whole ? ' ' : '!';

    private static string Indented(string text) => text.Replace("\n", "\n    ", StringComparison.Ordinal);
}
