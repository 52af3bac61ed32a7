using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Replays;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Oversight;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>Who may do what with a policy set (ADR 0020). The school board runs the hub.</summary>
public sealed class SystemOwnersTests
{
    private const string Candidate = "2.0.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Nobody_but_a_signed_in_system_owner_may_do_or_see_anything(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.ReceiveAsync(Candidate);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var registrator = await hub.RegistratorAsync(hub.School);
        var system = await hub.Get<MaintainParties>().AddClientAsync(hub.School, "Skolsystemet", [], [], "nyckel", "pem", Ct);
        var before = await hub.LogAsync();

        Caller[] others =
        [
            new Caller.Staff(hub.Rektor), registrator, new Caller.Family(hub.Mother), new Caller.System(system, owner.Id),
            new Caller.Staff(new StaffMemberId(Guid.NewGuid())),
        ];
        foreach (var other in others)
        {
            await AssertRefusedAsync(hub, other);
        }

        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_owner_may_act_until_the_day_before_leaving_and_not_on_the_day(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.ReceiveAsync(Candidate);
        var owner = await hub.SystemOwnerAsync(hub.School);
        await LeaveAsync(hub, owner.Id, hub.Today.AddDays(1));

        var dayBefore = await hub.Get<AdoptPolicySet>()
            .HandleAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/7"), hub.Today, owner, Ct);
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<AdoptOutcome.Registered>(dayBefore);
        await AssertRefusedAsync(hub, owner);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Any_system_owner_submits_a_bundle_and_adopts_it_for_the_own_authority_alone(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var owner = await hub.SystemOwnerAsync(hub.Social);

        var received = await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(Candidate), owner, Ct);
        var adopted = await hub.Get<AdoptPolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read("SDN 2026/7"), hub.Today, owner, Ct);
        var standing = await AdoptedByAsync(hub);
        var takenBack = await hub.Get<AdoptPolicySet>().TakeBackAsync(Candidate, DecisionNumber.Field.Read("SDN 2026/8"), owner, Ct);

        Assert.IsType<ReceiveOutcome.Received>(received);
        Assert.IsType<AdoptOutcome.Registered>(adopted);
        Assert.Equal(["Järva stadsdelsnämnd"], standing);
        Assert.IsType<AdoptOutcome.Registered>(takenBack);
        Assert.Empty(await AdoptedByAsync(hub));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Only_a_system_owner_of_the_authority_that_runs_the_hub_activates_and_retires(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.ReceiveAsync(Candidate);
        var (school, social) = (await hub.SystemOwnerAsync(hub.School), await hub.SystemOwnerAsync(hub.Social));
        var now = hub.Clock.GetUtcNow();

        var theirs = (await ActivateAsync(hub, social, now), await RetireAsync(hub, social));
        var decides = (await hub.Start.InForce.NowAsync(Ct)).Version;
        var ours = (await ActivateAsync(hub, school, now), await RetireAsync(hub, school));

        Assert.Equal((new ActivateOutcome.NotAllowed(), new RetireOutcome.NotAllowed()), theirs);
        Assert.Equal(hub.Start.Policies.Version, decides);
        Assert.Equal((new ActivateOutcome.InForce(), new RetireOutcome.Retired(now)), ours);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task When_nobody_is_named_as_running_the_hub_nobody_activates_or_retires(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.ReceiveAsync(Candidate);
        var owner = await hub.SystemOwnerAsync(hub.School);
        await using var unnamed = await HubStart.OpenAsync(hub.Settings with { RunBy = OperatingAuthority.Unnamed }, hub.Clock, Ct);

        var activated = await new ActivatePolicySet(unnamed.Changes, unnamed.InForce, unnamed.RunBy, hub.Clock)
            .HandleAsync(Candidate, hub.Clock.GetUtcNow(), DecisionNumber.Field.Read("STAD 2026/7"), owner, Ct);
        var retired = await new RetirePolicySet(unnamed.Changes, unnamed.RunBy, hub.Clock)
            .HandleAsync(Candidate, DecisionNumber.Field.Read("STAD 2026/8"), owner, Ct);

        Assert.IsType<ActivateOutcome.NotAllowed>(activated);
        Assert.IsType<RetireOutcome.NotAllowed>(retired);
    }

    [Theory]
    [InlineData(null, "", false)]
    [InlineData("", "", false)]
    [InlineData("2120000142", "2120000143", false)]
    [InlineData("2120000142", "2120000142", true)]
    public void An_authority_runs_the_hub_when_its_number_is_the_named_one_and_never_without_one(string? named, string number, bool runs)
    {
        var authority = Authority.Register(new AuthorityId(Guid.NewGuid()), "Nämnden", number, DelningsNav.Policies.PartyKind.SocialBoard);

        Assert.Equal(runs, new OperatingAuthority(named).Is(authority));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_a_system_owner_does_is_seen_by_the_registrator_of_the_own_authority_and_of_no_other(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var (own, other) = (await hub.RegistratorAsync(hub.School), await hub.RegistratorAsync(hub.Social));
        var from = (await hub.LogAsync()).Count;
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(Candidate), owner, Ct);
        await hub.Get<AdoptPolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/7"), hub.Today, owner, Ct);
        await hub.Get<ReplayDecisions>().HandleAsync(await hub.IdOfAsync(Candidate), 10, owner, null, Ct);
        await ActivateAsync(hub, owner, hub.Clock.GetUtcNow().AddDays(1));
        await ActivateAsync(hub, owner, hub.Clock.GetUtcNow());
        await hub.Get<AdoptPolicySet>().TakeBackAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/8"), owner, Ct);
        await RetireAsync(hub, owner);

        var acts = (await hub.LogAsync()).Skip(from).ToList();
        var seen = await EntriesAsync(hub, own);
        var seenByOther = await EntriesAsync(hub, other);

        Assert.Equal(
            [
                EntryKinds.PolicySetReceived, EntryKinds.PolicySetAdopted, EntryKinds.LogRead, EntryKinds.PolicySetPlanned,
                EntryKinds.PolicySetInForce,
                EntryKinds.PolicySetAdoptionEnded, EntryKinds.PolicySetRetired,
            ],
            acts.Select(entry => entry.Kind));
        Assert.All(acts, act => Assert.Equal("Siv System", seen.Single(line => line.Index == act.Index).Actor!.Name));
        Assert.DoesNotContain(seenByOther, line => acts.Any(act => act.Index == line.Index));
    }

    [Fact]
    public async Task A_diarienummer_is_present_is_not_too_long_and_contains_no_identity_number()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReceiveAsync(Candidate);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var number = TestIdentities.BornOn(hub.Today.AddYears(-40)).Reveal();

        Assert.Equal(
            ["case-number-missing", "case-number-missing", "case-number-missing", "case-number-missing"],
            await CodesAsync(hub, owner, " "));
        Assert.Equal(
            ["case-number-too-long", "case-number-too-long", "case-number-too-long", "case-number-too-long"],
            await CodesAsync(hub, owner, new string('a', 101)));
        Assert.Equal(
            ["identity-number", "identity-number", "identity-number", "identity-number"], await CodesAsync(hub, owner, $"UTBN {number}"));
        Assert.Empty(await CodesAsync(hub, owner, new string('a', 100)));
    }

    [Fact]
    public async Task Each_refused_act_on_a_set_has_a_code_of_its_own()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReceiveAsync(Candidate);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var (adopt, activate, now) = (hub.Get<AdoptPolicySet>(), hub.Get<ActivatePolicySet>(), hub.Clock.GetUtcNow());

        Assert.Equal(
            "day-ahead",
            CodeOf(await adopt.HandleAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/7"), hub.Today.AddDays(1), owner, Ct)));
        Assert.Equal("not-held", CodeOf(await adopt.HandleAsync("9.9.9", DecisionNumber.Field.Read("UTBN 2026/7"), hub.Today, owner, Ct)));
        Assert.Equal("not-adopted", CodeOf(await adopt.TakeBackAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/7"), owner, Ct)));
        Assert.Equal(
            "in-force",
            CodeOf(await activate.HandleAsync(hub.Start.Policies.Version, now, DecisionNumber.Field.Read("STAD 2026/7"), owner, Ct)));
        Assert.Equal(
            "policy-set-expired",
            CodeOf(await activate.HandleAsync(Candidate, now.AddYears(2), DecisionNumber.Field.Read("STAD 2026/7"), owner, Ct)));
        Assert.Equal("not-held", CodeOf(await activate.HandleAsync("9.9.9", now, DecisionNumber.Field.Read("STAD 2026/7"), owner, Ct)));
    }

    private static async Task AssertRefusedAsync(TestHub hub, Caller caller)
    {
        var set = await hub.IdOfAsync(Candidate);
        var today = hub.Today;

        Assert.IsType<ReceiveOutcome.NotASystemOwner>(await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack("3.0.0"), caller, Ct));
        Assert.IsType<AdoptOutcome.NotASystemOwner>(
            await hub.Get<AdoptPolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read("UTBN 2026/7"), today, caller, Ct));
        Assert.IsType<AdoptOutcome.NotASystemOwner>(
            await hub.Get<AdoptPolicySet>()
                .TakeBackAsync(hub.Start.Policies.Version, DecisionNumber.Field.Read("UTBN 2026/7"), caller, Ct));
        Assert.IsType<ActivateOutcome.NotAllowed>(await ActivateAsync(hub, caller, hub.Clock.GetUtcNow()));
        Assert.IsType<RetireOutcome.NotAllowed>(await RetireAsync(hub, caller));
        Assert.IsType<ReplayOutcome.NotASystemOwner>(await hub.Get<ReplayDecisions>().HandleAsync(set, 10, caller, null, Ct));
        Assert.Null(await hub.Get<ReadPolicySets>().ReadAsync(caller, Ct));
        Assert.Null(await hub.Get<ReadPolicySet>().ReadAsync(set, caller, Ct));
    }

    private static Task<ActivateOutcome> ActivateAsync(TestHub hub, Caller caller, DateTimeOffset from) =>
        hub.Get<ActivatePolicySet>().HandleAsync(Candidate, from, DecisionNumber.Field.Read("STAD 2026/7"), caller, Ct);

    private static Task<RetireOutcome> RetireAsync(TestHub hub, Caller caller) =>
        hub.Get<RetirePolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read("STAD 2026/8"), caller, Ct);

    private static async Task<IEnumerable<string>> CodesAsync(TestHub hub, Caller owner, string caseNumber)
    {
        var activated = await hub.Get<ActivatePolicySet>()
            .HandleAsync(Candidate, hub.Clock.GetUtcNow().AddDays(1), DecisionNumber.Field.Read(caseNumber), owner, Ct);
        var adopted = await hub.Get<AdoptPolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read(caseNumber), hub.Today, owner, Ct);
        var takenBack = await hub.Get<AdoptPolicySet>().TakeBackAsync(Candidate, DecisionNumber.Field.Read(caseNumber), owner, Ct);
        var retired = await hub.Get<RetirePolicySet>().HandleAsync(Candidate, DecisionNumber.Field.Read(caseNumber), owner, Ct);
        return
        [
            .. activated is ActivateOutcome.Refused a ? a.Faults.Select(f => f.Code) : [],
            .. adopted is AdoptOutcome.Refused b ? b.Faults.Select(f => f.Code) : [],
            .. takenBack is AdoptOutcome.Refused c ? c.Faults.Select(f => f.Code) : [],
            .. retired is RetireOutcome.Refused d ? d.Faults.Select(f => f.Code) : [],
        ];
    }

    private static string CodeOf(AdoptOutcome outcome) => Assert.Single(Assert.IsType<AdoptOutcome.Refused>(outcome).Faults).Code;

    private static string CodeOf(ActivateOutcome outcome) => Assert.Single(Assert.IsType<ActivateOutcome.Refused>(outcome).Faults).Code;

    private static async Task<IReadOnlyList<LogLine>> EntriesAsync(TestHub hub, Caller registrator) =>
        (await hub.SearchAsync(registrator)).Lines;

    private static async Task<IEnumerable<string>> AdoptedByAsync(TestHub hub) =>
        (await hub.Get<ReadAdoptions>().ReadAsync(Candidate, Ct)).Where(adoption => adoption.Stands).Select(adoption => adoption.Party);

    private static async Task LeaveAsync(TestHub hub, StaffMemberId id, DateOnly firstDayWithout)
    {
        await using var db = hub.Db();
        (await db.Staff.SingleAsync(member => member.Id == id, Ct)).Leave(firstDayWithout);
        await db.SaveChangesAsync(Ct);
        await hub.SealAsync(SubjectId.Of(id));
    }
}
