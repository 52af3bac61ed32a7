using System.Reflection;
using System.Text.RegularExpressions;
using DelningsNav.AuditLog;
using DelningsNav.Cedar;
using DelningsNav.Policies;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The repository as text, and the assemblies that these tests inspect.</summary>
internal static partial class Sources
{
    public static string Root => TestHub.Root;

    /// <summary>The projects that these tests reference. Web, Client and Cli are read as text.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(HubStart).Assembly, typeof(ReleasePolicies).Assembly, typeof(CedarPolicySet).Assembly, typeof(MerkleTree).Assembly,
        typeof(SigningKey).Assembly,
    ];

    /// <summary>Types that are written by hand, nested ones too.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>The C# files under a folder of the repository, by their paths from its root.</summary>
    public static IEnumerable<SourceFile> CSharp(string folder) => Files(folder, "*.cs");

    public static IEnumerable<SourceFile> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))));

    /// <summary>The names of the types that a file declares.</summary>
    public static IEnumerable<string> TypesDeclaredIn(SourceFile file) =>
        Declaration().Matches(file.Text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|sealed|static|abstract|partial|readonly|file)\s+)*"
        + @"(?:class|record struct|record class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}

/// <summary>A file's path from the repository's root, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public bool Has(string pattern) => Regex.IsMatch(Text, pattern, RegexOptions.CultureInvariant);
}
