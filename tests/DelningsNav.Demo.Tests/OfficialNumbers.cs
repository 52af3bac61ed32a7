namespace DelningsNav.Demo.Tests;

/// <summary>Skatteverket's list of identity numbers for tests, which lies beside the repository and not in it.</summary>
internal static class OfficialNumbers
{
    public static HashSet<string> Read()
    {
        var file = Path.Combine(Folder(), "personnummer", "test-identities.txt");
        if (!File.Exists(file))
        {
            Assert.Skip("the list of test identities is not there: set DELNINGSNAV_VECTORS to the folder with the published vectors");
        }

        return [.. File.ReadLines(file).Select(line => line.Trim())];
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") is { Length: > 0 } named)
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "..", "shared", "vectors");
    }
}
