using System.Data.Common;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Web;

/// <summary>
/// Brings the schema of the database up to date and gives the hub's own role its rights, without starting a node. The owner of the tables
/// runs this at the first installation and at each upgrade; the nodes then run with fewer rights (docs/operations/install.md).
/// </summary>
/// <remarks>Configuration: <c>Hub:SchemaOnly</c> (<c>true</c>), <c>Hub:Engine</c> and <c>Hub:ConnectionString</c>.</remarks>
public static class SchemaOnly
{
    /// <summary>Whether the program is started for the schema only.</summary>
    public static bool IsWanted(IConfiguration configuration) => configuration["Hub:SchemaOnly"] == "true";

    /// <summary>Applies the missing steps. Returns the exit code of the program.</summary>
    public static async Task<int> RunAsync(
        IConfiguration configuration, TimeProvider clock, TextWriter says, TextWriter warns, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(says);
        ArgumentNullException.ThrowIfNull(warns);
        if (!Enum.TryParse<StorageEngine>(configuration["Hub:Engine"] ?? nameof(StorageEngine.Sqlite), out var engine)
            || string.IsNullOrWhiteSpace(configuration["Hub:ConnectionString"]))
        {
            await warns.WriteLineAsync(
                "The schema is not changed: Hub:Engine must be Sqlite or PostgreSql, and Hub:ConnectionString must name the database.");
            return 1;
        }

        var address = configuration["Hub:ConnectionString"]!;
        if (engine == StorageEngine.PostgreSql && PostgreSqlAddress.FaultIn(address) is { } fault)
        {
            await warns.WriteLineAsync($"The schema is not changed: Hub:ConnectionString {fault}");
            return 1;
        }

        try
        {
            await using var database = await HubDatabase.OpenAsync(engine, address, clock, ct);
            await says.WriteLineAsync("The schema is up to date. Start the nodes with the hub's own role.");
            return 0;
        }
        catch (Exception cause) when (cause is StorageException or DbException)
        {
            await warns.WriteLineAsync($"The schema is not changed: {cause.Message}");
            return 1;
        }
    }
}
