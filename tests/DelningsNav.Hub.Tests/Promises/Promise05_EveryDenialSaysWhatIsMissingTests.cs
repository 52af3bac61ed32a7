using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 5: every denial says what is missing, to the requester in words that reveal nothing secret, and in
/// full to the holder and the log.
/// The whole matrix of secret causes is in <c>ReleasePoliciesTests</c>.
/// </summary>
public sealed class Promise05_EveryDenialSaysWhatIsMissingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Without_consent_the_answer_says_that_consent_would_open_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var answer = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(await hub.AskAsync()));

        var missing = Assert.Single(answer.Missing, m => m.Code == MissingCode.Consent);
        Assert.All(
            new[] { missing.Law, missing.Swedish, missing.English, missing.PolicyName },
            text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.Contains("consent", (await LoggedPayload.LastDecisionAsync(hub))["missing"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_assignment_is_stated_as_the_reason()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.Get<MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);

        var answer = Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));

        Assert.Equal(MissingCode.Assignment, Assert.Single(answer.Missing).Code);
        Assert.Equal([new WayToOpen.Assignment(hub.Case, "SST 2026/1")], answer.Opens);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_denial_names_the_consent_and_the_assessment_that_would_open_it_and_so_does_the_answer_that_is_read(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var school = new NamedBranch(hub.School, "Grundskola", hub.SchoolBoard, "Utbildningsnämnden");
        var social = new NamedBranch(hub.Social, "Individ och familj", hub.SocialBoard, "Järva stadsdelsnämnd");
        var request = await hub.AskAsync();

        var answer = await hub.AnswerToAsync(request);
        var read = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);

        var token = Assert.IsType<WayToOpen.Consent>(answer.Opens[0]).Token;
        WayToOpen[] ways =
        [
            new WayToOpen.Consent(
                TestTypes.Of("franvaro"), school, social, hub.Case, "SST 2026/1", SignersInKind.Guardians, request, token),
            new WayToOpen.Assessment(school),
        ];
        Assert.NotEmpty(token);
        Assert.Equal(ways, answer.Opens);
        Assert.Equal(ways, Assert.Single(read!.Types).Opens);
    }

    [Fact]
    public async Task An_answer_no_longer_names_an_opening_condition_that_has_been_met()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.GiveConsentAsync();

        var type = Assert.Single((await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Types);

        Assert.Equal((SurveyState.Granted, 0), (type.State, type.Opens.Count));
    }

    [Theory]
    [InlineData(11, SignersInKind.Guardians)]
    [InlineData(12, SignersInKind.GuardiansWhenChildIsHeard)]
    [InlineData(14, SignersInKind.GuardiansWhenChildIsHeard)]
    [InlineData(15, SignersInKind.PupilAndGuardians)]
    [InlineData(17, SignersInKind.PupilAndGuardians)]
    [InlineData(18, SignersInKind.Pupil)]
    public void The_signers_that_an_answer_names_follow_from_rule_and_age_alone(int age, SignersInKind signers)
    {
        var rules = ReleasePolicies.Load(Path.Combine(TestHub.Root, "policies")).ConsentRules!;

        Assert.Equal(signers, Signers.InKind(rules.SignersFor(PurposeCode.Parse("sst")), age));
    }

    [Theory]
    [InlineData(SecurityMarking.Sekretessmarkering)]
    [InlineData(SecurityMarking.SkyddadFolkbokforing)]
    [InlineData(SecurityMarking.Unknown)]
    public async Task A_protected_identity_gives_the_words_of_any_other_child_and_the_log_the_cause(SecurityMarking marking)
    {
        await using var ordinary = await TestHub.StartAsync();
        await using var secret = await TestHub.StartAsync();
        await secret.ClearAsync();
        await secret.PersonAsync(10, marking: marking, name: "Nora");

        var plain = Assert.IsType<RecordAnswer.Referred>(await ordinary.AnswerToAsync(await ordinary.AskAsync()));
        var hidden = Assert.IsType<RecordAnswer.Referred>(await secret.AnswerToAsync(await secret.AskAsync()));

        Assert.Equal(plain.Missing, hidden.Missing);
        Assert.Equal(Kinds(plain), Kinds(hidden));
        Assert.Equal(plain.Receipt.Leaf.Commitments.Select(c => c.Field), hidden.Receipt.Leaf.Commitments.Select(c => c.Field));
        Assert.Contains("bar-protected-identity", (await LoggedPayload.LastDecisionAsync(secret))["bars"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protected_identity_with_consent_gives_the_words_of_a_holder_that_has_not_adopted_the_rules()
    {
        await using var ordinary = await TestHub.StartAsync();
        await using var secret = await TestHub.StartAsync();
        await ordinary.GiveConsentAsync();
        await ordinary.TakeBackAdoptionAsync(ordinary.SchoolBoard);

        // A consent given before the protection has lapsed with it.
        await secret.ClearAsync();
        await secret.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing, name: "Nora");
        await secret.GiveConsentAsync();

        var plain = Assert.IsType<RecordAnswer.Referred>(await ordinary.AnswerToAsync(await ordinary.AskAsync()));
        var hidden = Assert.IsType<RecordAnswer.Referred>(await secret.AnswerToAsync(await secret.AskAsync()));

        Assert.Equal(plain.Missing, hidden.Missing);
        Assert.Equal(Kinds(plain), Kinds(hidden));
        Assert.Equal(plain.Receipt.Leaf.Commitments.Select(c => c.Field), hidden.Receipt.Leaf.Commitments.Select(c => c.Field));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_block_gives_the_words_of_an_ordinary_not_granted_and_the_log_the_cause(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();

        // From tomorrow, and the nightly job has not yet lapsed the consent that he signed.
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(hub.Child, hub.Father, "Hot mot barnet", "SN 2026/3", hub.Today.AddDays(1), Actor.Hub, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));

        var answer = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(await hub.AskAsync()));

        Assert.Equal([Missing.NotGranted], answer.Missing);
        Assert.Contains("bar-guardian-block", (await LoggedPayload.LastDecisionAsync(hub))["bars"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Kinds(RecordAnswer answer) => answer.Opens.Select(way => way.GetType().Name);

    [Fact]
    public async Task The_number_of_records_behind_a_refusal_is_not_revealed()
    {
        await using var one = await TestHub.StartAsync();
        await using var three = await TestHub.StartAsync();
        await three.DepositAsync("franvaro", TestRecords.Absence(""), "franvaro-2");
        await three.DepositAsync("franvaro", TestRecords.Absence(""), "franvaro-3");

        var few = Assert.IsType<ReleaseOutcome.Answered>(await one.ReleaseAsync(await one.AskAsync()));
        var many = Assert.IsType<ReleaseOutcome.Answered>(await three.ReleaseAsync(await three.AskAsync()));

        Assert.Equal(few.Answers.Count, many.Answers.Count);
    }

    [Fact]
    public async Task The_leaf_of_the_receipt_does_not_reveal_whether_any_record_is_behind_a_refusal()
    {
        await using var none = await TestHub.StartAsync();
        await using var some = await TestHub.StartAsync();
        await some.DepositAsync("betyg", "{}", "betyg-1");

        var empty = Assert.IsType<RecordAnswer.Referred>(await none.AnswerToAsync(await none.AskAsync("betyg")));
        var held = Assert.IsType<RecordAnswer.Referred>(await some.AnswerToAsync(await some.AskAsync("betyg")));

        Assert.Equal(held.Receipt.Leaf.Commitments.Select(c => c.Field), empty.Receipt.Leaf.Commitments.Select(c => c.Field));
    }
}
