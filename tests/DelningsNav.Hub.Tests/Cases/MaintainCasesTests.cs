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

namespace DelningsNav.Hub.Tests.Cases;

public sealed class MaintainCasesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_change_of_a_case_is_one_step_and_one_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var cases = hub.Get<MaintainCases>();
        var before = (await hub.LogAsync()).Count;

        await cases.MoveAsync(hub.Case, CasePhase.Enrolment, hub.Familjebehandlare, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await cases.MoveAsync(hub.Case, CasePhase.Survey, hub.Familjebehandlare, Ct);

        await using var db = hub.Db();
        var found = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == hub.Case, Ct);
        Assert.Equal([CasePhase.Referral, CasePhase.Enrolment, CasePhase.Survey], found.Steps.Select(s => s.Phase));
        Assert.Equal(CasePhase.Survey, found.Phase);
        Assert.Equal([EntryKinds.CaseChanged, EntryKinds.CaseChanged], (await hub.LogAsync()).Skip(before).Select(e => e.Kind));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_closed_case_remains_closed_whatever_step_is_taken_afterwards(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var cases = hub.Get<MaintainCases>();
        await cases.MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
        await cases.MoveAsync(hub.Case, CasePhase.Survey, hub.Familjebehandlare, Ct);

        var answer = await hub.AnswerToAsync(request);

        Assert.Equal("open-case", Assert.Single(Assert.IsType<RecordAnswer.Refused>(answer).Missing).Code.Code);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_colleague_of_the_team_asks_only_while_assigned(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var cases = hub.Get<MaintainCases>();
        await using var db = hub.Db();
        var team = (await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare, Ct)).Unit;
        var colleague = await hub.Get<MaintainParties>().AddStaffAsync(team, "Kia Kollega", StaffRole.Kurator, false, false, Ct);

        var before = await AskAsync(hub, colleague);
        await cases.AssignAsync(hub.Case, colleague, hub.Familjebehandlare, Ct);
        var assigned = await AskAsync(hub, colleague);
        await cases.EndAssignmentAsync(hub.Case, colleague, hub.Familjebehandlare, Ct);
        var after = await AskAsync(hub, colleague);

        Assert.IsType<RequestOutcome.NotYourCase>(before);
        Assert.IsType<RequestOutcome.Requested>(assigned);
        Assert.IsType<RequestOutcome.NotYourCase>(after);
    }

    private static Task<RequestOutcome> AskAsync(TestHub hub, StaffMemberId staff) => hub.Get<RequestInformation>().HandleAsync(
        new InformationAsk
        {
            Case = hub.Case,
            Holder = hub.School,
            RecordTypes = [TestTypes.Of("franvaro")],
            PeriodFrom = hub.Today.AddDays(-10),
            PeriodTo = hub.Today,
            Purpose = PurposeCode.Parse("sst"),
            Reason = RequestInformation.Reason.Read("Kartläggning"),
        },
        new Caller.Staff(staff),
        Ct);
}
