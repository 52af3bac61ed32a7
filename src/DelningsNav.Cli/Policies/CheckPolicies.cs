using System.CommandLine;
using System.Diagnostics;
using DelningsNav.Cli.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary><c>delningsnav policies check</c>: makes every check that must pass before a set is signed and adopted.</summary>
internal static class CheckPolicies
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The folder with `manifest.json`, or a bundle." };
        var keys = new Option<string[]>("--key")
        {
            Description =
                "For a bundle: a verifier key line of a trusted signer, or a file with one on each line. "
                + "Obtain it separately from the bundle.",
            HelpName = "line or file",
        };
        var command = new Command(
            "check",
            "Read a policy set, validate it, run its cases, and check that a case notices every change of a rule "
            + "and that a missing fact opens nothing.")
        {
            path, keys,
        };
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () => Run(
                parsed.GetRequiredValue(path), parsed.GetValue(keys) ?? [], parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error)));
        return command;
    }

    /// <summary>Examines a set and prints the findings, step by step.</summary>
    internal static int Run(ReleasePolicies policies, IReadOnlyList<PolicyCase> cases, TextWriter output, TextWriter error)
    {
        output.WriteLine(PoliciesCommand.Named(policies));
        output.WriteLine(
            $"read     {PoliciesCommand.Count(policies.Rules.Count, "policy", "policies")} and "
            + $"{PoliciesCommand.Count(policies.RecordTypes.All.Count, "record type")}; all valid, no warning");
        output.Flush();

        var found = PolicySetExamination.Run(policies, cases);
        List<(string What, int All, string Good, IReadOnlyList<string> Faults)> steps =
        [
            ("cases", cases.Count, "have the required answer", [.. found.Failed.Select(Coverage.Failure)]),
            ("law", found.Laws.Count, "paragraphs are seen to open and to refuse",
                [.. found.Laws.Where(law => !law.IsWhole).Select(Coverage.Half)]),
            ("rules", found.Rules.Count, "rules and their conditions are seen both ways",
                [.. found.Rules.Where(rule => !rule.IsWhole).Select(Coverage.Half)]),
            ("changes", found.Mutants, "changes of rules are each noticed by a case", found.Unnoticed),
            ("missing", cases.Count, "cases open no further when a fact or an entity is missing", found.Opened),
        ];
        foreach (var (what, all, good, faults) in steps)
        {
            output.WriteLine(faults.Count == 0
                ? $"{what,-8} {all} {good}"
                : $"{what,-8} {PoliciesCommand.Count(faults.Count, "fault")} in {all}");
            foreach (var fault in faults)
            {
                error.WriteLine($"{what}: {fault}");
            }
        }

        output.WriteLine(found.IsSound ? "checked" : "not ready to be adopted");
        return found.IsSound ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Run(string path, string[] keyTexts, TextWriter output, TextWriter error)
    {
        if (!File.Exists(path))
        {
            return Run(ReleasePolicies.Load(path), PolicyCaseFolder.Read(path), output, error);
        }

        if (VerifierKeys.Read(keyTexts, out var unreadable) is not { Count: > 0 } keys)
        {
            error.WriteLine(unreadable.Length > 0
                ? unreadable
                : "a bundle proves nothing by itself: give `--key` with the key of a trusted signer");
            return ExitCode.Failed;
        }

        switch (PolicyBundle.Read(File.ReadAllBytes(path), keys))
        {
            case BundleReading.Sound { Bundle: var bundle }:
                output.WriteLine(
                    $"signed   by {string.Join(", ", bundle.SignedBy.Select(key => $"`{key.Name}`"))}, "
                    + $"expires {bundle.Expires:yyyy-MM-dd}, checked before: {string.Join(' ', bundle.Checked)}");
                return Run(bundle.Policies, bundle.Cases, output, error);
            case BundleReading.Unsound unsound:
                throw new PolicySetException(unsound.Reasons);
            default:
                throw new UnreachableException();
        }
    }
}
