using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Bundles;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>The policy sets of the hub as a system owner sees them.</summary>
public sealed class ReadPolicySetsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_set_is_listed_with_its_status_and_whether_the_own_authority_has_adopted_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var owner = await hub.SystemOwnerAsync(hub.Social);
        foreach (var version in (string[])["2.0.0", "3.0.0", "4.0.0"])
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
            await hub.ReceiveAsync(version);
        }

        await hub.AdoptAsync(hub.SocialBoard, "2.0.0");
        await hub.ActivateAsync("2.0.0");
        await hub.ActivateAsync("3.0.0", hub.Clock.GetUtcNow().AddDays(3));
        await hub.Get<RetirePolicySet>().HandleAsync("4.0.0", "STAD 2026/9", Actor.Hub, Ct);

        var held = await hub.Get<ReadPolicySets>().ReadAsync(owner, Ct);

        Assert.Equal(("Järva stadsdelsnämnd", false, null), (held!.Authority, held.RunsTheHub, held.Alarm));
        Assert.Equal(
            [
                ("4.0.0", PolicySetState.Retired, false), ("3.0.0", PolicySetState.Planned, false), ("2.0.0", PolicySetState.InForce, true),
                (hub.Start.Policies.Version, PolicySetState.Superseded, true),
            ],
            held.All.Select(line => (line.Version, line.State, line.Mine is not null)));
        Assert.Equal("2.0.0", held.Current!.Version);
        Assert.Equal("NÄMND 2026/1", held.Current.Mine!.CaseNumber);
        Assert.All(held.All, line => Assert.Equal([hub.OwnSigner().Verifier.Name], line.SignedBy));
    }

    [Fact]
    public async Task An_expired_an_unsound_and_a_retired_set_in_force_show_why_nothing_is_released()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.SwapToAsync("2.0.0");
        await hub.TamperAsync("2.0.0", bytes => [.. bytes, 0]);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        var unsound = await hub.Get<ReadPolicySets>().ReadAsync(owner, Ct);
        await hub.ActivateAsync(hub.Start.Policies.Version);
        hub.Clock.Advance(TimeSpan.FromDays(800));
        var expired = await hub.Get<ReadPolicySets>().ReadAsync(owner, Ct);
        await hub.Get<RetirePolicySet>().HandleAsync(hub.Start.Policies.Version, "STAD 2026/9", Actor.Hub, Ct);

        var retired = await hub.Get<ReadPolicySets>().ReadAsync(owner, Ct);

        Assert.Equal(("policy-set-unsound", PolicySetState.Unsound), (unsound!.Alarm!.PolicyName, unsound.Current!.State));
        Assert.Equal(("policy-set-expired", PolicySetState.Expired), (expired!.Alarm!.PolicyName, expired.Current!.State));
        Assert.Equal(("policy-set-retired", PolicySetState.Retired), (retired!.Alarm!.PolicyName, retired.Current!.State));
        Assert.True(retired.RunsTheHub);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_shows_what_it_changes_who_has_not_adopted_it_and_who_submitted_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.PackChanged("2.0.0"), owner, Ct);
        await hub.AdoptAsync(hub.SocialBoard, "2.0.0");
        var id = await hub.IdOfAsync("2.0.0");

        var set = await hub.Get<ReadPolicySet>().ReadAsync(id, owner, Ct);

        Assert.Equal(PolicySetState.Held, set!.Line.State);
        Assert.Equal("Siv System, Utbildningsnämnden", set.ReceivedBy);
        Assert.Equal(["Utbildningsnämnden"], set.NotAdoptedBy.Select(adoption => adoption.Party));
        Assert.Equal(hub.Start.Policies.Version, set.ComparedWith);
        Assert.Equal(["bar-open-case"], set.Comparison!.Changed.Select(pair => pair.After.Name));
        Assert.Equal(BundleChecks.All.Except([BundleChecks.Mutation]), set.Checked);
        Assert.True(set.Cases > 100);
    }

    [Fact]
    public async Task The_set_in_force_is_not_compared_with_itself_and_an_unknown_set_is_null()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);

        var current = await hub.Get<ReadPolicySet>().ReadAsync(await hub.IdOfAsync(hub.Start.Policies.Version), owner, Ct);

        Assert.Null(current!.Comparison);
        Assert.Equal(("", ""), (current.ReceivedBy, current.Decision));
        Assert.Null(await hub.Get<ReadPolicySet>().ReadAsync(new PolicySetId(Guid.NewGuid()), owner, Ct));
    }

    [Fact]
    public async Task A_set_whose_bundle_was_changed_shows_it_and_is_not_compared()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.ReceiveAsync("2.0.0");
        await hub.TamperAsync("2.0.0", bytes => [.. bytes, 0]);

        var set = await hub.Get<ReadPolicySet>().ReadAsync(await hub.IdOfAsync("2.0.0"), owner, Ct);

        Assert.NotEmpty(set!.Faults);
        Assert.Null(set.Comparison);
        Assert.Equal(PolicySetState.Unsound, set.Line.State);
    }

    [Fact]
    public async Task A_sound_bundle_that_was_stored_under_another_set_is_not_accepted_as_that_set()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);
        await hub.ReceiveAsync("2.0.0");
        await hub.TamperAsync("2.0.0", _ => hub.Pack("3.0.0"));

        var set = await hub.Get<ReadPolicySet>().ReadAsync(await hub.IdOfAsync("2.0.0"), owner, Ct);

        Assert.Equal(PolicySetState.Unsound, set!.Line.State);
        Assert.Equal(["the stored bundle belongs to another set"], set.Faults);
    }
}
