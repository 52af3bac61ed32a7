using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Notices;

/// <summary>The end of a consent that was active notifies both of its parties, in the same transaction and each once.</summary>
public sealed class ConsentNoticesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_withdrawal_notifies_recipient_and_holder_under_the_number_of_its_own_log_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();

        await hub.WithdrawAsync(consent);

        var withdrawn = (await hub.LogAsync()).Single(e => e.Kind == EntryKinds.ConsentWithdrawn).Index;
        var version = (await hub.ConsentAsync(consent)).Version;
        var now = hub.Clock.GetUtcNow();
        Assert.Equal(
            [
                (withdrawn, hub.Social, consent, version, NoticeKind.Withdrawn, now),
                (withdrawn, hub.School, consent, version, NoticeKind.Withdrawn, now),
            ],
            (await hub.NoticesAsync()).Select(n => (n.LogIndex, n.Party, n.Consent, n.ConsentVersion, n.Kind, n.EndedAt)));
    }

    [Fact]
    public async Task A_withdrawal_that_cannot_be_logged_notifies_nobody_and_did_not_happen()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE UPDATE ON log_head BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        }

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.WithdrawAsync(consent));

        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
        Assert.Empty(await hub.NoticesAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_way_to_end_an_active_consent_notifies_both_parties_of_its_kind(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var newcomer = await hub.PersonAsync(40, name: "Nils");
        var register = hub.Get<MaintainRegister>();
        Task EndAsync(ConsentId consent, ConsentEnding why, string reason) =>
            hub.Get<EndConsent>().HandleAsync(consent, why, EndConsent.Reason.Read(reason), new Caller.Staff(hub.Familjebehandlare), Ct);
        var ways = new (NoticeKind Kind, Func<TestFamily, ConsentId, Task> End)[]
        {
            (NoticeKind.Withdrawn, (f, c) => hub.Get<WithdrawConsent>().HandleAsync(c, new Caller.Family(f.Guardians[0]), Ct)),
            (NoticeKind.Lapsed, (f, _) =>
                register.RecordCustodyAsync(f.Child, newcomer, CustodyKind.Guardian, hub.Today, Actor.Hub, Ct)),
            (NoticeKind.Lapsed, (f, _) =>
                register.BlockGuardianAsync(f.Child, f.Guardians[1], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct)),
            (NoticeKind.Ended, (_, c) => EndAsync(c, ConsentEnding.PurposeMet, "")),
            (NoticeKind.Ended, (f, _) => hub.Get<MaintainCases>().MoveAsync(f.Case, CasePhase.Closed, hub.Familjebehandlare, Ct)),
            (NoticeKind.Annulled, (_, c) => EndAsync(c, ConsentEnding.RegisteredInError, "Fel barn")),
        };

        foreach (var ((kind, end), years) in ways.Zip(Enumerable.Range(5, ways.Length)))
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years));
            var consent = await family.GivenAsync();

            await end(family, consent);

            Assert.Equal(
                [(kind, hub.Social), (kind, hub.School)],
                (await hub.NoticesAsync()).Where(n => n.Consent == consent).Select(n => (n.Kind, n.Party)));
        }
    }

    [Fact]
    public async Task The_notice_of_a_replaced_consent_names_the_one_that_is_active_now()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var limited = await family.GivenAsync(family.Ask() with { Uses = UseLimit.Once });

        var wider = await family.GivenAsync();

        Assert.Equal(
            [(limited, NoticeKind.Superseded, (ConsentId?)wider), (limited, NoticeKind.Superseded, wider)],
            (await hub.NoticesAsync()).Select(n => (n.Consent, n.Kind, n.Successor)));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_question_that_never_became_a_consent_produces_no_notice_however_it_ended(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var asked = await hub.AskForConsentAsync();
        await hub.AnswerAsync(asked, hub.Mother);
        await hub.WithdrawAsync(asked);
        var unanswered = await hub.AskForConsentAsync("betyg");
        await hub.Get<EndConsent>()
            .HandleAsync(unanswered, ConsentEnding.PurposeMet, EndConsent.Reason.Read(""), new Caller.Staff(hub.Familjebehandlare), Ct);
        await hub.AskForConsentAsync("iup");

        hub.Clock.Advance(TimeSpan.FromDays(200));
        var told = await hub.Get<TellExpiredConsents>().RunAsync(Ct);

        Assert.Equal(0, told);
        Assert.Empty(await hub.NoticesAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_expired_consent_produces_notices_from_the_first_moment_after_its_end_and_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var until = (await hub.ConsentAsync(consent)).ValidUntil;
        var expire = hub.Get<TellExpiredConsents>();
        hub.Clock.Advance(until - TimeSpan.FromMilliseconds(1) - hub.Clock.GetUtcNow());

        var before = await expire.RunAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => expire.RunAsync(Ct))));
        var later = await expire.RunAsync(Ct);

        Assert.Equal((0, 1, 0), (before, atOnce.Sum(), later));
        Assert.Equal(
            [(NoticeKind.Expired, until), (NoticeKind.Expired, until)], (await hub.NoticesAsync()).Select(n => (n.Kind, n.EndedAt)));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentExpired);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
    }

    [Fact]
    public async Task Expired_consents_are_found_by_an_index_that_contains_none_already_notified()
    {
        await using var hub = await TestHub.StartAsync();
        await using var db = hub.Db();

        var expired = await PlanAsync(db, TellExpiredConsents.Due(db, hub.Clock.GetUtcNow()).ToQueryString());
        var overdue = await PlanAsync(db, NoteOverdueNotices.Due(db, hub.Clock.GetUtcNow()).ToQueryString());

        Assert.Contains("INDEX consents_to_tell", expired, StringComparison.Ordinal);
        Assert.Contains("INDEX consent_notices_to_log", overdue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_more_is_released_before_the_notice_is_acknowledged_nor_after()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var consent = await family.GivenAsync();
        var request = await family.RequestAsync();
        var before = await hub.ReleaseAsync(request);
        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(family.Guardians[0]), Ct);

        var waiting = await hub.ReleaseAsync(request);
        var notice = await hub.NoticeToAsync(hub.Social);
        await hub.Get<AcknowledgeNotice>().HandleAsync(notice.LogIndex, new Caller.Staff(hub.Familjebehandlare), Ct);
        var acknowledged = await hub.ReleaseAsync(request);

        Assert.IsType<RecordAnswer.Released>(Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(before).Answers));
        Assert.Null(notice.AcknowledgedAt);
        Assert.All([waiting, acknowledged], outcome =>
            Assert.IsNotType<RecordAnswer.Released>(Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(outcome).Answers)));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_reader_that_continues_from_the_last_number_misses_no_notice_however_many_consents_end_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var system = await hub.SystemAsync(hub.Social);
        var consents = new List<(ConsentId Id, PersonId By)>();
        foreach (var years in Enumerable.Range(4, 8))
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years));
            consents.Add((await family.GivenAsync(), family.Guardians[0]));
        }

        var seen = new List<ConsentId>();
        var ending = Task.WhenAll(
            consents.Select(c => Task.Run(() => hub.Get<WithdrawConsent>().HandleAsync(c.Id, new Caller.Family(c.By), Ct))));
        var after = -1L;
        while (true)
        {
            var allEnded = ending.IsCompleted;
            var page = await hub.ReadNoticesAsync(system, after, 3);
            seen.AddRange(page.Select(n => n.Notice.Consent));
            after = page.Count > 0 ? page[^1].Notice.LogIndex : after;
            if (allEnded && page.Count == 0)
            {
                break;
            }
        }

        await ending;
        Assert.Equal(consents.Select(c => c.Id.Value).Order(), seen.Select(c => c.Value).Order());
    }

    [Theory]
    [InlineData("UPDATE consent_notices SET kind = 'Forgotten'")]
    [InlineData("UPDATE consent_notices SET kind = 'Superseded'")]
    [InlineData("UPDATE consent_notices SET acknowledged_at = 1")]
    [InlineData("UPDATE consent_notices SET overdue_from = told_at")]
    [InlineData(
        "INSERT INTO consent_notices (log_index, party_id, consent_id, consent_version, kind, ended_at, told_at, overdue_from) "
        + "SELECT log_index - 1, party_id, consent_id, consent_version, kind, ended_at, told_at, overdue_from FROM consent_notices")]
    [InlineData(
        "INSERT INTO consent_notices (log_index, party_id, consent_id, consent_version, kind, ended_at, told_at, overdue_from) "
        + "SELECT log_index + 1, party_id, consent_id, consent_version + 1, kind, ended_at, told_at, overdue_from FROM consent_notices")]
    public async Task The_database_refuses_an_impossible_notice(string change)
    {
        foreach (var row in TestHub.Engines)
        {
            await using var hub = await TestHub.StartAsync(row.Data);
            await hub.WithdrawAsync(await hub.GiveConsentAsync());
            await using var db = hub.Db();

            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(change, Ct));
        }
    }

    private static async Task<string> PlanAsync(HubDbContext db, string sql)
    {
        // Entity Framework writes its parameters above the query, in the form for a shell.
        var query = string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal)));
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the program's own query.
        command.CommandText = "EXPLAIN QUERY PLAN " + query;
#pragma warning restore CA2100
        foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(query, "@\\w+"))
        {
            if (!command.Parameters.Contains(name.Value))
            {
                command.With(name.Value, 1L);
            }
        }

        var lines = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(Ct))
        {
            while (await rows.ReadAsync(Ct))
            {
                lines.Add(rows.GetString(3));
            }
        }

        await connection.CloseAsync();
        return string.Join('\n', lines);
    }
}
