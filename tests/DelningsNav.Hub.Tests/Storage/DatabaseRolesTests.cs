using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// On PostgreSQL a node runs with the hub's own role, which owns no table. It can do all its work, and it cannot change the log, the
/// schema or its own rights (docs/operations/install.md).
/// </summary>
public sealed class DatabaseRolesTests
{
    private const string Node = "delningsnav_node";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What somebody with the hub's own role must not be able to do.</summary>
    public static TheoryData<string> Forbidden { get; } =
    [
        "UPDATE log_entries SET kind = 'release'",
        "UPDATE log_entries SET payload = NULL",
        "UPDATE log_entries SET child_token = NULL",
        "DELETE FROM log_entries",
        "TRUNCATE log_entries CASCADE",
        "DROP TABLE log_entries CASCADE",
        "ALTER TABLE log_entries DISABLE TRIGGER ALL",
        "ALTER TABLE log_entries OWNER TO delningsnav_node",
        "CREATE RULE nothing AS ON INSERT TO log_entries DO INSTEAD NOTHING",
        "UPDATE log_nodes SET hash = hash",
        "DELETE FROM log_nodes",
        "TRUNCATE log_nodes",
        "UPDATE payload_keys SET month = '2020-01'",
        "DELETE FROM payload_keys",
        "DELETE FROM log_head",
        "TRUNCATE log_head",
        "INSERT INTO schema_steps (number, name, applied_at) VALUES (999, 'later', 0)",
        "DELETE FROM schema_steps",
        "DELETE FROM consents",
        "DELETE FROM disclosure_blocks",
        "DELETE FROM subjects",
        "CREATE TABLE another (id integer)",
        "CREATE OR REPLACE FUNCTION erase_log_month(erased uuid) RETURNS void LANGUAGE sql AS ''",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
    ];

    [Fact]
    public async Task A_node_with_the_hubs_own_role_logs_releases_and_erases()
    {
        await using var node = await NodeAsync();

        await node.GiveConsentAsync();
        var released = await node.AnswerToAsync(await node.AskAsync());
        await node.EraseLogAsync();

        Assert.IsType<RecordAnswer.Released>(released);
        await using var db = node.Db();
        Assert.Equal(Node, await db.Database.SqlQuery<string>($"SELECT current_user::text AS \"Value\"").SingleAsync(Ct));
        Assert.Contains(await db.Log.AsNoTracking().ToListAsync(Ct), e => e.Kind == EntryKinds.PayloadsErased && e.Payload is not null);
        Assert.All(
            await db.Log.AsNoTracking().Where(e => e.Verdict == "release").ToListAsync(Ct), e => Assert.Null(e.Payload));
    }

    [Theory, MemberData(nameof(Forbidden))]
    public async Task With_the_hubs_own_role_nobody_changes_the_log_the_schema_or_the_rights(string sql)
    {
        await using var node = await NodeAsync();
        await using var db = node.Db();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync(sql, Ct));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_tables_of_the_log_can_be_read_and_added_to_and_only_the_seal_of_a_months_key_changed()
    {
        await using var node = await NodeAsync();
        await using var db = node.Db();

        var rights = await db.Database.SqlQuery<string>(
            $"""
            SELECT DISTINCT table_name || ' ' || privilege_type AS "Value" FROM information_schema.column_privileges
            WHERE grantee = 'delningsnav_hub' AND table_name IN ('log_entries', 'log_nodes', 'payload_keys')
            UNION SELECT table_name || ' ' || privilege_type FROM information_schema.table_privileges
            WHERE grantee = 'delningsnav_hub' AND table_name IN ('log_entries', 'log_nodes', 'payload_keys')
            """).ToListAsync(Ct);

        Assert.Equal(
            [
                "log_entries INSERT", "log_entries SELECT", "log_nodes INSERT", "log_nodes SELECT", "payload_keys INSERT",
                "payload_keys SELECT", "payload_keys UPDATE",
            ],
            rights.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_node_with_the_hubs_own_role_says_which_schema_step_is_missing_and_what_to_do()
    {
        await using var hub = await TestHub.StartAsync(StorageEngine.PostgreSql);
        var own = await OwnRoleAsync(hub);
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM schema_steps WHERE number = (SELECT MAX(number) FROM schema_steps)", Ct);
        }

        var refused = await Assert.ThrowsAsync<StorageException>(
            () => HubStart.OpenAsync(hub.Settings with { ConnectionString = own }, hub.Clock, Ct));

        Assert.Contains("Hub:SchemaOnly", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<TestHub> NodeAsync()
    {
        var hub = await TestHub.StartAsync(StorageEngine.PostgreSql);
        return await hub.RestartAsync(await OwnRoleAsync(hub));
    }

    // As docs/operations/install.md says: the roles once for the server, then the schema as the owner.
    private static async Task<string> OwnRoleAsync(TestHub hub)
    {
        await using (var db = hub.Db())
        {
            foreach (var (role, create) in new[]
            {
                ("delningsnav_hub", "CREATE ROLE delningsnav_hub"), (Node, "CREATE ROLE delningsnav_node LOGIN IN ROLE delningsnav_hub"),
            })
            {
                if (!await db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM pg_roles WHERE rolname = {role}").AnyAsync(Ct))
                {
#pragma warning disable EF1002 // The statements are the constants above.
                    await db.Database.ExecuteSqlRawAsync(create, Ct);
#pragma warning restore EF1002
                }
            }
        }

        await using var owner = await HubDatabase.OpenAsync(StorageEngine.PostgreSql, hub.Settings.ConnectionString, hub.Clock, Ct);
        return new NpgsqlConnectionStringBuilder(hub.Settings.ConnectionString) { Username = Node }.ToString();
    }
}
