using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 4: every permit names its ground, in the log and to the recipient. <c>ReleasePoliciesTests</c> tests that
/// no policy permits without one.
/// </summary>
public sealed class Promise04_EveryPermitNamesItsGroundTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_release_on_consent_names_the_policy_the_law_and_the_consent_with_its_version(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();

        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));

        var entry = await LoggedPayload.LastDecisionAsync(hub);
        Assert.Equal(
            ("consent-school-general", "Consent", consent.ToString(), "3"),
            (entry["policy"], entry["ground"], entry["consent"], entry["consent-version"]));
        Assert.Contains("OSL 10:1", entry["law"], StringComparison.Ordinal);
        Assert.Equal((entry["policy"], entry["law"]), (released.Release.Ground.PolicyName, released.Release.Ground.Law));
    }

    [Fact]
    public async Task A_release_after_an_assessment_names_the_assessment()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);
        var assessed = Assert.IsType<AssessOutcome.Assessed>(await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read("Ingen skada."),
            },
            hub.Rektor,
            TestContext.Current.CancellationToken));

        await hub.AnswerToAsync(request);

        var entry = await LoggedPayload.LastDecisionAsync(hub);
        Assert.Equal(("assessed", "Assessment", assessed.Assessment.ToString()), (entry["policy"], entry["ground"], entry["assessment"]));
        Assert.Null(entry["consent"]);
    }

    [Fact]
    public async Task A_decided_programme_names_the_decision_and_needs_no_consent()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync("atgardsprogram-beslutat", "{}");

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync("atgardsprogram-beslutat")));

        var entry = await LoggedPayload.LastDecisionAsync(hub);
        Assert.Equal(("decided-programme", "Decision"), (entry["policy"], entry["ground"]));
        Assert.False(string.IsNullOrWhiteSpace(entry["law"]));
    }

    [Fact]
    public async Task Every_release_in_the_log_states_who_whom_what_and_why()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);

        var entry = await LoggedPayload.LastDecisionAsync(hub);

        Assert.Equal(
            ($"staff:{hub.Familjebehandlare}", $"{hub.Child}", $"{request}", $"{hub.Absence}"),
            (entry["actor"], entry["person"], entry["request"], entry["record"]));
        Assert.Equal(
            ("sst", "SST 2026/1", $"{hub.Social}", $"{hub.School}"),
            (entry["purpose"], entry["case-number"], entry["recipient"], entry["holder"]));
    }
}
