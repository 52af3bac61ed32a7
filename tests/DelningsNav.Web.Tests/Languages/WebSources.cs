namespace DelningsNav.Web.Tests.Languages;

/// <summary>The web project's own files, read as text by the tests about how it is written.</summary>
internal static class WebSources
{
    /// <summary>The folder <c>src/DelningsNav.Web</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files with this ending, as paths from <see cref="Root"/>.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal);

    /// <summary>What a file holds.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests stand outside the repository");
        }

        return Path.Combine(folder.FullName, "src", "DelningsNav.Web");
    }
}
