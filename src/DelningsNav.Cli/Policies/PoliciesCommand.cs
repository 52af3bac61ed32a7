using System.CommandLine;
using DelningsNav.Policies;

namespace DelningsNav.Cli.Policies;

/// <summary>The commands about the secrecy rules: <c>delningsnav policies …</c>. They do not need a hub.</summary>
internal static class PoliciesCommand
{
    public static Command Create() => new("policies", "Check, test, explain, compare and sign the secrecy rules. Nothing here needs a hub.")
    {
        CheckPolicies.Create(),
        TestPolicies.Create(),
        ExplainPolicies.Create(),
        DiffPolicies.Create(),
        BundlePolicies.Create(),
    };

    /// <summary>The argument that names a policy folder.</summary>
    internal static Argument<DirectoryInfo> Folder(string name = "folder", string description = "The folder with `manifest.json`.") =>
        new(name) { Description = description };

    /// <summary>Runs a command on rules, and prints every fault when they cannot be read.</summary>
    internal static int Run(TextWriter error, Func<int> act)
    {
        try
        {
            return act();
        }
        catch (PolicySetException problem)
        {
            foreach (var fault in problem.Faults)
            {
                error.WriteLine(fault);
            }

            error.WriteLine(Count(problem.Faults.Count, "fault"));
            return ExitCode.Failed;
        }
    }

    /// <summary>The description of a set that all commands print.</summary>
    internal static string Named(ReleasePolicies policies) =>
        $"version {policies.Version}, law as of {policies.LawAsOf:yyyy-MM-dd}, hash {policies.Hash}";

    internal static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
