using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Notices;

/// <summary>What a party's system reads of its notices, and that nobody else reads them.</summary>
public sealed class ReadNoticesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_notice_lists_what_was_released_under_the_consent_and_what_was_promised_about_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync("utredning-sarskilt-stod");
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        var request = await hub.AskAsync("utredning-sarskilt-stod");
        Assert.IsType<RecordAnswer.Released>(
            Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(await hub.ReleaseAsync(request, Opening.Nothing)).Answers));
        var opened = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(opened.Release, delivered: true, Ct);
        await hub.WithdrawAsync(consent);

        foreach (var party in new[] { hub.Social, hub.School })
        {
            var view = Assert.Single(await hub.ReadNoticesAsync(await hub.SystemAsync(party)));

            Assert.Equal((consent, hub.Case, hub.School, hub.Social), (view.Notice.Consent, view.Case, view.Discloser, view.Recipient));
            Assert.Equal(
                [(opened.Release.Id, opened.Release.Record, "utredning-sarskilt-stod", (bool?)true)],
                view.Released.Select(r => (r.Release, r.Record, r.RecordType.Code, r.Delivered)));
            Assert.Equal("own-record", view.Promise.Code.Code);
            Assert.True(view.Promise is { Swedish.Length: > 20, English.Length: > 20 });
        }
    }

    [Fact]
    public async Task A_branch_reads_its_own_notices_and_no_others()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        var stranger = await hub.ReadNoticesAsync(await hub.SystemAsync(hub.Elevhalsa));
        var own = await hub.ReadNoticesAsync(await hub.SystemAsync(hub.Social));

        Assert.Empty(stranger);
        Assert.Equal([hub.Social], own.Select(n => n.Notice.Party));
    }

    [Fact]
    public async Task Nobody_but_a_registered_system_that_acts_by_itself_reads_notices()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var social = await hub.SystemAsync(hub.Social);
        var read = hub.Get<ReadNotices>();

        Assert.Null(await read.ReadAsync(-1, 20, new Caller.Staff(hub.Familjebehandlare), Ct));
        Assert.Null(await read.ReadAsync(-1, 20, new Caller.Family(hub.Mother), Ct));
        Assert.Null(await read.ReadAsync(-1, 20, social with { OnBehalfOf = hub.Rektor }, Ct));
        Assert.Null(await read.ReadAsync(-1, 20, social with { OnBehalfOf = hub.Familjebehandlare }, Ct));
        Assert.NotNull(await read.ReadAsync(-1, 20, social, Ct));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, false)]
    [InlineData(0, 1, true)] // Fewer than one is one.
    public async Task A_page_has_as_many_as_were_asked_for_and_says_whether_there_are_more(int limit, int shown, bool more)
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        var page = await hub.Get<ReadNotices>().ReadAsync(-1, limit, system, Ct);

        Assert.Equal((shown, more), (page!.Notices.Count, page.HasMore));
    }

    [Fact]
    public async Task Reading_continues_after_the_last_notice_read()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var first = Assert.Single(await hub.ReadNoticesAsync(system)).Notice.LogIndex;

        Assert.Empty(await hub.ReadNoticesAsync(system, first));
        Assert.Single(await hub.ReadNoticesAsync(system, first - 1));
    }

    [Fact]
    public async Task Each_notice_is_logged_before_it_is_read_and_an_empty_page_leaves_no_entry()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        var before = (await hub.LogAsync()).Count;
        await hub.ReadNoticesAsync(system);
        var afterNothing = (await hub.LogAsync()).Count;
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        var read = Assert.Single(await hub.ReadNoticesAsync(system));

        var entry = (await LoggedPayload.AllAsync(hub))[^1];
        Assert.Equal(before, afterNothing);
        Assert.Equal(
            (EntryKinds.NoticeRead, $"{read.Notice.LogIndex}", $"client:{system.Id}"), (entry.Kind, entry["notice"], entry["actor"]));
    }

    [Fact]
    public async Task When_the_log_cannot_be_written_no_notice_is_read()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await hub.SystemAsync(hub.Social);
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        }

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.Get<ReadNotices>().ReadAsync(-1, 20, system, Ct));
    }

    [Fact]
    public async Task A_block_a_custody_and_a_protected_identity_look_the_same_to_both_parties()
    {
        await using var hub = await TestHub.StartAsync();
        var register = hub.Get<MaintainRegister>();
        var newcomer = await hub.PersonAsync(40, name: "Nils");
        var causes = new Func<TestFamily, Task>[]
        {
            f => register.BlockGuardianAsync(f.Child, f.Guardians[1], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct),
            f => register.RecordCustodyAsync(f.Child, newcomer, CustodyKind.Guardian, hub.Today, Actor.Hub, Ct),
            f =>
                register.RegisterAsync(
                    TestIdentities.BornOn(hub.Today.AddYears(-7)), "Alex", "Testsson", SecurityMarking.Sekretessmarkering, Actor.Hub, Ct),
        };
        foreach (var (cause, years) in causes.Zip([5, 6, 7]))
        {
            var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years));
            await family.GivenAsync();
            await cause(family);
        }

        foreach (var party in new[] { hub.Social, hub.School })
        {
            var system = await hub.SystemAsync(party);
            await hub.Get<MaintainParties>().ClearSystemAsync(system.Id, isCleared: true, Ct);
            var said = (await hub.ReadNoticesAsync(system))
                .Select(n => (n.Notice.Kind, n.Notice.EndedAt, n.Notice.Successor, n.Promise, n.Released.Count))
                .ToList();

            Assert.Equal(3, said.Count);
            Assert.Single(said.Distinct());
            Assert.Equal(NoticeKind.Lapsed, said[0].Kind);
        }
    }
}
