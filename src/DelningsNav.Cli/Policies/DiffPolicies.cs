using System.CommandLine;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary><c>delningsnav policies diff</c>: shows what a new set would change, before anybody adopts it.</summary>
internal static class DiffPolicies
{
    public static Command Create()
    {
        var before = PoliciesCommand.Folder("before", "The folder of the current set.");
        var after = PoliciesCommand.Folder("after", "The folder of the set that is to replace it. Its cases are run against both.");
        var command = new Command(
            "diff",
            "Show the differences between two policy sets: rules, record types, consent texts, and the answers to the cases.") { before,
            after };
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () =>
                Run(
                    parsed.GetRequiredValue(before).FullName, parsed.GetRequiredValue(after).FullName,
                    parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(string before, string after, TextWriter output)
    {
        var (old, now) = (ReleasePolicies.Load(before), ReleasePolicies.Load(after));
        var difference = PolicySetComparison.Of(old, now, PolicyCaseFolder.Read(after));
        output.WriteLine($"before  {PoliciesCommand.Named(old)}");
        output.WriteLine($"after   {PoliciesCommand.Named(now)}");
        if (difference.IsEmpty)
        {
            output.WriteLine(
                "Nothing differs in the rules, the record types, the rules on consent, the consent texts or the answers to the cases.");
            return ExitCode.Done;
        }

        foreach (var rule in difference.Added)
        {
            output.WriteLine($"\n+ {rule.Name} ({rule.Law})\n    {rule.Title.Swedish}");
        }

        foreach (var rule in difference.Removed)
        {
            output.WriteLine($"\n- {rule.Name} ({rule.Law})\n    {rule.Title.Swedish}");
        }

        foreach (var (was, rule) in difference.Changed)
        {
            output.WriteLine($"\n~ {rule.Name} ({rule.Law})");
            foreach (var line in LinesThatDiffer(was.Policy.Text, rule.Policy.Text))
            {
                output.WriteLine($"    {line}");
            }
        }

        Section("Record types", [.. difference.RecordTypes.Select(type => type.ToString())], output);
        Section("Rules on consent", [.. difference.ConsentRules.Select(rule => rule.ToString())], output);
        Section(
            "Consent texts",
            [.. difference.Texts.SelectMany(text => text.Lines.Where(line => line.What is not null)
                .Select(line => $"{text.Language} {(line.What == SetDifference.Added ? '+' : '-')} {line.Text}"))],
            output);
        Section(
            "Answers that change",
            [.. difference.Answers.Select(pair =>
                $"{pair.After.Case.Name}\n    before  {Coverage.OneLine(pair.Before.Said)}\n    after   "
                + $"{Coverage.OneLine(pair.After.Said)}")],
            output);
        output.WriteLine(
            $"\n{PoliciesCommand.Count(difference.Added.Count, "rule")} added, {difference.Removed.Count} removed, "
            + $"{difference.Changed.Count} changed; "
            + $"{PoliciesCommand.Count(difference.RecordTypes.Count, "record type")} differ; "
            + $"{PoliciesCommand.Count(difference.ConsentRules.Count, "rule")} on consent changed; "
            + $"{PoliciesCommand.Count(difference.Texts.Count, "consent text")} changed; "
            + $"{PoliciesCommand.Count(difference.Answers.Count, "case")} answered otherwise");
        return ExitCode.Done;
    }

    private static void Section(string title, IReadOnlyList<string> lines, TextWriter output)
    {
        if (lines.Count > 0)
        {
            output.WriteLine($"\n{title}");
            lines.ToList().ForEach(line => output.WriteLine($"  {line}"));
        }
    }

    // A rule has about a dozen lines, and lines are seldom repeated. The removed and added lines therefore show the change.
    private static IEnumerable<string> LinesThatDiffer(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        return [.. old.Except(now).Select(line => $"- {line}"), .. now.Except(old).Select(line => $"+ {line}")];
    }
}
