using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Tests.Conventions;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// The pages and use cases that a changed row would open: somebody who can write the database and has no key gives rights to a family
/// member or to a member of staff. The door stays closed, and there is an alarm (ADR 0038).
/// </summary>
public sealed class StateDoorsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_blocked_guardian_whose_block_is_deleted_in_the_database_sees_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today, Actor.Hub, Ct);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("DELETE FROM guardian_blocks", Ct);

        Assert.Null(await ReportAsync(hub, hub.Father));
        Assert.DoesNotContain((await hub.Get<FamilyConsents>().ReadAsync(hub.Father, Ct)).Children, c => c.Id == hub.Child);
        AssertAlarm(hub, hub.Child.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_stranger_with_a_custody_that_was_put_into_the_database_sees_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var stranger = await hub.PersonAsync(40);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO custodies (id, child_id, guardian_id, kind, from_day)
            SELECT {Guid.NewGuid()}, child_id, {stranger.Value}, kind, from_day FROM custodies WHERE guardian_id = {hub.Mother.Value}
            """,
            Ct);

        Assert.Null(await ReportAsync(hub, stranger));
        AssertAlarm(hub, hub.Child.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_guardian_can_still_block_a_child_whose_rows_were_changed(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE persons SET sealed_given_name = {new byte[] { 1 }} WHERE id = {hub.Child.Value}", Ct);

        var blocked = await hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child, new BlockScope(RecordTypeCode.Parse("franvaro"), null, null), null, new Caller.Family(hub.Mother), Ct);

        Assert.IsType<BlockOutcome.Blocked>(blocked);
        Assert.Null(await ReportAsync(hub, hub.Mother));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_role_that_was_raised_in_the_database_reads_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE staff_members SET role = 'Registrator' WHERE id = {hub.Familjebehandlare.Value}", Ct);

        var searched = await hub.Get<SearchLog>().HandleAsync(
            new LogFilter(), new LogPlace(null), new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.IsNotType<SearchOutcome.Found>(searched);
        AssertAlarm(hub, hub.Familjebehandlare.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_assignment_that_was_put_into_the_database_shows_no_case(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO assignments (id, case_id, staff_id, from_at)
            SELECT {Guid.NewGuid()}, case_id, {hub.Rektor.Value}, from_at FROM assignments WHERE case_id = {hub.Case.Value}
            """,
            Ct);

        Assert.Null(await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Rektor, Ct));
        AssertAlarm(hub, hub.Case.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_assignment_that_was_put_into_the_database_reads_and_changes_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var request = await hub.AskAsync();
        var stranger = new Caller.Staff(await hub.ColleagueAsync());
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO assignments (id, case_id, staff_id, from_at)
            SELECT {Guid.NewGuid()}, case_id, {stranger.Id.Value}, from_at FROM assignments WHERE case_id = {hub.Case.Value}
            """,
            Ct);

        Assert.Null(await hub.Get<ReadRequest>().ReadAsync(request, stranger, Ct));
        Assert.Null(await hub.Get<ReadConsent>().ReadAsync(consent, stranger, Ct));
        Assert.Null(await hub.Get<ConsentToRecord>().ReadAsync(consent, stranger, "sv", Ct));
        Assert.IsType<RequestOutcome.NotYourCase>(await hub.Get<RequestInformation>().HandleAsync(Ask(hub), stranger, Ct));
        Assert.IsType<AskOutcome.NotYourCase>(await hub.Get<AskForConsent>().HandleAsync(AskFamily(hub), stranger, Ct));
        Assert.IsType<RecordConsentAnswerOutcome.NoSuchConsent>(
            await hub.Get<RecordConsentAnswer>().HandleAsync(consent, await hub.PaperAsync(consent, hub.Mother), stranger, Ct));
        AssertAlarm(hub, hub.Case.Value);
        Assert.Empty(await hub.Get<MyCases>().ReadAsync(stranger.Id, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_marking_that_was_removed_in_the_database_shows_the_child_to_nobody_who_is_not_cleared(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var request = await hub.AskAsync();
        var staff = new Caller.Staff(hub.Familjebehandlare);
        await hub.Get<MaintainRegister>().RegisterAsync(
            TestIdentities.BornOn(hub.Today.AddYears(-10).AddDays(-30)), "Nora", "Testsson", SecurityMarking.SkyddadFolkbokforing,
            Actor.Hub, Ct);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE persons SET marking = 'None' WHERE id = {hub.Child.Value}", Ct);
        await hub.Get<StateAudit>().RunAsync(Ct);

        Assert.Null(await hub.Get<CaseBoard>().ReadAsync(hub.Case, staff.Id, Ct));
        Assert.Null(await hub.Get<ReadRequest>().ReadAsync(request, staff, Ct));
        Assert.Null(await hub.Get<ReadConsent>().ReadAsync(consent, staff, Ct));
        Assert.Empty(await hub.Get<MyCases>().ReadAsync(staff.Id, Ct));
        AssertAlarm(hub, hub.Child.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_recorded_answer_that_was_changed_in_the_database_is_confirmed_by_nobody(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        var second = await hub.ColleagueAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE recorded_answers SET signer_id = {hub.Father.Value}", Ct);

        Assert.Null(await hub.Get<ReadRecordedAnswer>().ReadAsync(recorded, new Caller.Staff(second), Ct));
        Assert.IsType<ConfirmOutcome.NoSuchAnswer>(await hub.ConfirmAsync(recorded, second));
        Assert.NotEqual(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
        AssertAlarm(hub, (await hub.ConsentAsync(consent)).Request.Value);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_answer_that_was_contradicted_and_waits_again_in_the_database_is_confirmed_by_nobody(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        var second = await hub.ColleagueAsync();
        await hub.Get<ContradictRecordedAnswer>().HandleAsync(recorded, new Caller.Family(hub.Mother), Ct);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync("UPDATE recorded_answers SET contradicted_at = NULL", Ct);

        Assert.IsType<ConfirmOutcome.NoSuchAnswer>(await hub.ConfirmAsync(recorded, second));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_is_confirmed_by_nobody_when_the_waiting_no_of_the_same_person_was_deleted_in_the_database(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var yes = await hub.TakenDownAsync(consent, hub.Mother);
        var no = await hub.TakenDownAsync(consent, hub.Mother, ConsentAnswer.No);
        var second = await hub.ColleagueAsync();
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"DELETE FROM recorded_scans WHERE recorded_answer_id = {no.Value}", Ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM recorded_answers WHERE id = {no.Value}", Ct);

        Assert.IsType<ConfirmOutcome.NoSuchAnswer>(await hub.ConfirmAsync(yes, second));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_refused_statement_about_a_prevented_guardian_that_waits_again_in_the_database_is_decided_by_nobody(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var lead = await hub.ColleagueAsync(StaffRole.Enhetschef);
        var prevented = new PreventionAsk
        {
            Guardian = hub.Father,
            Cause = PreventionCause.Away,
            Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
            Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
        };
        Assert.IsType<AskOutcome.Asked>(await hub.Get<AskForConsent>().HandleAsync(
            AskFamily(hub) with { Prevented = prevented }, new Caller.Staff(hub.Familjebehandlare), Ct));
        await using var db = hub.Db();
        var stated = await db.PreventedGuardians.Select(p => p.Id).SingleAsync(Ct);
        Assert.IsType<PreventionDecided.Done>(await DecideAsync(hub, stated, PreventionOutcome.Refused, lead));
        await db.Database.ExecuteSqlRawAsync(
            "UPDATE prevented_guardians SET outcome = NULL, decided_by = NULL, decided_at = NULL", Ct);

        Assert.IsType<PreventionDecided.NothingToDecide>(await DecideAsync(hub, stated, PreventionOutcome.Confirmed, lead));
    }

    [Fact]
    public void Nothing_but_the_comparison_with_the_seal_asks_a_case_who_is_assigned()
    {
        var asking = Sources.CSharp("src").Where(file => file.Has(@"\.IsAssigned\(")).Select(file => Path.GetFileName(file.Path));

        Assert.Equal(["CaseReading.cs"], asking);
    }

    private static InformationAsk Ask(TestHub hub) => new()
    {
        Case = hub.Case,
        Holder = hub.School,
        RecordTypes = [RecordTypeCode.Parse("franvaro")],
        PeriodFrom = hub.Today.AddDays(-9),
        PeriodTo = hub.Today,
        Purpose = PurposeCode.Parse("sst"),
        Reason = RequestInformation.Reason.Read("Kartläggning"),
    };

    private static ConsentAsk AskFamily(TestHub hub) => new()
    {
        Case = hub.Case,
        Scopes = [new ConsentScope(hub.School, [RecordTypeCode.Parse("iup")])],
        DataFrom = hub.Today.AddDays(-400),
        DataTo = hub.Today.AddDays(100),
        ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
    };

    private static Task<AccessReport?> ReportAsync(TestHub hub, PersonId reader) =>
        hub.Get<AccessReports>().ReadAsync(hub.Child, reader, AccessGroup.Readings, 1, Ct);

    private static Task<PreventionDecided> DecideAsync(TestHub hub, PreventionId id, PreventionOutcome outcome, StaffMemberId by) =>
        hub.Get<DecidePrevention>().HandleAsync(id, outcome, DecidePrevention.Reason.Read("Kontrollerat"), new Caller.Staff(by), Ct);

    private static void AssertAlarm(TestHub hub, Guid subject) => Assert.Contains(
        hub.Get<StateAudit>().Alarms, alarm => alarm.Contains(subject.ToString(), StringComparison.Ordinal));
}
