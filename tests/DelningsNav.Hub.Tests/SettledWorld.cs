using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests;

/// <summary>
/// The small world as one hub left it: database, keys, checkpoint file and ids. Building it takes far longer than most tests, so it is
/// built once for each engine and process, and every test hub opens a copy of its own. Opening proves the copied log, as it does after any
/// restart.
/// </summary>
internal sealed class SettledWorld
{
    private static readonly Dictionary<StorageEngine, Lazy<Task<SettledWorld>>> Built = new()
    {
        [StorageEngine.Sqlite] = new(() => BuildAsync(StorageEngine.Sqlite)),
        [StorageEngine.PostgreSql] = new(() => BuildAsync(StorageEngine.PostgreSql)),
    };

    private readonly byte[] _keys;
    private readonly byte[] _checkpoint;
    private readonly byte[]? _file;
    private readonly string? _template;

    private SettledWorld(SmallWorld world, byte[] keys, byte[] checkpoint, byte[]? file, string? template)
    {
        World = world;
        _keys = keys;
        _checkpoint = checkpoint;
        _file = file;
        _template = template;
    }

    public SmallWorld World { get; }

    /// <summary>The world of an engine, built by the first test that asks for it.</summary>
    public static Task<SettledWorld> OfAsync(StorageEngine engine) => Built[engine].Value;

    /// <summary>
    /// Copies the keys and the checkpoint file into a folder, copies the database, and returns the connection string of the copy.
    /// </summary>
    public async Task<string> CopyAsync(string folder)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "keys.json"), _keys);
        await File.WriteAllBytesAsync(Path.Combine(folder, "hub-checkpoint"), _checkpoint);
        if (!OperatingSystem.IsWindows())
        {
            // As the hub made them. It writes the checkpoint anew in the background, at some time after a commit.
            foreach (var file in new[] { "keys.json", "hub-checkpoint" })
            {
                File.SetUnixFileMode(Path.Combine(folder, file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        if (_file is null)
        {
            return await PostgresCluster.NewDatabaseAsync(_template);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, "hub.db"), _file);
        return TestHub.SqliteFileIn(folder);
    }

    private static async Task<SettledWorld> BuildAsync(StorageEngine engine)
    {
        var folder = TestHub.NewFolder();
        var database = engine == StorageEngine.Sqlite ? TestHub.SqliteFileIn(folder) : await PostgresCluster.NewDatabaseAsync();
        // The hub is closed when this returns: PostgreSQL does not copy a database that has connections.
        var world = await SmallWorld.BuildAsync(TestHub.SettingsIn(folder, engine, database), new TestClock());
        var keys = await File.ReadAllBytesAsync(Path.Combine(folder, "keys.json"));
        var checkpoint = await File.ReadAllBytesAsync(Path.Combine(folder, "hub-checkpoint"));
        var settled = engine == StorageEngine.Sqlite
            ? new SettledWorld(world, keys, checkpoint, await StoredDatabase.WholeFileAsync(Path.Combine(folder, "hub.db")), null)
            : new SettledWorld(world, keys, checkpoint, null, database);
        Directory.Delete(folder, recursive: true);
        return settled;
    }
}
