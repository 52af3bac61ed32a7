using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>A node starts only with the newest key file of its hub, and makes one only for a new database (ADR 0042).</summary>
public sealed class KeyFileAtStartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>On each engine, a rotation of each purpose; null for the wrapping key.</summary>
    public static TheoryData<StorageEngine, KeyPurpose?> Rotations { get; } = new(
        TestHub.Engines.Select(row => row.Data).SelectMany(
            engine => Enum.GetValues<KeyPurpose>().Cast<KeyPurpose?>().Append(null).Select(purpose => (engine, purpose))));

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_start_without_the_key_file_of_a_hub_makes_no_other_one(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.StopAsync();
        File.Delete(KeyFileOf(hub));

        var withCheckpoint = await RefusalAsync(hub);
        File.Delete(hub.Settings.CheckpointFile);
        var withDatabaseAlone = await RefusalAsync(hub);

        Assert.Contains("put the hub's own key file back", withCheckpoint, StringComparison.Ordinal);
        Assert.Equal(withCheckpoint, withDatabaseAlone);
        Assert.Empty(Directory.GetFiles(hub.Folder, "keys.json*"));
    }

    [Fact]
    public async Task A_running_node_whose_key_file_is_gone_makes_no_other_one()
    {
        await using var hub = await TestHub.StartAsync();
        File.Delete(KeyFileOf(hub));

        await Assert.ThrowsAsync<KeySourceException>(() => hub.Start.RefreshKeysAsync(Ct));

        Assert.Empty(Directory.GetFiles(hub.Folder, "keys.json*"));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_key_is_rotated_or_destroyed_without_a_key_file_and_none_is_made(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var maintain = new MaintainKeys(hub.Settings, hub.Clock);
        File.Delete(KeyFileOf(hub));
        foreach (var use in (Func<Task>[])
        [
            () => maintain.ReadAsync(Ct),
            () => maintain.LeftAsync(Ct),
            () => maintain.RotateAsync(KeyPurpose.Events, TimeSpan.Zero, isTrial: false, Ct),
            () => maintain.RotateAsync(null, TimeSpan.Zero, isTrial: true, Ct),
            () => maintain.RetireAsync(KeyPurpose.Events, isTrial: false, Ct),
            () => maintain.RetireAsync(null, isTrial: false, Ct),
        ])
        {
            var refusal = await Assert.ThrowsAsync<KeySourceException>(use);
            Assert.Contains("there is no key file", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(hub.Folder, "keys.json*"));
    }

    [Theory, MemberData(nameof(Rotations))]
    public async Task A_node_does_not_start_with_a_key_file_from_before_the_last_rotation(StorageEngine engine, KeyPurpose? purpose)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var before = await File.ReadAllBytesAsync(KeyFileOf(hub), Ct);
        await RotateAsync(hub, purpose);
        await hub.Get<EnterKeys>().RunAsync(Ct);
        await hub.StopAsync();
        var after = await File.ReadAllBytesAsync(KeyFileOf(hub), Ct);
        await File.WriteAllBytesAsync(KeyFileOf(hub), before, Ct);

        var refusal = await RefusalAsync(hub);

        Assert.Contains("older than the last rotation", refusal, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(KeyFileOf(hub), after, Ct);
        await using var again = await hub.RestartAsync();
        Assert.False(again.Start.Fence.IsClosed);
    }

    // Without the entry about it, because that entry cannot be read either: its key was sealed again with the new wrapping key.
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_node_does_not_start_without_the_wrapping_key_that_has_sealed_what_is_stored(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var before = await File.ReadAllBytesAsync(KeyFileOf(hub), Ct);
        await RotateAsync(hub, null);
        hub.Clock.Advance(KeyRotation.UsedByAllAfter);
        await hub.Get<EnterKeys>().RunAsync(Ct);
        Assert.Equal(0, (await hub.Start.SealAgainAsync(Ct))!.Left);
        await hub.StopAsync();
        await File.WriteAllBytesAsync(KeyFileOf(hub), before, Ct);

        var refusal = await RefusalAsync(hub);

        Assert.Contains("older than the last rotation", refusal, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_node_starts_when_every_rotated_key_was_retired(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        for (var times = 0; times < 2; times++)
        {
            await RotateAsync(hub, KeyPurpose.Log);
            await RotateAsync(hub, null);
            hub.Clock.Advance(TimeSpan.FromHours(2));
            await hub.Get<EnterKeys>().RunAsync(Ct);
            await hub.Start.SealAgainAsync(Ct);
            await new MaintainKeys(hub.Settings, hub.Clock).RetireAsync(KeyPurpose.Log, isTrial: false, Ct);
            Assert.Single((await new MaintainKeys(hub.Settings, hub.Clock).RetireAsync(null, isTrial: false, Ct)).Wrapping);
            await hub.Start.RefreshKeysAsync(Ct);
        }

        await using var again = await hub.RestartAsync();

        Assert.False(again.Start.Fence.IsClosed);
    }

    // A value from before keys had ids begins with a random number.
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_node_starts_on_values_that_were_sealed_before_keys_had_ids(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using (var connection = await hub.Start.Database.ConnectAsync(Ct))
        {
            foreach (var table in (string[])["person_keys", "payload_keys"])
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE {table} SET wrapped = substr(wrapped, {WrappingKey.IdLength + 1})";
                Assert.True(await command.ExecuteNonQueryAsync(Ct) > 0);
            }
        }

        await using var again = await hub.RestartAsync();

        Assert.IsType<Hub.Releases.RecordAnswer.Released>(await ReleaseAsync(again));
    }

    private static async Task<Hub.Releases.RecordAnswer> ReleaseAsync(TestHub hub)
    {
        await hub.GiveConsentAsync();
        return await hub.AnswerToAsync(await hub.AskAsync());
    }

    private static string KeyFileOf(TestHub hub) => Path.Combine(hub.Folder, "keys.json");

    private static async Task<string> RefusalAsync(TestHub hub) =>
        (await Assert.ThrowsAsync<KeySourceException>(() => HubStart.OpenAsync(hub.Settings, hub.Clock, Ct))).Message;

    private static async Task RotateAsync(TestHub hub, KeyPurpose? purpose)
    {
        await new MaintainKeys(hub.Settings, hub.Clock).RotateAsync(purpose, TimeSpan.FromHours(1), isTrial: false, Ct);
        await hub.Start.RefreshKeysAsync(Ct);
        hub.Clock.Advance(KeyRotation.KnownBefore);
    }
}
