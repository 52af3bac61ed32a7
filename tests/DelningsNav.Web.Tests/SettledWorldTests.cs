using DelningsNav.Hub.Tests;

namespace DelningsNav.Web.Tests;

/// <summary>Nearly every test opens a copy of one world. This test builds the world from nothing and compares.</summary>
public sealed class SettledWorldTests
{
    [Fact]
    public async Task A_copy_of_the_settled_world_equals_a_world_built_from_nothing()
    {
        await using var built = await TestApp.BuildAsync(new TestClock());
        await using var copy = await TestApp.StartAsync();

        foreach (var app in new[] { built, copy })
        {
            await app.GiveConsentAsync();
            var request = await app.Client().RequestInformationAsync(app.Ask(), TestContext.Current.CancellationToken);
            await app.Client().ReleaseAsync(request.Request, app.Familjebehandlare.Value, TestContext.Current.CancellationToken);

            // The delivery is confirmed after the answer has been sent; once serving has stopped, the confirmation is written.
            await app.StopServingAsync();
        }

        await using var expected = built.Hub.Database.NewContext();
        await using var actual = copy.Hub.Database.NewContext();
        Assert.Equal(await StoredDatabase.RowsAsync(expected), await StoredDatabase.RowsAsync(actual));
    }
}
