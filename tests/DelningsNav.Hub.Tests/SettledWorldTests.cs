using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests;

/// <summary>Nearly every test opens a copy of one world. These tests build it from nothing and check that the copy is as good.</summary>
public sealed class SettledWorldTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_copy_of_the_settled_world_equals_a_world_built_from_nothing(StorageEngine engine)
    {
        await using var built = await TestHub.BuildAsync(engine);
        await using var copy = await TestHub.StartAsync(engine);

        var (expected, actual) = (await ContentAsync(built), await ContentAsync(copy));

        Assert.Contains(expected, row => row.StartsWith("log_entries", StringComparison.Ordinal));
        Assert.Equal(expected, actual);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_release_goes_the_same_way_in_a_copy_as_in_a_world_built_from_nothing(StorageEngine engine)
    {
        await using var built = await TestHub.BuildAsync(engine);
        await using var copy = await TestHub.StartAsync(engine);

        foreach (var hub in new[] { built, copy })
        {
            await hub.GiveConsentAsync();
            await hub.AnswerToAsync(await hub.AskAsync());
        }

        Assert.Equal(await built.LogAsync(), await copy.LogAsync());
        Assert.Equal(await ContentAsync(built), await ContentAsync(copy));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_happens_in_one_copy_is_not_seen_in_another(StorageEngine engine)
    {
        await using var one = await TestHub.StartAsync(engine);
        await using var other = await TestHub.StartAsync(engine);

        var before = await ContentAsync(other);
        await one.GiveConsentAsync();
        await using var later = await TestHub.StartAsync(engine);

        Assert.NotEqual(before, await ContentAsync(one));
        Assert.Equal(before, await ContentAsync(other));
        Assert.Equal(before, await ContentAsync(later));
    }

    private static async Task<IReadOnlyList<string>> ContentAsync(TestHub hub)
    {
        await using var db = hub.Db();
        return await StoredDatabase.RowsAsync(db);
    }
}
