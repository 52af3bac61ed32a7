using System.Data.Common;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>Schema step 0002 converts the adoptions that authorities had registered before the hub stored policy sets itself.</summary>
public sealed class PolicySetStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("delningsnav-step-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_earlier_adoption_is_still_in_effect_with_its_diarienummer(StorageEngine engine)
    {
        var adopter = new Guid("01900000-0000-7000-8000-0000000000A1");
        var settings = new HubSettings
        {
            Engine = engine,
            ConnectionString = engine == StorageEngine.Sqlite
                ? $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=False"
                : await PostgresCluster.NewDatabaseAsync(),
            PolicyFolder = Path.Combine(TestHub.Root, "policies"),
            LogOrigin = "test.example/stad/audit",
            Keys = new KeyFile(Path.Combine(_folder, "keys.json")),
            CheckpointFile = Path.Combine(_folder, "hub-checkpoint"),
        };
        await MakeAsStepOneLeftItAsync(settings, adopter);

        await using var hub = await HubStart.OpenAsync(settings, new TestClock(), Ct);

        await using var db = hub.Database.NewContext();
        var adoption = await db.PolicyAdoptions.SingleAsync(Ct);
        Assert.Equal(
            (new AuthorityId(adopter), "1.0.0", null, "UTBN 2026/1", null),
            (adoption.Authority, adoption.Version, adoption.Hash, adoption.CaseNumber, adoption.DecidedOn));
        Assert.Null(adoption.EndedAt);
    }

    private static async Task MakeAsStepOneLeftItAsync(HubSettings settings, Guid adopter)
    {
        var (number, name, sql) = Schema.Steps(settings.Engine)[0];
        await using DbConnection connection = settings.Engine == StorageEngine.Sqlite
            ? new SqliteConnection(settings.ConnectionString)
            : new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Ct);
        string[] steps =
        [
            "CREATE TABLE schema_steps (number integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)",
            sql,
            $"INSERT INTO schema_steps (number, name, applied_at) VALUES ({number}, '{name}', 0)",
            $"INSERT INTO authorities (id, name, organisationsnummer, kind, adopted_policy_set, adoption_case_number) VALUES "
            + $"('{adopter.ToString().ToUpperInvariant()}', 'Utbildningsnämnden', '2120000142', 'MunicipalSchool', '1.0.0', 'UTBN 2026/1')",
            "INSERT INTO authorities (id, name, organisationsnummer, kind) VALUES ('01900000-0000-7000-8000-0000000000A2', 'Regionen', "
            + "'2321000016', 'Region')",
        ];
        foreach (var step in steps)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this test's own.
            command.CommandText = step;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Ct);
        }
    }
}
