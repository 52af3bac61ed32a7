using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Requests;

/// <summary>The assessors' queue, and what assessors see of a request.</summary>
public sealed class WaitingAssessmentsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_referral_is_in_the_queue_with_its_age_until_it_is_judged()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync("franvaro", "betyg");
        await hub.ReleaseAsync(request, Opening.Nothing);
        hub.Clock.Advance(TimeSpan.FromDays(3));

        var waiting = Assert.Single((await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct))!);
        await JudgeAsync(hub, request, "franvaro");
        var half = Assert.Single((await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct))!);
        await JudgeAsync(hub, request, "betyg");
        var none = await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct);

        Assert.Equal(["franvaro", "betyg"], waiting.RecordTypes.Codes());
        Assert.Equal(3, waiting.DaysWaited);
        Assert.Equal(["betyg"], half.RecordTypes.Codes());
        Assert.Empty(none!);
    }

    [Fact]
    public async Task Asking_again_does_not_shorten_the_wait()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        hub.Clock.Advance(TimeSpan.FromDays(3));
        await hub.ReleaseAsync(request, Opening.Nothing);

        Assert.Equal(3, Assert.Single((await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct))!).DaysWaited);
    }

    [Fact]
    public async Task A_reader_to_whom_assessing_is_not_delegated_has_no_queue()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Null(await hub.Get<WaitingAssessments>().ReadAsync(hub.Familjebehandlare, Ct));
    }

    [Fact]
    public async Task A_protected_childs_request_is_only_in_the_queue_of_the_assessor_named_for_it()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ClearAsync();
        var request = await RequestAnswersTests.AskAboutProtectedAsync(hub);
        await using var db = hub.Db();
        var unit = db.Staff.Single(s => s.Id == hub.Rektor).Unit;
        var named = await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Nina Namngiven", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: true, Ct);

        Assert.Empty((await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct))!);
        Assert.Null(await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct));
        Assert.Single((await hub.Get<WaitingAssessments>().ReadAsync(named, Ct))!);
        Assert.True((await hub.Get<RequestToAssess>().OpenAsync(request, named, Ct))!.ChildIsProtected);
    }

    [Fact]
    public async Task An_assessor_sees_the_facts_with_the_law_and_the_opening_is_logged()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        var before = (await hub.LogAsync()).Count;

        var matter = (await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct))!;

        var type = Assert.Single(matter.Types);
        Assert.Equal(("Nora Testsson", "Kartläggning"), (matter.ChildName, matter.Reason));
        Assert.Equal("OSL 23:2 st. 3, 21:1", type.Provision);
        Assert.Equal(DamageTest.StraightSpecialReason, type.DamageTest);
        Assert.Contains(type.Grounds, g => g.Kind == GroundKind.Harm);
        Assert.Equal("franvaro-1", Assert.Single(type.Records).Reference);
        Assert.True(type.Waits);
        Assert.Equal([EntryKinds.RequestRead], (await hub.LogAsync()).Skip(before).Select(e => e.Kind));
    }

    [Fact]
    public async Task A_judgement_is_shown_once_it_is_made()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        await JudgeAsync(hub, request, "franvaro");

        var type = Assert.Single((await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct))!.Types);

        Assert.False(type.Waits);
        Assert.Equal((AssessmentOutcome.Release, "Rut Rektor"), (type.Made!.Outcome, type.Made.By));
    }

    [Fact]
    public async Task A_request_that_was_never_referred_or_is_another_branchs_opens_to_no_assessor()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var released = await hub.AskAsync();
        await hub.ReleaseAsync(released, Opening.Nothing);
        var referred = await hub.AskAsync("betyg");
        await hub.ReleaseAsync(referred, Opening.Nothing);
        var unit = await hub.Get<MaintainParties>().AddUnitAsync(hub.Elevhalsa, "Elevhälsan Järva", "Järva", Ct);
        var other = await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Elin Elevhälsa", StaffRole.Skolpsykolog, assesses: true, assessesProtectedIdentities: true, Ct);
        var before = (await hub.LogAsync()).Count;

        Assert.Null(await hub.Get<RequestToAssess>().OpenAsync(released, hub.Rektor, Ct));
        Assert.Null(await hub.Get<RequestToAssess>().OpenAsync(referred, other, Ct));
        Assert.Equal(before, (await hub.LogAsync()).Count);
    }

    private static async Task JudgeAsync(TestHub hub, RequestId request, string type) => Assert.IsType<AssessOutcome.Assessed>(
        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of(type),
                Outcome = AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read("Ingen lider men."),
            },
            hub.Rektor, Ct));
}
