using System.Globalization;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// Somebody who can write the database and has no key changes the state that opens doors. Every such change is noticed before anything is
/// released on it (ADR 0038).
/// </summary>
public sealed class StateSealTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Each sealed table but those of systems, which are compared when a key is found, and those without a row in a release on consent.
    /// </summary>
    public static TheoryData<StorageEngine, string> EveryColumn()
    {
        var data = new TheoryData<StorageEngine, string>();
        SealedTable[] others = [SealedTable.Clients, SealedTable.Keys, SealedTable.Assessments, SealedTable.Emergencies];
        foreach (var name in SealedTable.All.Except(others).Select(t => t.Name).Distinct())
        {
            data.Add(StorageEngine.Sqlite, name);
            data.Add(StorageEngine.PostgreSql, name);
        }

        return data;
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_the_hub_itself_changes_is_released_on_as_before(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.Empty(hub.Get<StateAudit>().Alarms);
        Assert.Equal(0, await hub.Get<StateAudit>().RunAsync(Ct));
    }

    [Theory, MemberData(nameof(EveryColumn))]
    public async Task A_changed_column_or_a_deleted_row_releases_nothing_and_raises_an_alarm(StorageEngine engine, string name)
    {
        var table = SealedTable.All.First(t => t.Name == name);
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReleasableAsync(hub);
        await using var attack = new StateAttack(hub, table);
        Assert.True(await attack.HasRowsAsync(), $"the test has no row in {name}");
        foreach (var change in attack.Changes())
        {
            await attack.MakeAsync(change);
            if (await attack.IsMadeAsync())
            {
                Assert.False(await IsReleasedAsync(hub, request), $"{name}: {change}");
                var audit = hub.Get<StateAudit>();
                Assert.True(audit.Alarms.Count > 0 || await audit.RunAsync(Ct) > 0, $"{name}: {change}");
            }

            await attack.UndoAsync();
        }

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_key_that_was_put_into_the_database_is_an_unknown_key(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var client = await hub.Get<MaintainParties>().AddClientAsync(hub.Social, "Systemet", [], [], "nyckel", "pem", Ct);
        var find = hub.Get<FindClientKey>();
        Assert.NotNull(await find.ReadAsync("nyckel", Ct));
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO client_keys (key_id, client_id, public_key_pem, registered_at) VALUES ('falsk', {client.Value}, 'pem', 0)", Ct);

        Assert.Null(await find.ReadAsync("falsk", Ct));
        Assert.NotEmpty(hub.Get<StateAudit>().Alarms);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_revoked_key_made_valid_again_is_an_unknown_key(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var client = await hub.Get<MaintainParties>().AddClientAsync(hub.Social, "Systemet", [], [], "nyckel", "pem", Ct);
        await hub.Get<MaintainParties>().RevokeKeyAsync(client, "nyckel", Ct);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("UPDATE client_keys SET revoked_at = NULL WHERE key_id = 'nyckel'", Ct);

        Assert.Null(await hub.Get<FindClientKey>().ReadAsync("nyckel", Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_member_of_staff_who_was_put_into_the_database_gets_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var forged = Guid.NewGuid();
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO staff_members (id, unit_id, name, role, assesses, assesses_protected_identities)
            SELECT {forged}, unit_id, 'Falsk', role, assesses, assesses_protected_identities
            FROM staff_members WHERE id = {hub.Familjebehandlare.Value}
            """,
            Ct);

        await hub.Get<ReleaseInformation>().HandleAsync(
            request, new Caller.Staff(new StaffMemberId(forged)), Opening.Everything, Ct);

        Assert.Contains(hub.Get<StateAudit>().Alarms, alarm => alarm.Contains(forged.ToString(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_assessment_that_was_put_into_the_database_releases_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO harm_assessments (id, request_id, record_type, decider_id, unit_id, by_named_assessor_with_routine, outcome,
              sealed_reasoning, conditions, decided_at)
            SELECT {Guid.NewGuid()}, {request.Value}, 'franvaro', id, unit_id, assesses, 'Release', {new byte[] { 1 }}, '',
              {hub.Clock.GetUtcNow().ToUnixTimeMilliseconds()}
            FROM staff_members WHERE id = {hub.Rektor.Value}
            """,
            Ct);

        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_withdrawn_consent_made_active_again_with_its_signatures_releases_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.WithdrawAsync(consent);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("UPDATE consents SET state = 'Active', withdrawn_at = NULL, ended_at = NULL", Ct);

        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_change_by_the_hub_does_not_seal_what_somebody_else_changed(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.WithdrawAsync(consent);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("UPDATE consents SET state = 'Active', withdrawn_at = NULL, ended_at = NULL", Ct);

        await hub.DepositAsync("franvaro", TestRecords.Absence(), "en-annan");

        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_older_state_put_back_with_its_own_seal_is_found_by_the_next_round_of_the_audit(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using var db = hub.Db();
        var seal = await SealAsync(db, hub.Child.Value);
        await hub.WithdrawAsync(consent);
        await db.Database.ExecuteSqlRawAsync("UPDATE consents SET state = 'Active', withdrawn_at = NULL, ended_at = NULL", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE subjects SET seal = {seal} WHERE id = {hub.Child.Value}", Ct);

        var differing = await hub.Get<StateAudit>().RunAsync(Ct);

        Assert.Equal(1, differing);
        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_childrens_numbers_swapped_in_the_database_find_neither_child(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (one, two) = (TestIdentities.BornOn(hub.Today.AddYears(-9)), TestIdentities.BornOn(hub.Today.AddYears(-8)));
        var register = hub.Get<MaintainRegister>();
        var (first, second) = (
            await register.RegisterAsync(one, "En", "Testsson", SecurityMarking.None, Actor.Hub, Ct),
            await register.RegisterAsync(two, "Två", "Testsson", SecurityMarking.None, Actor.Hub, Ct));
        await using var db = hub.Db();
        var rows = await db.People.AsNoTracking().Where(p => p.Id == first || p.Id == second).ToListAsync(Ct);
        foreach (var (to, from) in new[] { (rows[0], rows[1]), (rows[1], rows[0]) })
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE persons SET identity_index = {Guid.NewGuid().ToByteArray()} WHERE id = {from.Id.Value}", Ct);
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE persons SET sealed_identity = {from.SealedIdentity}, identity_index = {from.IdentityIndex} WHERE id = {to.Id.Value}
                """,
                Ct);
        }

        var found = await hub.Get<LookUpPerson>().HandleAsync(
            one, new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("test"), Ct);

        Assert.IsType<LookUpOutcome.Unknown>(found);
    }

    [Fact]
    public async Task Every_column_of_a_sealed_table_is_bound_or_named_as_unbound()
    {
        await using var hub = await TestHub.StartAsync();
        await using var db = hub.Db();
        var tables = db.Model.GetRelationalModel().Tables.ToDictionary(t => t.Name, t => t.Columns.Select(c => c.Name).Order().ToList());

        Assert.All(SealedTable.All, table => Assert.Equal(
            tables[table.Name].Where(column => !SealedTable.Unbound.Contains($"{table.Name}.{column}")), table.Columns.Order()));
    }

    // Every table has a row: also a block of a guardian that begins later, and a block of another type of records.
    private static async Task<RequestId> ReleasableAsync(TestHub hub)
    {
        await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(
            hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today.AddDays(10), Actor.Hub, Ct);
        await hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child, new BlockScope(RecordTypeCode.Parse("betyg"), null, null), null, new Caller.Family(hub.Mother), Ct);
        return await hub.AskAsync();
    }

    private static async Task<bool> IsReleasedAsync(TestHub hub, RequestId request)
    {
        try
        {
            return await hub.ReleaseAsync(request) is ReleaseOutcome.Answered answered
                && answered.Answers.Any(a => a is RecordAnswer.Released);
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private static async Task<byte[]> SealAsync(HubDbContext db, Guid subject) =>
        await db.Database.SqlQuery<byte[]>($"SELECT seal AS \"Value\" FROM subjects WHERE id = {subject}").SingleAsync(Ct);
}
