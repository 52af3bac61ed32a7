[assembly: AssemblyFixture(typeof(DelningsNav.Browser.BuiltCity))]

namespace DelningsNav.Browser;

/// <summary>The demo city as its first start leaves it: built once, visited by nobody, and copied by every <see cref="Site"/>.</summary>
public sealed class BuiltCity : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("delningsnav-browser-built-");

    public async ValueTask InitializeAsync()
    {
        // The program has ended before anybody copies, so that no file changes meanwhile; the database then recovers in each copy.
        await using var program = await WebProgram.StartAsync(_folder.FullName);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A new folder with everything that the city has.</summary>
    internal DirectoryInfo Copy()
    {
        var copy = Directory.CreateTempSubdirectory("delningsnav-browser-");
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.FullName, Path.GetRelativePath(_folder.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
        }

        return copy;
    }
}
