using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Storage;

public sealed class NoncesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_nonce_is_new_once_for_each_key_also_to_another_node_on_the_same_database(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var otherNode = await HubDatabase.OpenAsync(engine, hub.Settings.ConnectionString, hub.Clock, Ct);
        var (first, second) = (new Nonces(hub.Start.Database, hub.Clock), new Nonces(otherNode, hub.Clock));

        bool[] isNew =
        [
            await first.RememberAsync("key-a", "nonce-1", Ct), await second.RememberAsync("key-a", "nonce-1", Ct),
            await first.RememberAsync("key-b", "nonce-1", Ct), await second.RememberAsync("key-a", "nonce-2", Ct),
        ];

        Assert.Equal([true, false, true, true], isNew);
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Of_many_equal_nonces_at_once_exactly_one_is_new(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var otherNode = await HubDatabase.OpenAsync(engine, hub.Settings.ConnectionString, hub.Clock, Ct);
        var (first, second) = (new Nonces(hub.Start.Database, hub.Clock), new Nonces(otherNode, hub.Clock));

        var isNew = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? first : second).RememberAsync("key", $"nonce-{i % 4}", Ct)));

        Assert.Equal(4, isNew.Count(one => one));
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_nonce_is_stored_until_no_signature_with_it_can_be_accepted(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var nonces = new Nonces(hub.Start.Database, hub.Clock);
        await nonces.RememberAsync("key", "nonce", Ct);
        hub.Clock.Advance(TimeSpan.FromSeconds(70));
        await nonces.RememberAsync("key", "makes-it-forget", Ct);
        var lastMoment = await nonces.RememberAsync("key", "nonce", Ct);
        hub.Clock.Advance(TimeSpan.FromSeconds(31));

        await nonces.RememberAsync("key", "makes-it-forget-again", Ct);
        var after = await nonces.RememberAsync("key", "nonce", Ct);

        Assert.Equal((false, true), (lastMoment, after));
    }
}
