using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace DelningsNav.Web.Tests;

/// <summary>The owner of the tables brings the schema up to date without starting a node (ADR 0039).</summary>
public sealed class SchemaOnlyTests
{
    [Fact]
    public async Task The_schema_is_applied_and_the_program_ends()
    {
        var folder = Directory.CreateTempSubdirectory("delningsnav-test-").FullName;
        var database = $"Data Source={Path.Combine(folder, "hub.db")};Pooling=False";
        var configuration = Configuration(("Hub:SchemaOnly", "true"), ("Hub:ConnectionString", database));
        var (says, warns) = (new StringWriter(), new StringWriter());

        Assert.True(SchemaOnly.IsWanted(configuration));
        var code = await SchemaOnly.RunAsync(configuration, new TestClock(), says, warns, TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (code, warns.ToString()));
        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var steps = connection.CreateCommand();
            steps.CommandText = "SELECT COUNT(*) FROM schema_steps";
            Assert.True((long)(await steps.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Sqlite", "")]
    [InlineData("Another", "Data Source=/tmp/none")]
    [InlineData("PostgreSql", "Host=db.example.se;Database=hub;Username=delningsnav_owner")]
    public async Task A_database_that_is_not_named_or_not_reached_safely_is_refused_in_a_sentence(string engine, string database)
    {
        var configuration = Configuration(("Hub:SchemaOnly", "true"), ("Hub:Engine", engine), ("Hub:ConnectionString", database));
        var warns = new StringWriter();

        var code = await SchemaOnly.RunAsync(
            configuration, new TestClock(), TextWriter.Null, warns, TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("Hub:ConnectionString", warns.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_setting_a_node_starts()
    {
        Assert.False(SchemaOnly.IsWanted(Configuration()));
        Assert.False(SchemaOnly.IsWanted(Configuration(("Hub:SchemaOnly", "false"))));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
}
