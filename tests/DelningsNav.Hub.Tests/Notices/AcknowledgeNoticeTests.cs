using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Oversight;
using DelningsNav.Hub.Tests.Promises;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Notices;

/// <summary>
/// Who may acknowledge for a party, that the first acknowledgement counts, and what happens to a notice that nobody acknowledges.
/// </summary>
public sealed class AcknowledgeNoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_acknowledges_for_its_branch_once_and_the_first_time_remains(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = (await hub.NoticeToAsync(hub.Social)).LogIndex;
        var at = hub.Clock.GetUtcNow();

        var atOnce = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => hub.Get<AcknowledgeNotice>().HandleAsync(notice, system, Ct))));
        hub.Clock.Advance(TimeSpan.FromHours(1));
        var again = await hub.Get<AcknowledgeNotice>().HandleAsync(notice, system, Ct);

        Assert.All([.. atOnce, again], outcome => Assert.Equal(new AcknowledgeOutcome.Acknowledged(at), outcome));
        var entry = Assert.Single(await LoggedPayload.AllAsync(hub), e => e.Kind == EntryKinds.NoticeAcknowledged);
        Assert.Equal(($"{notice}", hub.Social.ToString(), "Withdrawn"), (entry["notice"], entry["party"], entry["notice-kind"]));
        Assert.Equal(system.Id, (await hub.NoticeToAsync(hub.Social)).AcknowledgedByClient);
        Assert.Null((await hub.NoticeToAsync(hub.School)).AcknowledgedAt);
    }

    [Fact]
    public async Task Staff_who_are_assigned_to_the_case_acknowledge_for_their_branch_and_others_do_not()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = (await hub.NoticeToAsync(hub.Social)).LogIndex;
        var acknowledge = hub.Get<AcknowledgeNotice>();

        var rektor = await acknowledge.HandleAsync(notice, new Caller.Staff(hub.Rektor), Ct);
        var family = await acknowledge.HandleAsync(notice, new Caller.Family(hub.Mother), Ct);
        var assigned = await acknowledge.HandleAsync(notice, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.IsType<AcknowledgeOutcome.NoSuchNotice>(rektor);
        Assert.IsType<AcknowledgeOutcome.NoSuchNotice>(family);
        Assert.IsType<AcknowledgeOutcome.Acknowledged>(assigned);
        Assert.Equal(hub.Familjebehandlare, (await hub.NoticeToAsync(hub.Social)).AcknowledgedByStaff);
        Assert.Null((await hub.NoticeToAsync(hub.School)).AcknowledgedAt);
    }

    [Fact]
    public async Task A_notice_to_another_branch_and_an_unknown_one_get_the_same_answer_and_leave_no_entry()
    {
        await using var hub = await TestHub.StartAsync();
        var (stranger, social) = (await hub.SystemAsync(hub.Elevhalsa), await hub.SystemAsync(hub.Social));
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = (await hub.NoticeToAsync(hub.Social)).LogIndex;
        var before = (await hub.LogAsync()).Count;
        var acknowledge = hub.Get<AcknowledgeNotice>();

        var others = await acknowledge.HandleAsync(notice, stranger, Ct);
        var none = await acknowledge.HandleAsync(notice + 1, social, Ct);
        var foreignStaff = await acknowledge.HandleAsync(notice, social with { OnBehalfOf = hub.Rektor }, Ct);

        Assert.All([others, none, foreignStaff], outcome => Assert.IsType<AcknowledgeOutcome.NoSuchNotice>(outcome));
        Assert.Equal(before, (await hub.LogAsync()).Count);
    }

    [Fact]
    public async Task A_registrator_acknowledges_for_a_branch_of_the_own_authority_and_for_no_other()
    {
        await using var hub = await TestHub.StartAsync();
        var (school, social) = (await hub.RegistratorAsync(hub.Elevhalsa), await hub.RegistratorAsync(hub.Social));
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = (await hub.NoticeToAsync(hub.School)).LogIndex;
        var acknowledge = hub.Get<AcknowledgeNotice>();

        var others = await acknowledge.ForAuthorityAsync(notice, hub.School, social, Ct);
        var noRegistrator = await acknowledge.ForAuthorityAsync(notice, hub.School, new Caller.Staff(hub.Rektor), Ct);
        var own = await acknowledge.ForAuthorityAsync(notice, hub.School, school, Ct);

        Assert.All([others, noRegistrator], outcome => Assert.IsType<AcknowledgeOutcome.NoSuchNotice>(outcome));
        Assert.IsType<AcknowledgeOutcome.Acknowledged>(own);
        Assert.NotNull((await hub.NoticeToAsync(hub.School)).AcknowledgedAt);
        Assert.Null((await hub.NoticeToAsync(hub.Social)).AcknowledgedAt);
    }

    [Fact]
    public async Task An_acknowledgement_that_cannot_be_logged_does_not_count()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = (await hub.NoticeToAsync(hub.Social)).LogIndex;
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        }

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.Get<AcknowledgeNotice>().HandleAsync(notice, system, Ct));

        Assert.Null((await hub.NoticeToAsync(hub.Social)).AcknowledgedAt);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_notice_not_acknowledged_in_time_is_overdue_from_that_moment_and_in_the_log_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var note = hub.Get<NoteOverdueNotices>();
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var notice = await hub.NoticeToAsync(hub.School);
        await hub.Get<AcknowledgeNotice>().HandleAsync(notice.LogIndex, system, Ct);
        hub.Clock.Advance(ConsentNotice.OverdueAfter - TimeSpan.FromMilliseconds(1));

        var (before, isBefore) = (await note.RunAsync(Ct), notice.IsOverdue(hub.Clock.GetUtcNow()));
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => note.RunAsync(Ct))));
        var isAfter = notice.IsOverdue(hub.Clock.GetUtcNow());

        Assert.Equal((0, false, 1, true, 0), (before, isBefore, atOnce.Sum(), isAfter, await note.RunAsync(Ct)));
        var entry = Assert.Single(await LoggedPayload.AllAsync(hub), e => e.Kind == EntryKinds.NoticeOverdue);
        Assert.Equal(hub.School.ToString(), entry["party"]);
    }

    [Fact]
    public async Task A_registrator_sees_unacknowledged_notices_to_or_about_the_own_authority_overdue_first_and_the_reading_is_logged()
    {
        await using var hub = await TestHub.StartAsync();
        var (school, social) = (await hub.RegistratorAsync(hub.School), await hub.RegistratorAsync(hub.Social));
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        hub.Clock.Advance(ConsentNotice.OverdueAfter);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var waiting = hub.Get<WaitingNotices>();

        var ofSchool = (await waiting.ReadAsync(1, school, Ct))!;
        var entry = (await LoggedPayload.AllAsync(hub))[^1];
        var ofSocial = (await waiting.ReadAsync(1, social, Ct))!;
        var ofStaff = await waiting.ReadAsync(1, new Caller.Staff(hub.Rektor), Ct);

        // The school's registrator also sees whether the recipient of the school's records has acknowledged the notice.
        Assert.Equal((2, 2), (ofSchool.Overdue, ofSchool.Waiting));
        Assert.Equal([true, true, false, false], ofSchool.Notices.Select(n => n.IsOverdue));
        Assert.Equal([false, true], ofSchool.Notices.Take(2).Select(n => n.IsOwn).Order());
        Assert.All(ofSchool.Notices, n => Assert.Equal("SST 2026/1", n.CaseNumber));
        Assert.Equal((EntryKinds.LogRead, "notices"), (entry.Kind, entry["what"]));
        Assert.Equal((1, 1), (ofSocial.Overdue, ofSocial.Waiting));
        Assert.All(ofSocial.Notices, n => Assert.True(n.IsOwn));
        Assert.Null(ofStaff);
    }
}
