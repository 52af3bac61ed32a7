using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>The policies that the hub ships with, and their cases.</summary>
internal static class PolicyCases
{
    public static readonly string Folder = FindFolder();

    public static readonly Lazy<ReleasePolicies> Policies = new(() => ReleasePolicies.Load(Folder));

    public static readonly Lazy<IReadOnlyList<PolicyCase>> All = new(() => PolicyCaseFolder.Read(Folder));

    /// <summary>The facts of the normal question, changed as a case would change them.</summary>
    public static ReleaseFacts Facts(string changes) => PolicyCaseFolder.Facts(Folder, changes);

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie below DelningsNav.sln");
        }

        return Path.Combine(folder.FullName, "policies");
    }
}
