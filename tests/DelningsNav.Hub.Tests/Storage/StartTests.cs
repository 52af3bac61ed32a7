using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>What a node demands of its keys, files and clock before it starts, and what it says when it does not start.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class StartTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("delningsnav-start-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyPath => Path.Combine(_folder, "keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nodes_that_start_for_the_first_time_on_one_folder_make_one_key_file_together()
    {
        const int Rounds = 10;
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{round}")).FullName;
            var keys = await StartTogetherAsync(Path.Combine(folder, "keys.json"));

            Assert.Single(keys.Select(k => Convert.ToHexString(KeyFileFormat.Write(k))).Distinct());
            Assert.Equal(
                ["keys.json", "keys.json.lock"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    private static async Task<RootKeys[]> StartTogetherAsync(string path)
    {
        using var together = new Barrier(8);
        var nodes = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(Ct);
                return new KeyFile(path).MakeAsync(Ct);
            },
            Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToList();
        return await Task.WhenAll(nodes);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_file_that_others_can_read_or_write_is_refused(UnixFileMode others)
    {
        await new KeyFile(KeyPath).MakeAsync(Ct);
        File.SetUnixFileMode(KeyPath, OwnerOnly | others);

        var refusal = await Assert.ThrowsAsync<KeySourceException>(() => new KeyFile(KeyPath).ReadAsync(Ct));

        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_keys_and_checkpoint_are_files_of_their_owner_alone()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();

        // A draft of the checkpoint file takes its place at any time.
        foreach (var file in Directory.GetFiles(hub.Folder).Where(file => !file.EndsWith(".new", StringComparison.Ordinal)))
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_database_file_that_others_could_read_is_made_private()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.StopAsync();
        var database = new SqliteConnectionStringBuilder(hub.Settings.ConnectionString).DataSource;
        File.SetUnixFileMode(database, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var again = await hub.RestartAsync();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(database));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_clock_behind_the_last_entry_is_refused_and_a_minute_between_nodes_is_not(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(-1));
        await (await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct)).DisposeAsync();
        hub.Clock.Advance(TimeSpan.FromSeconds(-1));

        var refusal = await Assert.ThrowsAsync<StorageException>(() => HubStart.OpenAsync(hub.Settings, hub.Clock, Ct));

        Assert.Contains("correct the clock", refusal.Message, StringComparison.Ordinal);
    }

    // SQLite stores a value of any type in any column.
    [Theory]
    [InlineData("UPDATE log_entries SET leaf = CAST(leaf AS TEXT) WHERE idx = 3", "not sound at entry 3")]
    [InlineData("UPDATE log_entries SET leaf = 7 WHERE idx = 3", "not sound at entry 3")]
    [InlineData("UPDATE log_entries SET leaf_hash = hex(leaf_hash) WHERE idx = 3", "not sound at entry 3")]
    [InlineData("UPDATE log_entries SET leaf_hash = zeroblob(5) WHERE idx = 3", "not sound at entry 3")]
    [InlineData("UPDATE log_head SET frontier = CAST(frontier AS TEXT)", "head cannot be read")]
    public async Task A_value_of_another_type_in_the_log_is_said_in_a_sentence(string change, string sentence)
    {
        await using var hub = await TestHub.StartAsync();
        await using (var db = hub.Db())
        {
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(change, Ct));
        }

        await hub.StopAsync();
        using var says = new StringWriter();

        Assert.Null(await HubStart.TryOpenAsync(hub.Settings, hub.Clock, says, Ct));

        Assert.Contains(sentence, says.ToString(), StringComparison.Ordinal);
        Assert.Contains("restore the database from its backup", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_prevents_a_start_is_said_in_a_sentence()
    {
        await using var hub = await TestHub.StartAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE log_head SET checkpoint = 'forged'", Ct);
        }

        await File.WriteAllTextAsync(KeyPath, "{}", Ct);
        File.SetUnixFileMode(KeyPath, OwnerOnly);
        foreach (var (settings, sentence) in new[]
        {
            (hub.Settings, "no checkpoint that this hub's key has signed"),
            (hub.Settings with { Keys = new KeyFile(KeyPath) }, "restore it from its backup"),
            (hub.Settings with { Keys = new KeyFile("/proc/no-such-folder/keys.json") }, "there is no key file"),
        })
        {
            using var says = new StringWriter();
            Assert.Null(await HubStart.TryOpenAsync(settings, hub.Clock, says, Ct));
            Assert.Contains(sentence, says.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("The hub does not start: ", says.ToString(), StringComparison.Ordinal);
        }
    }
}
