using System.Text.Json;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// The facts of a decision are read by the names of their columns: a column that is inserted or moved cannot be mistaken for another.
/// </summary>
public sealed class FactsQueryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_result_set_has_the_columns_that_are_declared_for_it_in_their_order(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var answered = await ColumnsAsync(hub);

        var declared = FactsQuery.ResultSets.Select(columns => Enum.GetNames(columns).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

        // The bound columns come after those that an enum names.
        Assert.Equal(declared.Select(Joined), answered.Zip(declared, (all, named) => Joined(all.Take(named.Count()))));
    }

    [Fact]
    public void The_columns_are_counted_from_zero_without_a_gap()
    {
        Assert.All(FactsQuery.ResultSets, columns =>
        {
            Assert.Equal(typeof(int), Enum.GetUnderlyingType(columns));
            Assert.Equal(Enumerable.Range(0, Enum.GetNames(columns).Length), Enum.GetValuesAsUnderlyingType(columns).Cast<int>());
        });
    }

    private static async Task<IReadOnlyList<IEnumerable<string>>> ColumnsAsync(TestHub hub)
    {
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        await using var command = await FactsQuery.On(hub.Settings.Engine).PrepareAsync(connection, Ct);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var sets = new List<IEnumerable<string>>();
        do
        {
            sets.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        }
        while (await reader.NextResultAsync(Ct));

        return sets;
    }

    private static string Joined(IEnumerable<string> names) => string.Join(' ', names);
}
