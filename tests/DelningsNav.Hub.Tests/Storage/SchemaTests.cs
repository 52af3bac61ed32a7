using System.Data.Common;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

public sealed class SchemaTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_mapped_column_is_in_the_reviewed_schema_with_the_same_type_and_nullability(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();

        var faults = new List<string>();
        foreach (var table in db.Model.GetRelationalModel().Tables)
        {
            var actual = await ColumnsAsync(db.Database.GetDbConnection(), engine, table.Name);
            foreach (var column in table.Columns)
            {
                if (!actual.Remove(column.Name, out var found))
                {
                    faults.Add($"{table.Name}.{column.Name} is mapped but not in the schema");
                }
                else if (!found.Type.Equals(column.StoreType, StringComparison.OrdinalIgnoreCase)
                    || (found.Nullable != column.IsNullable && table.PrimaryKey!.Columns.All(k => k.Name != column.Name)))
                {
                    var mapped = $"{column.StoreType} {(column.IsNullable ? "null" : "not null")}";
                    faults.Add($"{table.Name}.{column.Name} is {found} in the schema, mapped as {mapped}");
                }
            }

            faults.AddRange(actual.Keys.Select(name => $"{table.Name}.{name} is in the schema but not mapped"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void Both_engines_have_the_same_steps()
    {
        var sqlite = Schema.Steps(StorageEngine.Sqlite);
        var postgres = Schema.Steps(StorageEngine.PostgreSql);

        Assert.Equal(sqlite.Select(s => (s.Number, s.Name)), postgres.Select(s => (s.Number, s.Name)));
        Assert.Equal(Enumerable.Range(1, sqlite.Count), sqlite.Select(s => s.Number));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Opening_a_database_twice_applies_nothing_twice(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        await using var again = await HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken);

        await using var db = again.Database.NewContext();
        Assert.NotEmpty(await db.People.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_database_of_a_newer_version_is_refused(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO schema_steps (number, name, applied_at) VALUES (999, 'later', 0)", TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<StorageException>(
            () => HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_database_with_persons_from_before_texts_were_sealed_is_refused_and_left_as_it_is(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("DELETE FROM schema_steps WHERE number >= 22", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StorageException>(
            () => HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken));

        Assert.Contains("start this version with a new database", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await db.People.ToListAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<Dictionary<string,
    (string Type, bool Nullable)>> ColumnsAsync(DbConnection connection, StorageEngine engine, string table)
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        await using var command = connection.CreateCommand();
        command.CommandText = engine == StorageEngine.Sqlite
            ? $"SELECT name, type, \"notnull\" = 0 FROM pragma_table_info('{table}')"
            : $"SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = '{table}'";
        await using var rows = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, (string, bool)>();
        while (await rows.ReadAsync())
        {
            columns.Add(
                rows.GetString(0),
                (rows.GetString(1), Convert.ToBoolean(rows.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)));
        }

        return columns;
    }
}
