using DelningsNav.Hub.Tests;

namespace DelningsNav.Web.Tests;

/// <summary>
/// The small world as one hub left it: database, keys, checkpoint file and ids. It is built once for each process, and every test
/// application opens a copy of its own. Opening proves the copied log, as after any restart.
/// </summary>
internal sealed class SettledWorld
{
    private readonly byte[] _database;
    private readonly byte[] _keys;
    private readonly byte[] _checkpoint;

    private SettledWorld(SmallWorld world, byte[] database, byte[] keys, byte[] checkpoint)
    {
        World = world;
        _database = database;
        _keys = keys;
        _checkpoint = checkpoint;
    }

    /// <summary>The world, built by the first test that asks for it.</summary>
    public static Lazy<Task<SettledWorld>> BuiltOnce { get; } = new(BuildAsync);

    public SmallWorld World { get; }

    /// <summary>Copies database, keys and checkpoint file into a folder.</summary>
    public async Task CopyAsync(string folder)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "keys.json"), _keys);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "keys.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, "hub-checkpoint"), _checkpoint);
        await File.WriteAllBytesAsync(Path.Combine(folder, "hub.db"), _database);
    }

    private static async Task<SettledWorld> BuildAsync()
    {
        var folder = TestApp.NewFolder();
        var world = await SmallWorld.BuildAsync(TestApp.SettingsIn(folder), new TestClock());
        var database = await StoredDatabase.WholeFileAsync(Path.Combine(folder, "hub.db"));
        var keys = await File.ReadAllBytesAsync(Path.Combine(folder, "keys.json"));
        var checkpoint = await File.ReadAllBytesAsync(Path.Combine(folder, "hub-checkpoint"));
        Directory.Delete(folder, recursive: true);
        return new SettledWorld(world, database, keys, checkpoint);
    }
}
