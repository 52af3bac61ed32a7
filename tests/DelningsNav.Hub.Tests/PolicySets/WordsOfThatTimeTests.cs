using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Oversight;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>
/// A decision is explained in the words of the set that decided, as long as the hub has it; and an unknown name never prevents reading.
/// </summary>
public sealed class WordsOfThatTimeTests
{
    private const string New = TestSets.NewType;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_old_entry_still_shows_the_sentence_of_its_own_rule(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var then = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        var now = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        var registrator = await hub.RegistratorAsync(hub.School);

        var (old, young) = (await hub.ReadAsync(registrator, then.Receipt.Index), await hub.ReadAsync(registrator, now.Receipt.Index));

        var (oldRule, youngRule) = (Assert.Single(old.Rules), Assert.Single(young.Rules));
        Assert.Equal((hub.Sentence(), true), (oldRule.Title!.Swedish, oldRule.IsOfThatTime));
        Assert.Equal((TestSets.OtherSentence, true), (youngRule.Title!.Swedish, youngRule.IsOfThatTime));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_entry_whose_set_the_hub_does_not_have_shows_todays_rule_and_says_so(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var then = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        await hub.LoseAsync(hub.Start.Policies.Version);

        var entry = await hub.ReadAsync(await hub.RegistratorAsync(hub.School), then.Receipt.Index);

        var rule = Assert.Single(entry.Rules);
        Assert.Equal((TestSets.OtherSentence, false), (rule.Title!.Swedish, rule.IsOfThatTime));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_record_type_that_no_longer_exists_is_still_named_to_registrator_family_and_staff(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (request, index) = await ReleasedUnderTheNewTypeAsync(hub);
        await hub.SwapToAsync("3.0.0");

        var entry = await hub.ReadAsync(await hub.RegistratorAsync(hub.School), index);
        var report = await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Readings, 1, Ct);
        var answer = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);

        Assert.Equal("Skolskjuts", entry.TypeNamed(TestTypes.Of(New))?.Swedish);
        Assert.Equal("Skolskjuts", Assert.Single(Assert.Single(report!.Lines).Types).In("sv"));
        Assert.Equal(TestSets.OtherSentence, Assert.Single(Assert.Single(answer!.Types).Documents).Ground!.Swedish);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_name_that_no_rules_contain_prevents_nobody_from_reading_and_is_not_shown_to_the_family(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (request, index) = await ReleasedUnderTheNewTypeAsync(hub);
        await hub.SwapToAsync("3.0.0");
        await hub.LoseAsync("2.0.0");

        var entry = await hub.ReadAsync(await hub.RegistratorAsync(hub.School), index);
        var report = await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Readings, 1, Ct);
        var answer = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);

        Assert.Null(entry.TypeNamed(TestTypes.Of(New)));
        Assert.Empty(Assert.Single(report!.Lines).Types);
        Assert.Single(Assert.Single(answer!.Types).Documents);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_question_about_a_record_type_that_no_longer_exists_can_still_be_opened_by_the_holders_assessor(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        var request = await hub.AskAsync(New);
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        await hub.SwapToAsync("3.0.0");

        var known = await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct);
        await hub.LoseAsync("2.0.0");
        var unknown = await hub.Get<RequestToAssess>().OpenAsync(request, hub.Rektor, Ct);

        Assert.Equal("OSL 23:2 st. 3", Assert.Single(known!.Types).Provision);
        Assert.Equal(("", null), (Assert.Single(unknown!.Types).Provision, unknown.Types[0].DamageTest));
    }

    private static async Task<(RequestId Request, long Index)> ReleasedUnderTheNewTypeAsync(TestHub hub)
    {
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        await hub.DepositAsync(New, "{}");
        await hub.GiveConsentAsync(New);
        var request = await hub.AskAsync(New);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: true, Ct);
        return (request, released.Receipt.Index);
    }
}
