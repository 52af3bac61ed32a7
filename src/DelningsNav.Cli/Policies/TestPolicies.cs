using System.CommandLine;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary><c>delningsnav policies test</c>: runs the cases of a policy folder.</summary>
internal static class TestPolicies
{
    public static Command Create()
    {
        var folder = PoliciesCommand.Folder();
        var only = new Option<string?>("--only")
        {
            Description = "Run only the cases whose file or sentence has these words in it.",
            HelpName = "words",
        };
        var list = new Option<bool>("--list") { Description = "Name every case that was run, with its answer." };
        var coverage = new Option<bool>("--coverage")
        {
            Description =
                "Tell what the cases have seen: each paragraph, rule and condition, and whether every change of a rule is noticed.",
        };
        var command = new Command("test", "Run the cases of a policy folder, and show those with another answer than the required one.")
        {
            folder, only, list, coverage,
        };
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () => Run(
                parsed.GetRequiredValue(folder).FullName, parsed.GetValue(only), parsed.GetValue(list), parsed.GetValue(coverage),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string folder, string? only, bool list, bool coverage, TextWriter output, TextWriter error)
    {
        var policies = ReleasePolicies.Load(folder);
        var cases = PolicyCaseFolder.Read(folder)
            .Where(item => only is null || item.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (cases.Count == 0)
        {
            error.WriteLine($"no case has `{only}` in its file or sentence");
            return ExitCode.Failed;
        }

        var results = cases.ConvertAll(item => item.Run(policies));
        foreach (var result in results.Where(result => list || !result.Passed))
        {
            output.WriteLine(result.Passed
                ? $"ok  {result.Case.Name}: {Coverage.OneLine(result.Said)}"
                : $"NO  {Coverage.Failure(result)}");
        }

        var failed = results.Count(result => !result.Passed);
        output.WriteLine($"{results.Count - failed} passed, {failed} failed");
        if (!coverage)
        {
            return failed == 0 ? ExitCode.Done : ExitCode.Failed;
        }

        var found = PolicySetExamination.Run(policies, cases);
        Coverage.Write(found, output);
        return found.IsSound ? ExitCode.Done : ExitCode.Failed;
    }
}
