using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Hub.Views.Casework;
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
    /// The tables that open no door by themselves, and why. A table of the model is either sealed or in this list.
    /// </summary>
    private static readonly Dictionary<string, string> OpensNoDoor = new(StringComparer.Ordinal)
    {
        ["attempt_counts"] = "counts what failed",
        ["case_steps"] = "shown only",
        ["client_day_counts"] = "counts look-ups, which find an id and nothing else",
        ["consent_notices"] = "says that a consent has ended",
        ["consent_texts"] = "sealed for the digest that the signatures name",
        ["decisions"] = "what was decided; the log has it",
        ["deliveries"] = "what was delivered; the log has it",
        ["drafts"] = "sealed for its owner",
        ["email_links"] = "the address is sealed for its person",
        ["emergency_reviews"] = "opens nothing",
        ["family_messages"] = "says that something has happened",
        ["idempotent_answers"] = "sealed answers of calls",
        ["log_counts"] = "the log's verification compares them with the entries (ADR 0047)",
        ["log_entries"] = "the log has its own proof (ADR 0037)",
        ["notice_deliveries"] = "goes to addresses that the configuration allows",
        ["person_keys"] = "sealed for its person by the wrapping key; another key opens nothing",
        ["protection_keys"] = "encrypted by the key source",
        ["sessions"] = "the secret is hashed with a key, and the person is sealed",
        ["staff_messages"] = "says that something has happened",
        ["subscriptions"] = "goes to addresses that the configuration allows",
    };

    /// <summary>Each sealed table, on each database.</summary>
    public static TheoryData<StorageEngine, string> EveryTable()
    {
        var data = new TheoryData<StorageEngine, string>();
        foreach (var name in SealedTable.All.Select(t => t.Name).Distinct())
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

    [Theory, MemberData(nameof(EveryTable))]
    public async Task A_changed_inserted_deleted_or_swapped_row_releases_nothing_and_raises_an_alarm(StorageEngine engine, string name)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var opensAsync = await DoorThatRestsOnAsync(hub, name);
        Assert.True(await opensAsync());
        await using var attack = new StateAttack(hub, SealedTable.All.First(t => t.Name == name));
        Assert.True(await attack.HasRowsAsync(), $"the test has no row in {name}");
        var made = 0;
        foreach (var change in attack.Changes())
        {
            await attack.MakeAsync(change);
            if (await attack.IsMadeAsync())
            {
                made++;
                Assert.False(await opensAsync(), $"{name}: {change}");
                var audit = hub.Get<StateAudit>();
                Assert.True(audit.Alarms.Count > 0 || await audit.RunAsync(Ct) > 0, $"{name}: {change}");
            }

            await attack.UndoAsync();
        }

        Assert.True(await opensAsync());
        Assert.True(made > 2, $"{name}: {made}");
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
              sealed_reasoning, sealed_conditions, decided_at)
            SELECT {Guid.NewGuid()}, {request.Value}, 'franvaro', id, unit_id, assesses, 'Release', {new byte[] { 1 }}, {new byte[] { 1 }},
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
        var version = await db.Database.SqlQuery<int>($"SELECT version AS \"Value\" FROM consents").SingleAsync(Ct);
        await hub.WithdrawAsync(consent);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE consents SET state = 'Active', withdrawn_at = NULL, ended_at = NULL, version = {version}", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE subjects SET seal = {seal} WHERE id = {hub.Child.Value}", Ct);
        var before = await hub.AnswerToAsync(request);

        var differing = await hub.Get<StateAudit>().RunAsync(Ct);

        // A decision cannot see it. The audit does.
        Assert.IsType<RecordAnswer.Released>(before);
        Assert.Equal(1, differing);
        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_older_state_whose_closing_entry_was_made_unreadable_too_opens_nothing_after_the_next_round(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using var db = hub.Db();
        var seal = await SealAsync(db, hub.Child.Value);
        var version = await db.Database.SqlQuery<int>($"SELECT version AS \"Value\" FROM consents").SingleAsync(Ct);
        await hub.WithdrawAsync(consent);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE consents SET state = 'Active', withdrawn_at = NULL, ended_at = NULL, version = {version}", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE subjects SET seal = {seal} WHERE id = {hub.Child.Value}", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE log_entries SET payload = NULL WHERE kind = {EntryKinds.ConsentWithdrawn}", Ct);

        await hub.Get<StateAudit>().RunAsync(Ct);

        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
        Assert.Contains(hub.Get<StateAudit>().Alarms, alarm => alarm.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Entries_that_the_hub_itself_has_erased_close_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.EraseLogAsync();

        await hub.Get<StateAudit>().RunAsync(Ct);

        Assert.Empty(hub.Get<StateAudit>().Alarms);
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
        foreach (var row in rows)
        {
            // Two rows never have one index, not even for a moment.
            await db.Database.ExecuteSqlAsync(
                $"UPDATE persons SET identity_index = {Guid.NewGuid().ToByteArray()} WHERE id = {row.Id.Value}", Ct);
        }

        foreach (var (to, from) in new[] { (rows[0], rows[1]), (rows[1], rows[0]) })
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE persons SET sealed_identity = {from.SealedIdentity}, identity_index = {from.IdentityIndex} WHERE id = {to.Id.Value}
                """,
                Ct);
        }

        foreach (var number in new[] { one, two })
        {
            var found = await hub.Get<LookUpPerson>().HandleAsync(
                number, new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("test"), Ct);
            Assert.IsType<LookUpOutcome.Unknown>(found);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_uses_of_a_limited_consent_count_as_the_hub_wrote_them(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await LimitedAsync(hub, UseLimit.Times(2, UsePeriod.Day));
        var request = await hub.AskAsync();

        var opened = new List<bool>();
        for (var i = 0; i < 3; i++)
        {
            opened.Add(await IsReleasedAsync(hub, request));
        }

        Assert.Equal([true, true, false], opened);
        Assert.Equal(0, await hub.Get<StateAudit>().RunAsync(Ct));
        Assert.Empty(hub.Get<StateAudit>().Alarms);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_use_that_was_removed_from_the_database_gives_no_further_use(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await LimitedAsync(hub, UseLimit.Once);
        var request = await hub.AskAsync();
        Assert.True(await IsReleasedAsync(hub, request));
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("DELETE FROM consent_uses", Ct);

        Assert.False(await IsReleasedAsync(hub, request));
        Assert.Contains(hub.Get<StateAudit>().Alarms, alarm => alarm.Contains(hub.Child.ToString(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_replaced_record_made_available_again_is_not_released(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.DepositAsync("franvaro", TestRecords.Absence(), "en-annan");
        await hub.DepositAsync("franvaro", TestRecords.Absence() + " ", "en-annan");
        var request = await hub.AskAsync();
        Assert.True(await IsReleasedAsync(hub, request));
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("UPDATE records SET withdrawn_at = NULL", Ct);

        Assert.False(await IsReleasedAsync(hub, request));
        Assert.NotEmpty(hub.Get<StateAudit>().Alarms);
    }

    [Theory]
    [InlineData(
        StorageEngine.Sqlite,
        "SELECT 'en text', NULL, 7, x'0102', 2.5",
        "03afe72519df155120f4fb4682d245fc8392c3e7003a092e794c571dd517f6f9")]
    [InlineData(
        StorageEngine.PostgreSql,
        "SELECT record_send(ROW('en text'::text, NULL::text, 7::bigint, '\\x0102'::bytea, DATE '2026-12-01', TRUE))",
        "2a44e4c3b43a92b75cfe40c0ab61106759854c28509f7be7f1802b28c6ec3458")]
    public async Task A_row_has_the_same_bytes_under_every_version_of_the_database(StorageEngine engine, string sql, string digest)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        await using var statements = new Statements(engine, connection);
        await using var reader = await statements.With(sql, null).ExecuteReaderAsync(Ct);
        Assert.True(await reader.ReadAsync(Ct));
        var rows = new SealedRows();

        rows.Add(hub.Child.Value, SealedTable.Assignments, reader, 0);

        // Another digest closes every door of every hub that has been running.
        Assert.Equal(digest, Convert.ToHexStringLower(rows.DigestOf(hub.Child.Value)));
    }

    [Fact]
    public async Task A_value_of_another_type_changes_the_bytes_of_a_row()
    {
        await using var hub = await TestHub.StartAsync(StorageEngine.Sqlite);
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        await using var statements = new Statements(StorageEngine.Sqlite, connection);
        var digests = new List<string>();
        foreach (var value in new[] { "'7'", "7", "7.0", "x'37'", "NULL", "''", "x''" })
        {
            await using var reader = await statements.With($"SELECT {value}, 1, 2, 3, 4", null).ExecuteReaderAsync(Ct);
            Assert.True(await reader.ReadAsync(Ct));
            var rows = new SealedRows();
            rows.Add(hub.Child.Value, SealedTable.Assignments, reader, 0);
            digests.Add(Convert.ToHexStringLower(rows.DigestOf(hub.Child.Value)));
        }

        Assert.Equal(digests.Count, digests.Distinct().Count());
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

    [Fact]
    public async Task Every_table_of_the_model_is_sealed_or_opens_no_door()
    {
        await using var hub = await TestHub.StartAsync();
        await using var db = hub.Db();

        Assert.Equal(
            db.Model.GetRelationalModel().Tables.Select(t => t.Name).Order(),
            SealedTable.All.Select(t => t.Name).Distinct().Concat(OpensNoDoor.Keys).Order());
    }

    // A door that rests on the rows of a table: a signed call, or a release on an assessment, in an emergency, or on consents.
    private static async Task<Func<Task<bool>>> DoorThatRestsOnAsync(TestHub hub, string table)
    {
        if (table is "clients" or "client_keys")
        {
            var parties = hub.Get<MaintainParties>();
            await parties.AddClientAsync(hub.Social, "Systemet", [OperationCode.Parse("consents")], [], "nyckel", "pem", Ct);
            await parties.AddClientAsync(hub.School, "Ett annat", [OperationCode.Parse("releases")], [], "en-annan", "annan-pem", Ct);
            var find = hub.Get<FindClientKey>();
            return async () => await find.ReadAsync("nyckel", Ct) is not null;
        }

        if (table is "recorded_answers")
        {
            var recorded = await hub.TakenDownAsync(await hub.AskForConsentAsync(), hub.Mother);
            var second = new Caller.Staff(await hub.ColleagueAsync());
            return async () => await hub.Get<ReadRecordedAnswer>().ReadAsync(recorded, second, Ct) is not null;
        }

        if (table is "prevented_guardians" or "consent_requests")
        {
            var (prevention, lead) = await PreventedAsync(hub);
            return async () => await hub.Get<PreventionsToDecide>().OpenAsync(prevention, lead, Ct) is not null;
        }

        if (table is "measure_decisions")
        {
            await MeasureAsync(hub);
            return async () =>
                (await hub.Get<CaseConsents>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct))!.Measures.Count > 0;
        }

        if (table is "consent_uses")
        {
            var opened = await UsedAsync(hub);
            return () => IsReleasedAsync(hub, opened, Opening.Nothing);
        }

        var request = table switch
        {
            "harm_assessments" => await AssessedAsync(hub),
            "emergency_accesses" => await InEmergencyAsync(hub),
            "protected_clearances" => await ClearedAsync(hub),
            _ => await ConsentedAsync(hub),
        };
        return () => IsReleasedAsync(hub, request);
    }

    // Every table has a row: also a block of a guardian that begins later, and a block of another type of records.
    private static async Task<RequestId> ConsentedAsync(TestHub hub)
    {
        await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(
            hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today.AddDays(10), Actor.Hub, Ct);
        await hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child, new BlockScope(RecordTypeCode.Parse("betyg"), null, null), null, new Caller.Family(hub.Mother), Ct);
        return await hub.AskAsync();
    }

    private static async Task<RequestId> ClearedAsync(TestHub hub)
    {
        await hub.ClearAsync();
        return await ConsentedAsync(hub);
    }

    private static async Task<RequestId> UsedAsync(TestHub hub)
    {
        await LimitedAsync(hub, UseLimit.Times(3, UsePeriod.Day));
        var request = await hub.AskAsync();
        Assert.True(await IsReleasedAsync(hub, request));
        return request;
    }

    // A consent of both guardians that limits how often each record may be opened.
    private static async Task LimitedAsync(TestHub hub, UseLimit uses)
    {
        var asked = Assert.IsType<AskOutcome.Asked>(await hub.Get<AskForConsent>().HandleAsync(
            Ask(hub) with { Uses = uses }, new Caller.Staff(hub.Familjebehandlare), Ct));
        foreach (var guardian in new[] { hub.Mother, hub.Father })
        {
            Assert.IsType<AnswerOutcome.Answered>(await hub.AnswerAsync(Assert.Single(asked.Consents), guardian));
        }
    }

    private static ConsentAsk Ask(TestHub hub) => new()
    {
        Case = hub.Case,
        Scopes = [new ConsentScope(hub.School, [RecordTypeCode.Parse("franvaro")])],
        DataFrom = hub.Today.AddDays(-400),
        DataTo = hub.Today.AddDays(100),
        ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
    };

    private static async Task<(PreventionId Prevention, StaffMemberId Lead)> PreventedAsync(TestHub hub)
    {
        var lead = await hub.ColleagueAsync(StaffRole.Enhetschef);
        var prevented = new PreventionAsk
        {
            Guardian = hub.Father,
            Cause = PreventionCause.Away,
            Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
            Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
        };
        Assert.IsType<AskOutcome.Asked>(await hub.Get<AskForConsent>().HandleAsync(
            Ask(hub) with { Prevented = prevented }, new Caller.Staff(hub.Familjebehandlare), Ct));
        await using var db = hub.Db();
        return (await db.PreventedGuardians.Select(p => p.Id).SingleAsync(Ct), lead);
    }

    private static async Task MeasureAsync(TestHub hub)
    {
        var measure = new MeasureToRegister
        {
            Guardian = hub.Father,
            Measure = SupportMeasure.OpenTreatment,
            CaseNumber = MeasureToRegister.CaseNumberField.Read("SN 2026/77"),
            DecidedOn = hub.Today.AddDays(-10),
            Until = hub.Today.AddDays(200),
        };
        Assert.IsType<RegisterMeasureOutcome.Registered>(await hub.Get<RegisterMeasureDecision>().HandleAsync(
            hub.Case, measure, new Caller.Staff(hub.Familjebehandlare), Ct));
    }

    private static async Task<RequestId> AssessedAsync(TestHub hub)
    {
        var request = await hub.AskAsync();
        Assert.False(await IsReleasedAsync(hub, request));
        var judgement = new Judgement
        {
            RecordType = RecordTypeCode.Parse("franvaro"),
            Outcome = AssessmentOutcome.Release,
            Reasoning = AssessRequest.Reasoning.Read("Ingen skada."),
        };
        Assert.IsType<AssessOutcome.Assessed>(
            await hub.Get<AssessRequest>().HandleAsync(request, judgement, hub.Rektor, Ct));
        return request;
    }

    private static async Task<RequestId> InEmergencyAsync(TestHub hub)
    {
        var request = await hub.AskAsync();
        Assert.False(await IsReleasedAsync(hub, request));
        Assert.IsType<EmergencyOutcome.Declared>(
            await hub.Get<DeclareEmergency>().HandleAsync(
                request, DeclareEmergency.Reason.Read("Eleven är försvunnen sedan i morse"), EmergencyAccess.Usual,
                new Caller.Staff(hub.Familjebehandlare), Ct));
        return request;
    }

    private static async Task<bool> IsReleasedAsync(TestHub hub, RequestId request, Opening opening = Opening.Everything)
    {
        try
        {
            return await hub.ReleaseAsync(request, opening) is ReleaseOutcome.Answered answered
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
