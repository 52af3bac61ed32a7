using System.CommandLine;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary><c>delningsnav policies check</c>: everything that must hold before a set is signed and adopted.</summary>
internal static class CheckPolicies
{
    public static Command Create()
    {
        var folder = PoliciesCommand.Folder();
        var command = new Command(
            "check",
            "Read a policy folder, validate it, run its cases, change every rule to see that a case notices, and take away facts to see that nothing opens.")
        {
            folder,
        };
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () => Run(parsed.GetRequiredValue(folder).FullName, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string folder, TextWriter output, TextWriter error)
    {
        var policies = ReleasePolicies.Load(folder);
        output.WriteLine(PoliciesCommand.Named(policies));
        output.WriteLine($"read     {PoliciesCommand.Count(policies.Rules.Count, "policy", "policies")} and {PoliciesCommand.Count(policies.RecordTypes.All.Count, "record type")}; all valid, no warning");
        output.Flush();

        var cases = PolicyCaseFolder.Read(folder);
        var found = PolicySetExamination.Run(policies, cases);
        List<(string What, int All, string Good, IReadOnlyList<string> Faults)> steps =
        [
            ("cases", cases.Count, "come out as they are written", [.. found.Failed.Select(Coverage.Failure)]),
            ("law", found.Laws.Count, "paragraphs are seen to open and to refuse", [.. found.Laws.Where(law => !law.IsWhole).Select(Coverage.Half)]),
            ("rules", found.Rules.Count, "rules and their conditions are seen both ways", [.. found.Rules.Where(rule => !rule.IsWhole).Select(Coverage.Half)]),
            ("changes", found.Mutants, "changes of rules are each noticed by a case", found.Unnoticed),
            ("missing", cases.Count, "cases open no further when a fact or an entity is missing", found.Opened),
        ];
        foreach (var (what, all, good, faults) in steps)
        {
            output.WriteLine(faults.Count == 0 ? $"{what,-8} {all} {good}" : $"{what,-8} {PoliciesCommand.Count(faults.Count, "fault")} in {all}");
            foreach (var fault in faults)
            {
                error.WriteLine($"{what}: {fault}");
            }
        }

        output.WriteLine(found.IsSound ? "checked" : "not fit to be adopted");
        return found.IsSound ? ExitCode.Done : ExitCode.Failed;
    }
}
