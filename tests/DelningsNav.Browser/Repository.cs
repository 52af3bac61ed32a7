namespace DelningsNav.Browser;

/// <summary>Where things are, found from where this assembly was built to.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The demo, built in the same configuration as these tests.</summary>
    public static string DemoProgram { get; } = BuiltBeside("DelningsNav.Demo", "DelningsNav.Demo.dll");

    /// <summary>The command line, built in the same configuration.</summary>
    public static string CommandLine { get; } = BuiltBeside("DelningsNav.Cli", "delningsnav.dll");

    /// <summary>Where pictures of the pages are put for people to look at.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screenshots")).FullName;

    private static string BuiltBeside(string project, string program) =>
        Path.Combine(Root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, program);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests are not in the repository");
        }

        return folder.FullName;
    }
}
