using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A decision's facts are found without reading rows about other children, however large the city is. The tests read the plan that SQLite
/// makes before it has statistics.
/// </summary>
public sealed class FactsByIndexTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_table_is_read_whole_except_the_few_policy_sets()
    {
        var plan = await PlanAsync();

        Assert.Equal(
            ["SCAN policy_sets USING COVERING INDEX policy_sets_without_bundle"],
            plan.Where(line => line.StartsWith("SCAN", StringComparison.Ordinal) && line is not "SCAN CONSTANT ROW"));
    }

    [Theory]
    [InlineData("custodies USING INDEX custodies_by_child (child_id=?)")]
    [InlineData("a USING COVERING INDEX assignments_by_case (case_id=? AND staff_id=? AND from_at<?)")]
    [InlineData("c USING INDEX consents_standing (child_id=?)")]
    [InlineData("consent_uses USING INDEX consent_uses_by_consent (consent_id=?)")]
    [InlineData("disclosure_blocks USING INDEX disclosure_blocks_standing (child_id=?)")]
    [InlineData("emergency_accesses USING INDEX emergency_accesses_by_request (request_id=?)")]
    [InlineData("g USING INDEX sqlite_autoindex_consent_signatures_1 (consent_id=?)")]
    [InlineData("d USING INDEX records_by_child_and_holder (child_id=? AND holder_id=?)")]
    public async Task Rows_that_a_child_has_many_of_are_found_in_one_look_up(string lookUp)
    {
        var plan = await PlanAsync();

        Assert.True(
            plan.Any(line => line.StartsWith("SEARCH " + lookUp, StringComparison.Ordinal)), string.Join(" | ", plan));
    }

    private static async Task<IReadOnlyList<string>> PlanAsync()
    {
        await using var hub = await TestHub.StartAsync(StorageEngine.Sqlite);
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        var lines = new List<string>();
        var query = FactsQuery.On(StorageEngine.Sqlite).Text;
        foreach (var statement in query.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of the program.
            command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
            foreach (var name in new[] { "@request", "@staff", "@client", "@now", "@policy_set" })
            {
                command.With(name, null);
            }

            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
            {
                lines.Add(reader.GetString(3));
            }
        }

        return lines;
    }
}
