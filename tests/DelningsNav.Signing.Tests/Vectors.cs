namespace DelningsNav.Signing.Tests;

/// <summary>Where the published test vectors lie. They are third-party data and stay out of the repository.</summary>
internal static class Vectors
{
    /// <summary>The path of a file or folder of vectors; skips the test when it is absent.</summary>
    public static string Find(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([Root(), .. parts]);
        Assert.SkipUnless(
            Path.Exists(path), $"no vectors at ../shared/vectors/{string.Join('/', parts)}; set DELNINGSNAV_VECTORS to their folder");
        return path;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") is { Length: > 0 } configured)
        {
            return configured;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? AppContext.BaseDirectory, "shared", "vectors");
    }
}
