namespace DelningsNav.Web.Tests.Languages;

/// <summary>
/// The files of the two projects with pages, the web project and the demo, as text for the tests of how they are written.
/// </summary>
internal static class WebSources
{
    private static readonly string[] Projects = ["DelningsNav.Demo", "DelningsNav.Web"];

    /// <summary>The folder <c>src</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files with this ending in a folder of either project, as paths from <see cref="Root"/>.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root, project, folder), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// The one file of this name in a folder of either project, as a path from <see cref="Root"/>; null when there is none.
    /// </summary>
    public static string? Find(string folder, string name) =>
        Projects.Select(project => Path.Combine(project, folder, name)).SingleOrDefault(path => File.Exists(Path.Combine(Root, path)));

    /// <summary>The contents of a text file, in whichever of the two projects it is.</summary>
    public static string ReadTexts(string name) =>
        Read(Find("Languages", name) ?? throw new FileNotFoundException("there is no such text file", name));

    /// <summary>The contents of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return Path.Combine(folder.FullName, "src");
    }
}
