using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class ReadLogEntryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const string Investigation = "utredning-sarskilt-stod";

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_release_is_shown_with_its_policy_law_consent_and_obligations(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync(Investigation);
        await hub.DepositAsync(Investigation, "{}");
        var answer = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync(Investigation)));
        var registrator = await hub.RegistratorAsync(hub.School);

        var entry = await hub.ReadAsync(registrator, answer.Receipt.Index);

        var rule = Assert.Single(entry.Rules);
        Assert.Equal(
            (answer.Release.Ground.PolicyName, RulePart.Ground, answer.Release.Ground.Law, true),
            (rule.Name, rule.Part, rule.Law, rule.IsOfThatTime));
        Assert.Contains("permit", rule.Text);
        Assert.Equal((consent, 2, 2), (entry.Consent!.Id, entry.Consent.HaveSigned, entry.Consent.MustSign));
        Assert.Equal(answer.Release.Obligations, entry.Obligations.Select(o => o.Code));
        Assert.Equal("SST 2026/1", entry.Case!.CaseNumber);
        Assert.Equal("Nora Testsson", entry.Line.Person!.Name);
        Assert.Equal([EntryKinds.InformationRequested], entry.Related.Select(b => b.Kind));
        Assert.Empty(entry.Differences);
    }

    [Fact]
    public async Task Each_entry_of_a_request_is_shown_with_the_others()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync(Investigation, "{}");
        var request = await hub.AskAsync(Investigation);
        var referred = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of(Investigation),
                Outcome = AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read("Ingen skada"),
            },
            hub.Rektor, Ct);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: true, Ct);
        await hub.AskAsync(Investigation);
        var registrator = await hub.RegistratorAsync(hub.School);

        var entry = await hub.ReadAsync(registrator, referred.Receipt.Index);

        Assert.Equal(
            [EntryKinds.InformationRequested, EntryKinds.HarmAssessed, EntryKinds.Decided, EntryKinds.Delivered],
            entry.Related.Select(b => b.Kind));
        Assert.Equal("Farid Familj", entry.Related[^1].Actor!.Name);
        var assessed = await hub.ReadAsync(registrator, entry.Related[1].Index);
        Assert.Equal(("Rut Rektor", "Ingen skada"), (assessed.Assessment!.Decider, assessed.Assessment.Reasoning));
    }

    [Fact]
    public async Task A_missing_entry_and_anothers_give_the_same_answer_and_both_are_logged()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.Social);
        var deposited = (await hub.LogAsync()).Last(e => e.Kind == EntryKinds.RecordDeposited).Index;

        var notYours = await hub.Get<ReadLogEntry>().HandleAsync(deposited, registrator, Ct);
        var notThere = await hub.Get<ReadLogEntry>().HandleAsync(1_000_000, registrator, Ct);

        Assert.Equal(notThere, notYours);
        Assert.Equal(
            [(EntryKinds.LogRead, "not-found"), (EntryKinds.LogRead, "not-found")],
            (await hub.LogAsync()).TakeLast(2).Select(e => (e.Kind, e.Verdict)));
    }

    [Fact]
    public async Task The_requesters_registrator_does_not_see_the_bars_and_reasons_that_are_for_the_holder()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync(Investigation, "{}");
        var request = await hub.AskAsync(Investigation);
        var referred = Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        var asker = await hub.RegistratorAsync(hub.Social);
        var holder = await hub.RegistratorAsync(hub.School);

        var seenByAsker = await hub.ReadAsync(asker, referred.Receipt.Index);
        var seenByHolder = await hub.ReadAsync(holder, referred.Receipt.Index);

        Assert.Contains(seenByAsker.Fields, f => f is { Name: "assessor-may-consider", IsWithheld: true, Value: "" });
        Assert.Contains(seenByAsker.Fields, f => f is { Name: "nearest-grounds", IsWithheld: true, Value: "" });
        Assert.DoesNotContain(seenByAsker.Rules, r => r.Part is RulePart.Considered or RulePart.Bar or RulePart.Nearest);
        Assert.Contains(seenByHolder.Rules, r => r.Part == RulePart.Considered);
        Assert.Contains(
            seenByHolder.Rules, r => r is
            {
                Part: RulePart.Nearest, Name: "consent-school-investigation", Title: not null, FailedCondition: "context has consent",
            });
        Assert.DoesNotContain(seenByHolder.Fields, f => f.IsWithheld);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_erased_entry_remains_in_its_place_and_is_shown_as_erased(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var registrator = await hub.RegistratorAsync(hub.School);
        var deposited = (await hub.LogAsync()).Last(e => e.Kind == EntryKinds.RecordDeposited).Index;
        await hub.EraseLogAsync();

        var entry = await hub.ReadAsync(registrator, deposited);

        Assert.Equal(PayloadState.Erased, entry.Line.State);
        Assert.Empty(entry.Fields);
    }

    [Fact]
    public async Task An_entry_whose_readable_part_is_gone_without_an_erasure_is_not_shown_as_erased()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var deposited = (await hub.LogAsync()).Last(e => e.Kind == EntryKinds.RecordDeposited).Index;
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE log_entries SET payload = NULL WHERE idx = {deposited}", Ct);

        Assert.Equal(PayloadState.Missing, (await hub.ReadAsync(registrator, deposited)).Line.State);
    }

    [Fact]
    public async Task An_authority_that_somebody_wrote_into_an_entrys_row_does_not_let_its_registrator_read_the_entry()
    {
        await using var hub = await TestHub.StartAsync();
        var social = await hub.RegistratorAsync(hub.Social);
        var deposited = (await hub.LogAsync()).Last(e => e.Kind == EntryKinds.RecordDeposited).Index;
        await using var db = hub.Db();
        await db.Log.Where(e => e.Index == deposited)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.HolderAuthority, hub.SocialBoard), Ct);

        var entry = await hub.ReadAsync(social, deposited);

        Assert.Equal(PayloadState.Damaged, entry.Line.State);
        Assert.Empty(entry.Fields);
    }

    [Fact]
    public async Task A_payload_changed_in_the_database_is_shown_to_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var deposited = (await hub.LogAsync()).Last(e => e.Kind == EntryKinds.RecordDeposited).Index;
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE log_entries SET payload = (SELECT payload FROM log_entries WHERE idx = {deposited - 1}) WHERE idx = {deposited}",
            Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE log_entries SET payload = zeroblob(60) WHERE idx = {deposited - 1}", Ct);

        var swapped = await hub.ReadAsync(registrator, deposited);

        Assert.Equal(PayloadState.Damaged, swapped.Line.State);
        Assert.Empty(swapped.Fields);
    }
}
