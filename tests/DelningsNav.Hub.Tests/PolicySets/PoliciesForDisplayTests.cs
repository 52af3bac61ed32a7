using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>Record types and words are those of the set in force, on every node, and remain when it stops deciding.</summary>
public sealed class PoliciesForDisplayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_new_record_type_can_be_deposited_and_asked_for_on_every_node_from_the_moment_its_set_is_in_force(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var other = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);
        var nodes = new[] { hub.Start, other };

        foreach (var node in nodes)
        {
            Assert.Equal(
                "unknown-record-type", Assert.Single(Assert.IsType<DepositOutcome.Invalid>(await DepositAsync(node, hub)).Faults).Code);
            Assert.Equal(
                "unknown-record-type", Assert.Single(Assert.IsType<RequestOutcome.Invalid>(await AskAsync(node, hub)).Faults).Code);
        }

        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));

        foreach (var node in nodes)
        {
            Assert.IsType<DepositOutcome.Deposited>(await DepositAsync(node, hub));
            Assert.IsType<RequestOutcome.Requested>(await AskAsync(node, hub));
            Assert.Contains(TestSets.NewType, await TypesToAskForAsync(node, hub));
        }

        await hub.GiveConsentAsync(TestSets.NewType);
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync(TestSets.NewType)));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Words_remain_when_the_set_in_force_is_retired(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));

        await hub.Get<RetirePolicySet>().HandleAsync("2.0.0", DecisionNumber.Field.Read("STAD 2026/9"), Actor.Hub, Ct);

        var spoken = await hub.Start.InForce.ForDisplayAsync(Ct);
        Assert.Equal(("2.0.0", "policy-set-retired"), (spoken.Policies.Version, spoken.Stopped?.Alarm.PolicyName));
        Assert.IsType<DepositOutcome.Deposited>(await DepositAsync(hub.Start, hub));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Words_remain_when_the_set_in_force_has_expired(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));

        var before = await hub.Start.InForce.ForDisplayAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromDays(366));
        var after = await hub.Start.InForce.ForDisplayAsync(Ct);

        Assert.Equal(("2.0.0", (string?)null), (before.Policies.Version, before.Stopped?.Alarm.PolicyName));
        Assert.Equal(("2.0.0", "policy-set-expired"), (after.Policies.Version, after.Stopped?.Alarm.PolicyName));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task When_the_set_in_force_was_tampered_with_the_last_sound_one_before_it_gives_the_words(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        await hub.SwapToAsync("3.0.0");

        await hub.TamperAsync("3.0.0", _ => hub.Pack("4.0.0"));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var spoken = await hub.Start.InForce.ForDisplayAsync(Ct);
        Assert.Equal(("2.0.0", "policy-set-unsound"), (spoken.Policies.Version, spoken.Stopped?.Alarm.PolicyName));
        Assert.NotEmpty(spoken.Cases);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_folder_gives_the_words_only_when_no_sound_set_was_ever_in_force(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var held = await hub.Start.InForce.ForDisplayAsync(Ct);

        await hub.TamperAsync(hub.Start.Policies.Version, _ => []);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var unsound = await hub.Start.InForce.ForDisplayAsync(Ct);
        await hub.LoseAsync(hub.Start.Policies.Version);
        await hub.ReceiveAsync("2.0.0");
        var none = await hub.Start.InForce.ForDisplayAsync(Ct);

        Assert.NotSame(hub.Start.Policies, held.Policies);
        Assert.Same(hub.Start.Policies, unsound.Policies);
        Assert.Same(hub.Start.Policies, none.Policies);
        Assert.Equal(("policy-set-unsound", "policy-set-none"), (unsound.Stopped?.Alarm.PolicyName, none.Stopped?.Alarm.PolicyName));
        Assert.Empty(none.Cases);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_gives_the_words_from_the_first_question_after_its_moment_and_not_before(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.PackOther("2.0.0"), Actor.Hub, Ct);
        await hub.ActivateAsync("2.0.0", hub.Clock.GetUtcNow().AddHours(1));

        hub.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        var before = await hub.Start.InForce.ForDisplayAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await hub.Start.InForce.ForDisplayAsync(Ct);

        Assert.Equal((hub.Start.Policies.Version, "2.0.0"), (before.Policies.Version, after.Policies.Version));
        Assert.Equal(EntryKinds.PolicySetInForce, (await hub.LogAsync())[^1].Kind);
    }

    [Fact]
    public async Task Words_do_not_stop_because_a_due_swap_cannot_be_logged()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReceiveAsync("2.0.0");
        await hub.ActivateAsync("2.0.0", hub.Clock.GetUtcNow().AddHours(1));
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        }

        var spoken = await hub.Start.InForce.ForDisplayAsync(Ct);

        Assert.Equal(hub.Start.Policies.Version, spoken.Policies.Version);
    }

    private static Task<DepositOutcome> DepositAsync(HubStart node, TestHub hub) =>
        new DepositRecord(node.Changes, node.InForce, new IdSource(hub.Clock), hub.Clock).HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of(TestSets.NewType),
                Title = DepositRecord.Title.Read("Skolskjuts hösten 2026"),
                Reference = DepositRecord.Reference.Read("skolskjuts-1"),
                PeriodFrom = hub.Today.AddDays(-100),
                PeriodTo = hub.Today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = "{}"u8.ToArray(),
            },
            new Caller.Staff(hub.Rektor),
            Ct);

    private static Task<RequestOutcome> AskAsync(HubStart node, TestHub hub) =>
        new RequestInformation(node.Changes, node.InForce, new IdSource(hub.Clock), hub.Clock).HandleAsync(
            new InformationAsk
            {
                Case = hub.Case,
                Holder = hub.School,
                RecordTypes = [TestTypes.Of(TestSets.NewType)],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);

    private static async Task<IEnumerable<string>> TypesToAskForAsync(HubStart node, TestHub hub)
    {
        var choices = await new WhomToAsk(node.Database, node.InForce, node.Log, hub.Clock).ReadAsync(hub.Case, hub.Familjebehandlare, Ct);
        return choices!.Holders.SelectMany(holder => holder.Types).Select(type => type.Code).Codes();
    }
}
