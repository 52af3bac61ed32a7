using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
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

    private static Task<AccessReport?> ReportAsync(TestHub hub, PersonId reader) =>
        hub.Get<AccessReports>().ReadAsync(hub.Child, reader, AccessGroup.Readings, 1, Ct);

    private static void AssertAlarm(TestHub hub, Guid subject) => Assert.Contains(
        hub.Get<StateAudit>().Alarms, alarm => alarm.Contains(subject.ToString(), StringComparison.Ordinal));
}
