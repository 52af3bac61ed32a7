using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Requests;

public sealed class AssessRequestTests
{
    private static readonly Judgement Release = new()
    {
        RecordType = TestTypes.Of("franvaro"),
        Outcome = AssessmentOutcome.Release,
        Reasoning = AssessRequest.Reasoning.Read("Ingen skada."),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_judgement_opens_the_record_and_the_release_names_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReferredAsync(hub);

        var assessed = Assert.IsType<AssessOutcome.Assessed>(await AssessAsync(hub, request, Release));

        Assert.Equal((assessed.LogIndex, EntryKinds.HarmAssessed, "release"), (await hub.LogAsync())[^1]);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.Equal(assessed.Assessment.Value, released.Release.Ground.AssessmentId);
        Assert.NotNull(released.Document);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Only_an_assessor_of_the_holder_judges(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReferredAsync(hub);
        await using var db = hub.Db();
        var (school, team) = (await UnitOfAsync(hub, hub.Rektor), await UnitOfAsync(hub, hub.Familjebehandlare));
        var parties = hub.Get<MaintainParties>();
        var teacher = await parties.AddStaffAsync(school, "Lo Lärare", StaffRole.Specialpedagog, assesses: false, false, Ct);
        var chief = await parties.AddStaffAsync(team, "Ellen Chef", StaffRole.Enhetschef, assesses: true, true, Ct);
        var before = await hub.LogAsync();

        var outcomes = new[]
        {
            await AssessAsync(hub, request, Release, teacher),
            await AssessAsync(hub, request, Release, chief),
            await AssessAsync(hub, request, Release, hub.Familjebehandlare),
            await AssessAsync(hub, request, Release, new StaffMemberId(Guid.Empty)),
            await AssessAsync(hub, new RequestId(Guid.Empty), Release),
        };

        Assert.All(outcomes, outcome => Assert.IsType<AssessOutcome.NothingToAssess>(outcome));
        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_block_looks_like_any_referral_to_the_requester_and_leaves_the_assessor_only_a_refusal(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReferredAsync(hub);
        var ordinary = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(hub.Child, hub.Father, "Hot mot barnet", "SN 2026/3", hub.Today, Actor.Hub, Ct);
        var refusal = Release with
        {
            Outcome = AssessmentOutcome.Refuse,
            RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/77"),
        };

        var blocked = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        var opened = await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct);
        var release = await AssessAsync(hub, request, Release);
        var refuse = await AssessAsync(hub, request, refusal);
        var answer = await hub.AnswerToAsync(request);

        Assert.Equal(ordinary.Missing, blocked.Missing);
        Assert.Equal(ordinary.Receipt.Leaf.Verdict, blocked.Receipt.Leaf.Verdict);
        Assert.Equal(ordinary.Receipt.Leaf.Commitments.Select(c => c.Field), blocked.Receipt.Leaf.Commitments.Select(c => c.Field));
        Assert.True(Assert.Single(opened!.Types).OnlyRefusal);
        Assert.Equal("only-refusal", Assert.Single(Assert.IsType<AssessOutcome.Invalid>(release).Faults).Code);
        Assert.IsType<AssessOutcome.Assessed>(refuse);
        Assert.Contains(Assert.IsType<RecordAnswer.Refused>(answer).Missing, missing => missing.Code == MissingCode.RefusedByHolder);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Only_a_referred_request_is_judged_and_only_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var undecided = await hub.AskAsync();
        var beforeDecision = await AssessAsync(hub, undecided, Release);
        await hub.AnswerToAsync(undecided);
        var otherType = await AssessAsync(hub, undecided, Release with { RecordType = TestTypes.Of("betyg") });
        var first = await AssessAsync(hub, undecided, Release);

        var again = await AssessAsync(
            hub, undecided,
            Release with { Outcome = AssessmentOutcome.Refuse, RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/7") });

        Assert.IsType<AssessOutcome.NothingToAssess>(beforeDecision);
        Assert.IsType<AssessOutcome.NothingToAssess>(otherType);
        Assert.IsType<AssessOutcome.Assessed>(first);
        Assert.IsType<AssessOutcome.NothingToAssess>(again);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_record_that_was_released_on_consent_awaits_no_judgement(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        Assert.IsType<AssessOutcome.NothingToAssess>(await AssessAsync(hub, request, Release));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task One_referred_record_awaits_a_judgement_though_others_of_its_type_were_released(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        foreach (var (reference, days) in new[] { ("tidig", -190), ("sen", -5) })
        {
            await MentioningOthersAsync(hub, reference, days);
        }

        var request = await hub.AskAsync();
        var answers = Assert.IsType<ReleaseOutcome.Answered>(await hub.ReleaseAsync(request)).Answers;

        var queue = await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct);
        var outcome = await AssessAsync(hub, request, Release);

        Assert.Equal(request, Assert.Single(queue!).Request);
        Assert.Contains(answers, a => a is RecordAnswer.Released);
        Assert.Contains(answers, a => a is RecordAnswer.Referred);
        Assert.IsType<AssessOutcome.Assessed>(outcome);
        Assert.Equal(
            3, Assert.IsType<ReleaseOutcome.Answered>(await hub.ReleaseAsync(request)).Answers.Count(a => a is RecordAnswer.Released));
    }

    [Fact]
    public async Task A_referred_record_that_is_replaced_by_one_that_consent_opens_awaits_no_judgement()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await ReferredAsync(hub);
        await hub.GiveConsentAsync();
        await hub.DepositAsync("franvaro", TestRecords.Absence(""), "franvaro-1");
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        Assert.Empty((await hub.Get<WaitingAssessments>().ReadAsync(hub.Rektor, Ct))!);
        Assert.IsType<AssessOutcome.NothingToAssess>(await AssessAsync(hub, request, Release));
    }

    [Theory]
    [InlineData(AssessmentOutcome.Release, " ", "", null, "reasoning-missing")]
    [InlineData(AssessmentOutcome.Refuse, "Skada.", "", null, "case-number-missing")]
    [InlineData(AssessmentOutcome.Refuse, "Skada.", "", " ", "case-number-missing")]
    [InlineData(AssessmentOutcome.Refuse, " ", "", null, "case-number-missing,reasoning-missing")]
    [InlineData(AssessmentOutcome.ReleaseWithConditions, "Skäl.", " ", null, "conditions-missing")]
    [InlineData(AssessmentOutcome.Release, "Gäller 18900101-9802", "", null, "identity-number")]
    public async Task An_incomplete_judgement_is_not_accepted(
        AssessmentOutcome kind, string reasoning, string conditions, string? number, string faults)
    {
        await using var hub = await TestHub.StartAsync();
        var request = await ReferredAsync(hub);

        var outcome = await AssessAsync(hub, request, Release with
        {
            Outcome = kind,
            Reasoning = AssessRequest.Reasoning.Read(reasoning),
            Conditions = AssessRequest.Conditions.Read(conditions),
            RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read(number),
        });

        Assert.Equal(
            faults,
            string.Join(',', Assert.IsType<AssessOutcome.Invalid>(outcome).Faults.Select(f => f.Code).Order(StringComparer.Ordinal)));
        await using var db = hub.Db();
        Assert.Empty(await db.Assessments.ToListAsync(Ct));
    }

    [Fact]
    public async Task Reasons_and_conditions_have_a_longest_length()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await ReferredAsync(hub);

        var outside = await AssessAsync(
            hub, request, Release with { Reasoning = AssessRequest.Reasoning.Read(new string('a', AssessRequest.LongestText + 1)) });
        var inside = await AssessAsync(
            hub, request, Release with { Reasoning = AssessRequest.Reasoning.Read(new string('a', AssessRequest.LongestText)) });

        Assert.Equal("text-too-long", Assert.Single(Assert.IsType<AssessOutcome.Invalid>(outside).Faults).Code);
        Assert.IsType<AssessOutcome.Assessed>(inside);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_refusal_with_its_diarienummer_closes_the_request(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReferredAsync(hub);
        await AssessAsync(
            hub, request,
            Release with { Outcome = AssessmentOutcome.Refuse, RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/7") });

        var answer = await hub.AnswerToAsync(request);

        Assert.Contains(MissingCode.RefusedByHolder, Assert.IsType<RecordAnswer.Refused>(answer).Missing.Select(m => m.Code));
        Assert.IsType<AssessOutcome.NothingToAssess>(await AssessAsync(hub, request, Release));
    }

    [Fact]
    public async Task Conditions_go_with_the_release()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await ReferredAsync(hub);
        await AssessAsync(
            hub, request,
            Release with
            {
                Outcome = AssessmentOutcome.ReleaseWithConditions,
                Conditions = AssessRequest.Conditions.Read("Bara i teamet."),
            });

        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        Assert.Equal("Bara i teamet.", released.Conditions);
        Assert.Contains("assessor-conditions", released.Release.Obligations);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_reasons_are_encrypted_in_the_database(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await AssessAsync(
            hub, await ReferredAsync(hub), Release with { Reasoning = AssessRequest.Reasoning.Read("Flickan har berättat.") });

        await using var db = hub.Db();
        var kept = await db.Assessments.AsNoTracking().SingleAsync(Ct);

        Assert.DoesNotContain("berättat", System.Text.Encoding.UTF8.GetString(kept.SealedReasoning), StringComparison.Ordinal);
        Assert.Equal("Flickan har berättat.", kept.Reasoning);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_protected_identity_is_judged_only_by_assessors_whom_the_routine_names(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await ReferredAsync(hub);
        await hub.ClearAsync();
        await hub.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing, name: "Nora");
        await hub.AnswerToAsync(request);
        var named = await hub.Get<MaintainParties>().AddStaffAsync(
            await UnitOfAsync(hub, hub.Rektor), "Ann Prövare", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: true, Ct);

        var byOther = await AssessAsync(hub, request, Release);
        var byNamed = await AssessAsync(hub, request, Release, named);

        Assert.IsType<AssessOutcome.NothingToAssess>(byOther);
        Assert.IsType<AssessOutcome.Assessed>(byNamed);
    }

    private static async Task<RequestId> ReferredAsync(TestHub hub)
    {
        var request = await hub.AskAsync();
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        return request;
    }

    private static async Task<UnitId> UnitOfAsync(TestHub hub, StaffMemberId staff)
    {
        await using var db = hub.Db();
        return (await db.Staff.SingleAsync(s => s.Id == staff, Ct)).Unit;
    }

    private static Task<DepositOutcome> MentioningOthersAsync(TestHub hub, string reference, int days) =>
        hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of("franvaro"),
                Title = DepositRecord.Title.Read("Frånvaro"),
                Reference = DepositRecord.Reference.Read(reference),
                PeriodFrom = hub.Today.AddDays(days),
                PeriodTo = hub.Today.AddDays(days),
                MediaType = "application/json",
                Mentions = Mentioned.Read(["other"]),
                Content = System.Text.Encoding.UTF8.GetBytes(TestRecords.Absence()),
            },
            new Caller.Staff(hub.Rektor),
            Ct);

    private static Task<AssessOutcome> AssessAsync(TestHub hub, RequestId request, Judgement judgement, StaffMemberId? by = null) =>
        hub.Get<AssessRequest>().HandleAsync(request, judgement, by ?? hub.Rektor, Ct);
}
