using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Cases;

/// <summary>The survey of a case, followed through everything that can happen to one item in it.</summary>
public sealed class CaseBoardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_survey_usually_gathers_is_shown_as_not_asked_for()
    {
        await using var hub = await TestHub.StartAsync();

        var board = await BoardAsync(hub);

        Assert.Empty(board.Items);
        Assert.Contains("franvaro", board.NotAsked.Codes());
        Assert.DoesNotContain("socialtjanstutredning", board.NotAsked.Codes());
    }

    [Fact]
    public async Task A_request_goes_from_waiting_to_granted_to_received_and_ends_with_its_consent()
    {
        await using var hub = await TestHub.StartAsync();
        var states = new List<SurveyState>();

        var request = await hub.AskAsync();
        states.Add(await StateAsync(hub));
        await hub.ReleaseAsync(request, Opening.Nothing);
        states.Add(await StateAsync(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var consent = await hub.GiveConsentAsync();
        states.Add(await StateAsync(hub));
        await ReadAsync(hub, Assert.Single((await ItemAsync(hub)).Documents));
        states.Add(await StateAsync(hub));
        await hub.WithdrawAsync(consent);
        states.Add(await StateAsync(hub));

        Assert.Equal(
            [
                SurveyState.Undecided, SurveyState.WaitsForAssessor, SurveyState.Granted, SurveyState.Received, SurveyState.ConsentEnded,
            ],
            states);
        Assert.Empty((await ItemAsync(hub)).Documents);
    }

    [Fact]
    public async Task The_familys_answers_show_only_together_never_who_has_answered_what()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();

        var asked = await StateAsync(hub);
        await hub.AnswerAsync(consent, hub.Mother);
        var afterOneYes = await StateAsync(hub);
        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);
        var afterOneNo = await StateAsync(hub);

        Assert.Equal(
            (SurveyState.WaitsForFamily, SurveyState.WaitsForFamily, SurveyState.ConsentNotGiven), (asked, afterOneYes, afterOneNo));
    }

    [Fact]
    public async Task A_refusal_by_both_guardians_looks_the_same_as_one_by_either()
    {
        await using var one = await TestHub.StartAsync();
        await using var both = await TestHub.StartAsync();
        await one.AnswerAsync(await one.AskForConsentAsync(), one.Mother, ConsentAnswer.No);
        var consent = await both.AskForConsentAsync();
        await both.AnswerAsync(consent, both.Mother, ConsentAnswer.No);
        await both.AnswerAsync(consent, both.Father, ConsentAnswer.No);

        var (first, second) = (await ItemAsync(one), await ItemAsync(both));

        Assert.Equal((first.State, first.ChangedAt), (second.State, second.ChangedAt));
    }

    [Fact]
    public async Task A_judgement_shows_as_an_answer_to_fetch()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReleaseAsync(await hub.AskAsync(), Opening.Nothing);
        var request = (await ItemAsync(hub)).Request!.Value;

        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read("Ingen lider men."),
            },
            hub.Rektor, Ct);

        Assert.Equal(SurveyState.AssessmentMade, await StateAsync(hub));
    }

    [Fact]
    public async Task A_later_request_for_the_same_type_and_days_replaces_the_earlier_one()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AskAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await hub.AskAsync();

        var item = await ItemAsync(hub);

        Assert.Equal(later, item.Request);
    }

    [Fact]
    public async Task Each_reading_is_logged_and_nobody_reads_a_case_without_an_assignment()
    {
        await using var hub = await TestHub.StartAsync();
        var before = (await hub.LogAsync()).Count;

        var mine = await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct);
        var notMine = await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Rektor, Ct);
        var noSuch = await hub.Get<CaseBoard>().ReadAsync(new CaseId(Guid.Empty), hub.Familjebehandlare, Ct);

        Assert.NotNull(mine);
        Assert.Null(notMine);
        Assert.Null(noSuch);
        Assert.Equal([EntryKinds.CaseRead], (await hub.LogAsync()).Skip(before).Select(e => e.Kind));
    }

    [Fact]
    public async Task A_reader_whose_assignment_has_ended_reads_nothing_more()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Get<MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);

        Assert.Null(await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct));
        Assert.Empty(await hub.Get<MyCases>().ReadAsync(hub.Familjebehandlare, Ct));
    }

    [Fact]
    public async Task My_cases_count_what_can_be_done_and_what_is_outstanding()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReleaseAsync(await hub.AskAsync("franvaro", "betyg"), Opening.Nothing);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.GiveConsentAsync("franvaro");
        await hub.AskForConsentAsync("iup");

        var mine = Assert.Single(await hub.Get<MyCases>().ReadAsync(hub.Familjebehandlare, Ct));

        Assert.Equal(
            (0, 0, 1, 1, 1, 0), (mine.Consented, mine.Assessed, mine.ToRead, mine.WaitsForFamily, mine.WaitsForAssessor, mine.Missing));
        Assert.True(mine.HasNews);
    }

    [Fact]
    public async Task A_closed_case_leaves_the_list_and_nothing_more_is_asked_for_in_it()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);

        Assert.Empty(await hub.Get<MyCases>().ReadAsync(hub.Familjebehandlare, Ct));
        Assert.Null(await hub.Get<WhomToAsk>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct));
        Assert.NotNull(await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct));
    }

    [Fact]
    public async Task Whom_to_ask_lists_the_types_that_the_law_knows_at_each_holder_and_the_state_of_consent()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync("franvaro");
        await hub.AskForConsentAsync("iup");

        var choices = (await hub.Get<WhomToAsk>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct))!;

        var school = choices.Holders.Single(h => h.Holder == hub.School);
        Assert.Equal(ConsentStanding.Given, school.Types.Single(t => t.Code.Code == "franvaro").Consent);
        Assert.Equal(ConsentStanding.Waiting, school.Types.Single(t => t.Code.Code == "iup").Consent);
        Assert.Equal(ConsentStanding.NotAsked, school.Types.Single(t => t.Code.Code == "betyg").Consent);
        Assert.True(school.Types.Single(t => t.Code.Code == "atgardsprogram-beslutat").NeedsNoConsent);
        Assert.DoesNotContain(choices.Holders, h => h.Holder == hub.Social);
    }

    private static async Task<CaseOnBoard> BoardAsync(TestHub hub) =>
        Assert.IsType<CaseOnBoard>(await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct));

    private static async Task<SurveyItem> ItemAsync(TestHub hub) => Assert.Single((await BoardAsync(hub)).Items);

    private static async Task<SurveyState> StateAsync(TestHub hub) => (await ItemAsync(hub)).State;

    private static async Task ReadAsync(TestHub hub, SurveyDocument document)
    {
        var release = hub.Get<ReleaseInformation>();
        var outcome = await release.OpenAgainAsync(document.Release, document.Record, new Caller.Staff(hub.Familjebehandlare), Ct);
        var answer = Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(outcome).Answers);
        await release.ConfirmAsync(Assert.IsType<RecordAnswer.Released>(answer).Release, delivered: true, Ct);
    }
}
