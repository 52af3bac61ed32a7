using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>A policy set is received, adopted by each authority, in force from a moment, and retired (ADR 0018).</summary>
public sealed class PolicySetLifeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_that_was_received_decides_nothing_until_it_is_activated(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        await hub.ReceiveAsync("2.0.0");

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.Equal(hub.Start.Policies.Version, await hub.SetOfLastEntryAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_authority_that_has_not_adopted_the_set_in_force_releases_nothing_automatically(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ReceiveAsync("2.0.0");

        await hub.ActivateAsync("2.0.0");
        var before = await hub.AnswerToAsync(request);
        await hub.AdoptAsync(hub.SchoolBoard, "2.0.0");
        var after = await hub.AnswerToAsync(request);

        Assert.IsType<RecordAnswer.Referred>(before);
        Assert.IsType<RecordAnswer.Released>(after);
        Assert.Equal("2.0.0", await hub.SetOfLastEntryAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_activated_from_a_chosen_moment_decides_from_that_moment_and_not_before(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ReceiveAsync("2.0.0");
        await hub.AdoptAsync(hub.SchoolBoard, "2.0.0");
        var from = hub.Clock.GetUtcNow().AddHours(1);

        Assert.Equal(new ActivateOutcome.Planned(from), await hub.ActivateAsync("2.0.0", from));
        hub.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        var last = await hub.SetOfLastEntryAsync();
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        Assert.Equal(hub.Start.Policies.Version, last);
        Assert.Equal("2.0.0", await hub.SetOfLastEntryAsync());
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.PolicySetPlanned);
        Assert.Equal(2, (await hub.LogAsync()).Count(e => e.Kind == EntryKinds.PolicySetInForce));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Going_back_is_activating_the_earlier_set_and_needs_no_new_adoption(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.SwapToAsync("2.0.0");

        var back = await hub.ActivateAsync(hub.Start.Policies.Version);

        Assert.IsType<ActivateOutcome.InForce>(back);
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.Equal(hub.Start.Policies.Version, await hub.SetOfLastEntryAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Retiring_the_set_in_force_stops_releases_and_brings_no_earlier_set_back(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.SwapToAsync("2.0.0");

        await hub.Get<RetirePolicySet>().HandleAsync("2.0.0", DecisionNumber.Field.Read("STAD 2026/8"), Actor.Hub, Ct);

        await Stopped.AssertAsync(hub, request, "policy-set-retired");
        Assert.IsType<ActivateOutcome.Refused>(await hub.ActivateAsync("2.0.0"));
        Assert.IsType<ActivateOutcome.InForce>(await hub.ActivateAsync(hub.Start.Policies.Version));
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
    }

    [Fact]
    public async Task A_retired_set_is_not_brought_back_by_a_restart()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Get<RetirePolicySet>().HandleAsync(hub.Start.Policies.Version, DecisionNumber.Field.Read("STAD 2026/8"), Actor.Hub, Ct);

        await using var again = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);

        Assert.Equal("policy-set-retired", Assert.IsType<PoliciesNow.Stopped>(await again.InForce.NowAsync(Ct)).Alarm.PolicyName);
    }

    [Fact]
    public async Task A_restart_does_not_replace_a_set_that_was_activated()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.SwapToAsync("2.0.0");

        await using var again = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);

        Assert.Equal("2.0.0", Assert.IsType<PoliciesNow.Sound>(await again.InForce.NowAsync(Ct)).Version);
    }

    [Fact]
    public async Task An_adoption_needs_a_diarienummer_a_day_that_is_not_in_the_future_and_a_stored_set()
    {
        await using var hub = await TestHub.StartAsync();
        var adopt = hub.Get<AdoptPolicySet>();

        var faulty = await adopt.HandleAsync(
            hub.SchoolBoard, hub.Start.Policies.Version, DecisionNumber.Field.Read(" "), hub.Today.AddDays(1), Actor.Hub, Ct);
        var unknown = await adopt.HandleAsync(hub.SchoolBoard, "9.9.9", DecisionNumber.Field.Read("UTBN 2026/3"), hub.Today, Actor.Hub, Ct);
        var today = await adopt.HandleAsync(
            hub.SchoolBoard, hub.Start.Policies.Version, DecisionNumber.Field.Read("UTBN 2026/3"), hub.Today, Actor.Hub, Ct);

        Assert.Equal(2, Assert.IsType<AdoptOutcome.Refused>(faulty).Reasons.Count);
        Assert.IsType<AdoptOutcome.Refused>(unknown);
        Assert.IsType<AdoptOutcome.Registered>(today);
    }

    [Fact]
    public async Task A_version_names_one_set_for_ever()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReceiveAsync("2.0.0");
        await using (var db = hub.Db())
        {
            await db.PolicySets.Where(s => s.Version == "2.0.0")
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Hash, new string('0', 64)), Ct);
        }

        var outcome = await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack("2.0.0"), Actor.Hub, Ct);

        Assert.Contains(
            "already names other rules", Assert.Single(Assert.IsType<ReceiveOutcome.Unfit>(outcome).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_rules_signed_for_longer_replace_the_earlier_bundle()
    {
        await using var hub = await TestHub.StartAsync();

        var renewed = await hub.Get<ReceivePolicySet>()
            .HandleAsync(hub.Pack(hub.Start.Policies.Version, expires: hub.Today.AddYears(3)), Actor.Hub, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(800));

        Assert.IsType<ReceiveOutcome.Renewed>(renewed);
        Assert.IsType<PoliciesNow.Sound>(await hub.Start.InForce.NowAsync(Ct));
    }

    [Fact]
    public async Task A_citys_set_is_received_only_when_its_signer_is_trusted_and_states_that_no_mutation_survives()
    {
        await using var hub = await TestHub.StartAsync();
        var city = new NoteSigner("stad.example/policies", ECDsa.Create(ECCurve.NamedCurves.nistP256));
        await using var theirs = await HubStart.OpenAsync(hub.Settings with { PolicySigners = [city.Verifier] }, hub.Clock, Ct);
        var receive = new ReceivePolicySet(theirs.Changes, theirs.InForce, new IdSource(hub.Clock), hub.Clock);

        var strangers = await receive.HandleAsync(hub.Pack("2.0.0", hub.OwnSigner(), mutationClean: true), Actor.Hub, Ct);
        var unchecked_ = await receive.HandleAsync(hub.Pack("2.0.0", city), Actor.Hub, Ct);
        var expired = await receive.HandleAsync(hub.Pack("2.0.0", city, hub.Today, mutationClean: true), Actor.Hub, Ct);
        var received = await receive.HandleAsync(hub.Pack("2.0.0", city, hub.Today.AddDays(1), mutationClean: true), Actor.Hub, Ct);

        Assert.Contains(
            "not signed by a key that is trusted", Assert.Single(Assert.IsType<ReceiveOutcome.Unfit>(strangers).Reasons),
            StringComparison.Ordinal);
        Assert.Contains("no mutation", Assert.Single(Assert.IsType<ReceiveOutcome.Unfit>(unchecked_).Reasons), StringComparison.Ordinal);
        Assert.Contains("expired", Assert.Single(Assert.IsType<ReceiveOutcome.Unfit>(expired).Reasons), StringComparison.Ordinal);
        Assert.IsType<ReceiveOutcome.Received>(received);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_step_of_the_life_is_in_the_log_with_its_decision(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var first = (await hub.LogAsync()).Count;

        await hub.ReceiveAsync("2.0.0");
        await hub.AdoptAsync(hub.SchoolBoard, "2.0.0");
        await hub.ActivateAsync("2.0.0", hub.Clock.GetUtcNow().AddDays(1));
        await hub.ActivateAsync("2.0.0");
        await hub.Get<AdoptPolicySet>().TakeBackAsync(hub.SchoolBoard, "2.0.0", DecisionNumber.Field.Read("UTBN 2026/9"), Actor.Hub, Ct);
        await hub.Get<RetirePolicySet>().HandleAsync("2.0.0", DecisionNumber.Field.Read("STAD 2026/8"), Actor.Hub, Ct);

        var life = (await Promises.LoggedPayload.AllAsync(hub)).Skip(first).ToList();
        Assert.Equal(
            [
                EntryKinds.PolicySetReceived, EntryKinds.PolicySetAdopted, EntryKinds.PolicySetPlanned, EntryKinds.PolicySetInForce,
                EntryKinds.PolicySetAdoptionEnded, EntryKinds.PolicySetRetired,
            ],
            life.Select(e => e.Kind));
        Assert.All(life, e => Assert.Equal("2.0.0", e["policy-set"]));
        Assert.Equal([null, "NÄMND 2026/1", "STAD 2026/7", "STAD 2026/7", "UTBN 2026/9", "STAD 2026/8"], life.Select(e => e["decision"]));
    }
}
