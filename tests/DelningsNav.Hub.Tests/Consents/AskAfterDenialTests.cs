using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A denial that consent would lift becomes an ask to the family in one step, and the request is decided
/// again when the family has answered.
/// </summary>
public sealed class AskAfterDenialTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task The_ask_follows_from_the_denial(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (request, token) = await DeniedAsync(hub);

        var asked = Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, request, token));

        var consent = await hub.ConsentAsync(Assert.Single(asked.Consents));
        Assert.Equal((hub.Case, hub.School, hub.Social, "sst"), (consent.Case, consent.Discloser, consent.Recipient, consent.Purpose.Code));
        Assert.Equal(["franvaro"], consent.RecordTypes.Codes());
        Assert.True(consent.DataFrom <= hub.Today.AddDays(-200) && hub.Today <= consent.DataTo);
        await using var db = hub.Db();
        Assert.Equal(request, (await db.ConsentRequests.SingleAsync(r => r.Id == asked.Request, Ct)).InformationRequest);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task When_all_signers_have_said_yes_the_request_is_decided_again_and_nothing_is_opened(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (request, token) = await DeniedAsync(hub);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, request, token)).Consents);

        await hub.AnswerAsync(consent, hub.Mother);
        var waiting = await DecisionsAsync(hub, request);
        await hub.AnswerAsync(consent, hub.Father);

        Assert.Equal([DecisionKind.Refer], waiting.Select(d => d.Kind));
        var again = (await DecisionsAsync(hub, request))[^1];
        Assert.Equal((DecisionKind.Release, false, (ConsentId?)consent), (again.Kind, again.Opened, again.Consent));
        Assert.Equal(SurveyState.Granted, await StateAsync(hub));
        Assert.DoesNotContain(await hub.LogAsync(), e => e.Kind is EntryKinds.DeliveryReported);
    }

    [Fact]
    public async Task A_yes_alone_grants_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, request, token)).Consents);
        await hub.TakeBackAdoptionAsync(hub.SchoolBoard);

        await hub.AnswerAsync(consent, hub.Mother);
        await hub.AnswerAsync(consent, hub.Father);

        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
        Assert.DoesNotContain(await DecisionsAsync(hub, request), d => d.Kind == DecisionKind.Release);
        Assert.Equal(2, (await DecisionsAsync(hub, request)).Count);
    }

    [Fact]
    public async Task When_a_signer_says_no_the_request_is_also_decided_again_and_is_still_denied()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, request, token)).Consents);

        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);

        Assert.Equal([DecisionKind.Refer, DecisionKind.Refer], (await DecisionsAsync(hub, request)).Select(d => d.Kind));
        Assert.Equal(SurveyState.WaitsForAssessor, await StateAsync(hub));
    }

    [Fact]
    public async Task An_earlier_request_of_a_colleague_that_waits_for_the_same_answer_is_decided_too()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, _) = await DeniedAsync(hub);

        await hub.GiveConsentAsync();

        Assert.Equal(DecisionKind.Release, (await DecisionsAsync(hub, request))[^1].Kind);
    }

    [Fact]
    public async Task A_request_that_is_already_released_or_of_another_type_is_not_decided_again()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var released = await hub.AskAsync();
        await hub.ReleaseAsync(released);
        var (other, _) = await DeniedAsync(hub, "betyg");

        await hub.GiveConsentAsync("iup");

        Assert.Single(await DecisionsAsync(hub, released));
        Assert.Single(await DecisionsAsync(hub, other));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_request_that_a_crash_left_undecided_is_decided_by_the_next_run_and_by_no_later_run(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (request, token) = await DeniedAsync(hub);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, request, token)).Consents);
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.AnswerAsync(consent, hub.Father);
        await ForgetAsync(hub, request);

        var first = await hub.Get<DecideAgain>().RunAsync(Ct);
        var second = await hub.Get<DecideAgain>().RunAsync(Ct);

        Assert.Equal((1, 0), (first, second));
        Assert.Equal(SurveyState.Granted, await StateAsync(hub));
    }

    [Fact]
    public async Task A_request_that_cannot_be_decided_delays_no_other_and_is_not_ignored_silently()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync("betyg", "{}");
        var (first, _) = await DeniedAsync(hub);
        var (second, _) = await DeniedAsync(hub, "betyg");
        await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.GiveConsentAsync("betyg");
        await ForgetAsync(hub, first);
        await ForgetAsync(hub, second);
        await using (var db = hub.Db())
        {
#pragma warning disable EF1002 // A trigger takes no parameters, and the id is the test's own.
            await db.Database.ExecuteSqlRawAsync(
                $"""
                CREATE TRIGGER broken BEFORE INSERT ON decisions WHEN lower(NEW.request_id) = '{first}'
                BEGIN SELECT RAISE(ABORT, 'cannot be decided'); END
                """,
                Ct);
#pragma warning restore EF1002
        }

        await Assert.ThrowsAsync<AggregateException>(() => hub.Get<DecideAgain>().RunAsync(Ct));

        Assert.DoesNotContain(await DecisionsAsync(hub, first), decision => decision.Kind == DecisionKind.Release);
        Assert.Equal(DecisionKind.Release, (await DecisionsAsync(hub, second))[^1].Kind);
    }

    [Fact]
    public async Task A_token_is_valid_for_its_own_request_type_and_recipient_only()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);
        var (other, otherToken) = await DeniedAsync(hub);

        var outcomes = new[]
        {
            await AskAsync(hub, other, token),
            await AskAsync(hub, request, otherToken),
            await AskAsync(hub, request, token[..^1] + (token[^1] == 'A' ? 'B' : 'A')),
            await AskAsync(hub, request, ""),
        };

        Assert.NotEqual(token, otherToken);
        Assert.All(
            outcomes, outcome => Assert.Equal("unknown-token", Assert.Single(Assert.IsType<AskOutcome.Invalid>(outcome).Faults).Code));
        Assert.Equal("no-tokens", Assert.Single(Assert.IsType<AskOutcome.Invalid>(await AskAsync(hub, request)).Faults).Code);
        Assert.IsType<AskOutcome.NotYourCase>(await AskAsync(hub, request, hub.Rektor, token));
        Assert.DoesNotContain(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentRequested);
    }

    [Fact]
    public async Task A_member_of_staff_who_is_not_assigned_to_the_case_cannot_use_a_token()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);
        await hub.Get<MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);

        var outcome = await AskAsync(hub, request, token);

        Assert.IsType<AskOutcome.NotYourCase>(outcome);
    }

    [Fact]
    public async Task A_token_is_invalid_once_missing_consent_is_no_longer_the_reason_for_the_denial()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);
        var consent = await hub.GiveConsentAsync();

        var granted = await AskAsync(hub, request, token);
        await hub.WithdrawAsync(consent);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.ReleaseAsync(request);
        var deniedAgain = await AskAsync(hub, request, token);

        Assert.Equal("unknown-token", Assert.Single(Assert.IsType<AskOutcome.Invalid>(granted).Faults).Code);
        Assert.IsType<AskOutcome.Asked>(deniedAgain);
    }

    [Fact]
    public async Task Asking_twice_makes_one_ask()
    {
        await using var hub = await TestHub.StartAsync();
        var (request, token) = await DeniedAsync(hub);

        var outcomes = await Task.WhenAll(AskAsync(hub, request, token), AskAsync(hub, request, token));

        Assert.Single(outcomes.OfType<AskOutcome.Asked>());
        Assert.Single(outcomes.OfType<AskOutcome.AwaitedAlready>());
    }

    private static async Task<(RequestId Request, string Token)> DeniedAsync(TestHub hub, string type = "franvaro")
    {
        var request = await hub.AskAsync(type);
        var refused = Assert.IsAssignableFrom<RecordAnswer>(await hub.AnswerToAsync(request));
        var opens = refused is RecordAnswer.Refused no ? no.Opens : Assert.IsType<RecordAnswer.Referred>(refused).Opens;
        return (request, Assert.Single(opens.OfType<WayToOpen.Consent>()).Token);
    }

    private static Task<AskOutcome> AskAsync(TestHub hub, RequestId request, params string[] tokens) =>
        AskAsync(hub, request, hub.Familjebehandlare, tokens);

    private static Task<AskOutcome> AskAsync(TestHub hub, RequestId request, StaffMemberId by, params string[] tokens) =>
        hub.Get<AskAfterDenial>().HandleAsync(new DenialAsk { Request = request, Tokens = tokens }, new Caller.Staff(by), Ct);

    private static async Task<IReadOnlyList<Decision>> DecisionsAsync(TestHub hub, RequestId request)
    {
        await using var db = hub.Db();
        return await db.Decisions.AsNoTracking().Where(d => d.Request == request).OrderBy(d => d.LogIndex).ToListAsync(Ct);
    }

    private static async Task<SurveyState> StateAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var survey = await Survey.ReadAsync(db, [hub.Case], hub.Social, hub.Clock.GetUtcNow(), Ct);
        return Assert.Single(survey.ItemsOf(hub.Case)).State;
    }

    // As if the process had died between the answer and the decision.
    private static async Task ForgetAsync(TestHub hub, RequestId request)
    {
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE consents SET decide_again = TRUE", Ct);
        await db.Decisions.Where(d => d.Request == request && d.Kind == DecisionKind.Release).ExecuteDeleteAsync(Ct);
    }
}
