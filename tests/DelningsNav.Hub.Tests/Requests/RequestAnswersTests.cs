using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Requests;

/// <summary>What the requester's branch may see of an answer.</summary>
public sealed class RequestAnswersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_names_its_ground_its_law_its_obligations_and_its_entry()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);

        var document = Assert.Single((await TypeAsync(hub, request)).Documents);

        Assert.Equal(hub.Absence, document.Record);
        Assert.StartsWith("Samtycke häver", document.Ground!.Swedish, StringComparison.Ordinal);
        Assert.Contains("OSL", document.Law, StringComparison.Ordinal);
        Assert.Contains(document.Obligations, o => o.Code == "within-consent");
        Assert.True(document.LogIndex > 0);
        Assert.Null(document.ReadAt);
    }

    [Fact]
    public async Task A_referral_says_what_would_open_without_a_judgement()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);

        var type = await TypeAsync(hub, request);

        Assert.Equal(SurveyState.WaitsForAssessor, type.State);
        Assert.Contains(
            type.Missing, m => m.Code == MissingCode.Consent && m.Swedish.StartsWith("Samtycke saknas", StringComparison.Ordinal));
        Assert.Empty(type.Documents);
    }

    [Fact]
    public async Task A_holders_refusal_shows_its_diarienummer_and_not_its_reasons()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = AssessmentOutcome.Refuse,
                Reasoning = AssessRequest.Reasoning.Read("Hemliga skäl."),
                RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/7"),
            },
            hub.Rektor,
            Ct);
        await hub.ReleaseAsync(request, Opening.Nothing);

        var type = await TypeAsync(hub, request);

        Assert.Equal(SurveyState.Refused, type.State);
        Assert.Equal("UTBN 2026/7", type.Refusal!.CaseNumber);
        Assert.DoesNotContain("Hemliga skäl", type.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protected_childs_answer_looks_like_any_other_childs()
    {
        await using var hub = await TestHub.StartAsync();
        var plain = await hub.AskAsync();
        await hub.ReleaseAsync(plain, Opening.Nothing);
        await hub.ClearAsync();
        var hidden = await AskAboutProtectedAsync(hub);

        var (one, other) = (await TypeAsync(hub, plain), await TypeAsync(hub, hidden));

        Assert.Equal(one.State, other.State);
        Assert.Equal(one.Missing, other.Missing);
    }

    [Fact]
    public async Task Only_staff_assigned_to_the_case_see_the_answer()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await using var db = hub.Db();
        var unit = db.Staff.Single(s => s.Id == hub.Familjebehandlare).Unit;
        var colleague = await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Kai Kollega", StaffRole.Kurator, assesses: false, assessesProtectedIdentities: false, Ct);

        var asked = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);
        var colleagues = await hub.Get<RequestAnswers>().ReadAsync(request, colleague, Ct);
        var holders = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Rektor, Ct);

        Assert.NotNull(asked);
        Assert.Null(colleagues);
        Assert.Null(holders);
    }

    [Fact]
    public async Task A_release_is_found_by_the_requesters_branch_and_by_nobody_else()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request, Opening.Nothing);
        var release = (await TypeAsync(hub, request)).Documents[0].Release;

        var place = await hub.Get<RequestBehind>().FindAsync(release, hub.Familjebehandlare, Ct);

        Assert.Equal((request, hub.Case), (place!.Request, place.Case));
        Assert.Null(await hub.Get<RequestBehind>().FindAsync(release, hub.Rektor, Ct));
        Assert.Null(await hub.Get<RequestBehind>().FindAsync(new DecisionId(Guid.Empty), hub.Familjebehandlare, Ct));
    }

    internal static async Task<RequestId> AskAboutProtectedAsync(TestHub hub)
    {
        var child = await hub.PersonAsync(10, 60, SecurityMarking.SkyddadFolkbokforing, "Sol");
        await using var db = hub.Db();
        var unit = db.Staff.Single(s => s.Id == hub.Familjebehandlare).Unit;
        await hub.Get<MaintainRegister>().RecordCustodyAsync(
            child, hub.Mother, CustodyKind.Guardian, hub.Today.AddYears(-10), Hub.Storage.Log.Actor.Hub,
            TestContext.Current.CancellationToken);
        var id = await hub.Get<MaintainCases>().OpenAsync(child, CaseKind.Sst, "SST 2026/2", unit, hub.Familjebehandlare, Ct);
        var outcome = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = id,
                Holder = hub.School,
                RecordTypes = [TestTypes.Of("franvaro")],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);
        var request = Assert.IsType<RequestOutcome.Requested>(outcome).Request;
        await hub.ReleaseAsync(request, Opening.Nothing);
        return request;
    }

    private static async Task<TypeAnswer> TypeAsync(TestHub hub, RequestId request) =>
        Assert.Single((await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Types);
}
