using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Requests;

public sealed class RequestInformationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_request_is_recorded_with_its_entry_and_decides_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcome = await AskAsync(hub, Ask(hub));

        await using var db = hub.Db();
        var requested = Assert.IsType<RequestOutcome.Requested>(outcome);
        Assert.Equal((requested.LogIndex, EntryKinds.InformationRequested, ""), (await hub.LogAsync())[^1]);
        Assert.Equal(hub.Child, (await db.Requests.SingleAsync(r => r.Id == requested.Request, Ct)).Child);
        Assert.Empty(await db.Decisions.ToListAsync(Ct));
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_named_at_once_and_nothing_is_asked()
    {
        await using var hub = await TestHub.StartAsync();
        var before = await hub.LogAsync();

        var outcome = await AskAsync(hub, Ask(hub) with
        {
            Holder = hub.Social,
            RecordTypes = [TestTypes.Of("finns-inte")],
            PeriodFrom = hub.Today,
            PeriodTo = hub.Today.AddDays(-1),
            Purpose = PurposeCode.Parse("sst-plus"),
            Reason = RequestInformation.Reason.Read(new string(' ', 1001)),
        });

        Assert.Equal(
            ["period-reversed", "purpose-not-of-case", "reason-missing", "text-too-long", "unknown-holder", "unknown-record-type"],
            Assert.IsType<RequestOutcome.Invalid>(outcome).Faults.Select(f => f.Code).Order(StringComparer.Ordinal));
        Assert.Equal(before, await hub.LogAsync());
        await using var db = hub.Db();
        Assert.Empty(await db.Requests.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_request_names_types_that_the_holder_has_and_each_only_once()
    {
        await using var hub = await TestHub.StartAsync();

        var none = await AskAsync(hub, Ask(hub) with { RecordTypes = [] });
        var others = await AskAsync(hub, Ask(hub) with { RecordTypes = [TestTypes.Of("genomforandeplan")] });
        var twice = Assert.IsType<RequestOutcome.Requested>(
            await AskAsync(hub, Ask(hub) with { RecordTypes = TestTypes.Of("franvaro", "franvaro") }));

        Assert.Equal("no-record-types", Assert.Single(Assert.IsType<RequestOutcome.Invalid>(none).Faults).Code);
        Assert.Equal("unknown-record-type", Assert.Single(Assert.IsType<RequestOutcome.Invalid>(others).Faults).Code);
        Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(await hub.ReleaseAsync(twice.Request)).Answers);
    }

    [Fact]
    public async Task A_reason_may_have_a_thousand_characters_and_not_one_more()
    {
        await using var hub = await TestHub.StartAsync();

        var inside = await AskAsync(
            hub, Ask(hub) with { Reason = RequestInformation.Reason.Read(new string('a', RequestInformation.LongestReason)) });
        var outside = await AskAsync(
            hub, Ask(hub) with { Reason = RequestInformation.Reason.Read(new string('a', RequestInformation.LongestReason + 1)) });

        Assert.IsType<RequestOutcome.Requested>(inside);
        Assert.Equal("text-too-long", Assert.Single(Assert.IsType<RequestOutcome.Invalid>(outside).Faults).Code);
    }

    [Fact]
    public async Task A_reason_with_an_identity_number_is_refused()
    {
        await using var hub = await TestHub.StartAsync();
        var number = TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal();

        var outcome = await AskAsync(hub, Ask(hub) with { Reason = RequestInformation.Reason.Read($"Gäller {number[..8]}-{number[8..]}") });

        Assert.Equal("identity-number", Assert.Single(Assert.IsType<RequestOutcome.Invalid>(outcome).Faults).Code);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_case_that_is_not_the_callers_a_closed_case_and_an_unknown_case_give_the_same_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var others = await hub.Get<RequestInformation>().HandleAsync(Ask(hub), new Caller.Staff(hub.Rektor), Ct);
        var family = await hub.Get<RequestInformation>().HandleAsync(Ask(hub), new Caller.Family(hub.Mother), Ct);
        var never = await AskAsync(hub, Ask(hub) with { Case = new CaseId(Guid.Empty) });
        await hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
        var closed = await AskAsync(hub, Ask(hub));

        Assert.All([others, family, never, closed], outcome => Assert.IsType<RequestOutcome.NotYourCase>(outcome));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_request_is_answered_to_the_branch_that_made_it_and_no_other(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.Get<MaintainCases>().AssignAsync(hub.Case, hub.Rektor, hub.Familjebehandlare, Ct);

        var outcome = await hub.Get<ReleaseInformation>().HandleAsync(request, new Caller.Staff(hub.Rektor), Opening.Everything, Ct);

        Assert.IsType<ReleaseOutcome.NoSuchRequest>(outcome);
    }

    private static InformationAsk Ask(TestHub hub) => new()
    {
        Case = hub.Case,
        Holder = hub.School,
        RecordTypes = [TestTypes.Of("franvaro")],
        PeriodFrom = hub.Today.AddDays(-200),
        PeriodTo = hub.Today,
        Purpose = PurposeCode.Parse("sst"),
        Reason = RequestInformation.Reason.Read("Kartläggning"),
    };

    private static Task<RequestOutcome> AskAsync(TestHub hub, InformationAsk ask) =>
        hub.Get<RequestInformation>().HandleAsync(ask, new Caller.Staff(hub.Familjebehandlare), Ct);
}
