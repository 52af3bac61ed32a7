using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Signing;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Cases;

/// <summary>A system looks people up only for what it may need them for, and only so many on a day.</summary>
public sealed class FindPersonForSystemTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task In_a_case_the_child_and_its_guardians_are_found_and_nobody_else(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var system = await SystemAsync(hub, hub.Social);
        var stranger = TestIdentities.BornOn(hub.Today.AddYears(-11));
        await hub.Get<MaintainRegister>().RegisterAsync(stranger, "Kim", "Testsson", SecurityMarking.None, Actor.Hub, Ct);
        var need = new LookUpNeed.InCase(hub.Case);

        var child = await FindAsync(hub, await NumberAsync(hub, hub.Child), need, system);
        var guardian = await FindAsync(hub, await NumberAsync(hub, hub.Mother), need, system);
        var other = await FindAsync(hub, stranger, need, system);
        var unknown = await FindAsync(hub, TestIdentities.BornOn(new DateOnly(1950, 1, 1)), need, system);

        Assert.Equal(hub.Child, Assert.IsType<SystemLookUpOutcome.Found>(child).Person);
        Assert.Equal(hub.Mother, Assert.IsType<SystemLookUpOutcome.Found>(guardian).Person);
        Assert.Equal(other, unknown);
        Assert.IsType<SystemLookUpOutcome.Unknown>(other);
        Assert.Equal(
            ["found", "found", "unknown", "unknown"],
            (await hub.LogAsync()).Where(e => e.Kind == EntryKinds.PersonLookedUp).Select(e => e.Verdict));
    }

    [Fact]
    public async Task A_case_of_another_branch_a_closed_case_and_a_case_that_does_not_exist_find_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var (social, school) = (await SystemAsync(hub, hub.Social), await SystemAsync(hub, hub.School));
        var number = await NumberAsync(hub, hub.Child);

        var ofAnother = await FindAsync(hub, number, new LookUpNeed.InCase(hub.Case), school);
        var missing = await FindAsync(hub, number, new LookUpNeed.InCase(new CaseId(Guid.NewGuid())), social);
        await hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
        var closed = await FindAsync(hub, number, new LookUpNeed.InCase(hub.Case), social);

        Assert.All([ofAnother, missing, closed], outcome => Assert.IsType<SystemLookUpOutcome.NoSuchCase>(outcome));
        Assert.Equal(3, (await hub.LogAsync()).Count(e => e is { Kind: EntryKinds.PersonLookedUp, Verdict: "refused" }));
    }

    [Fact]
    public async Task A_case_is_opened_by_staff_of_the_systems_branch_and_a_record_deposited_by_a_system_that_may()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await SystemAsync(hub, hub.Social, Operations.LookUpPeople);
        var depositor = await SystemAsync(hub, hub.School, Operations.LookUpPeople, Operations.DepositRecords);
        var number = await NumberAsync(hub, hub.Child);
        var deposit = new LookUpNeed.ToDeposit(FindPersonForSystem.Reference.Read("narvaro/1"));

        var byOwn = await FindAsync(hub, number, new LookUpNeed.ToOpenCase(), system with { OnBehalfOf = hub.Familjebehandlare });
        var byNobody = await FindAsync(hub, number, new LookUpNeed.ToOpenCase(), system);
        var byForeign = await FindAsync(hub, number, new LookUpNeed.ToOpenCase(), system with { OnBehalfOf = hub.Rektor });
        var deposited = await FindAsync(hub, number, deposit, depositor);
        var notDepositor = await FindAsync(hub, number, deposit, system);

        Assert.All([byOwn, deposited], outcome => Assert.IsType<SystemLookUpOutcome.Found>(outcome));
        Assert.All([byNobody, byForeign, notDepositor], outcome => Assert.IsType<SystemLookUpOutcome.Invalid>(outcome));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_budget_is_used_up_once_a_day_with_one_alarm_and_never_overdrawn_by_calls_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var budget = new LookUpBudget { InCases = 3 };
        var (system, other) = (await SystemAsync(hub, hub.Social), await SystemAsync(hub, hub.Social));
        var (number, need) = (await NumberAsync(hub, hub.Child), new LookUpNeed.InCase(hub.Case));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FindAsync(hub, number, need, system, budget)));
        var ofAnother = await FindAsync(hub, number, need, other, budget);
        hub.Clock.Advance(outcomes.OfType<SystemLookUpOutcome.BudgetUsedUp>().First().NextDayAt - hub.Clock.GetUtcNow());
        var nextDay = await FindAsync(hub, number, need, system, budget);

        Assert.Equal(3, outcomes.Count(o => o is SystemLookUpOutcome.Found));
        Assert.Equal(3, outcomes.Count(o => o is SystemLookUpOutcome.BudgetUsedUp));
        Assert.Single(outcomes, o => o.Alarm == LookUpAlarm.BudgetUsedUp);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.LookUpsAlarmed);
        Assert.All([ofAnother, nextDay], outcome => Assert.IsType<SystemLookUpOutcome.Found>(outcome));
    }

    [Fact]
    public async Task Many_unknown_persons_on_one_day_raise_one_alarm_whatever_the_purposes()
    {
        await using var hub = await TestHub.StartAsync();
        var budget = new LookUpBudget { UnknownPersons = 3 };
        var system = await SystemAsync(hub, hub.Social, Operations.LookUpPeople, Operations.DepositRecords);
        var (born, alarms) = (new DateOnly(1950, 1, 1), new List<LookUpAlarm?>());
        LookUpNeed[] needs = [new LookUpNeed.InCase(hub.Case), new LookUpNeed.ToDeposit(FindPersonForSystem.Reference.Read("narvaro/1"))];

        for (var i = 0; i < 5; i++)
        {
            alarms.Add((await FindAsync(hub, TestIdentities.BornOn(born.AddDays(i)), needs[i % 2], system, budget)).Alarm);
        }

        Assert.Equal([null, null, LookUpAlarm.ManyUnknown, null, null], alarms);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.LookUpsAlarmed);
    }

    [Fact]
    public async Task When_the_log_cannot_be_written_nobody_is_found()
    {
        await using var hub = await TestHub.StartAsync();
        var system = await SystemAsync(hub, hub.Social);
        var number = await NumberAsync(hub, hub.Child);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END", Ct);

        await Assert.ThrowsAsync<LogUnavailableException>(() => FindAsync(hub, number, new LookUpNeed.InCase(hub.Case), system));
    }

    private static Task<SystemLookUpOutcome> FindAsync(
        TestHub hub, IdentityNumber number, LookUpNeed need, Caller.System system, LookUpBudget? budget = null) =>
        new FindPersonForSystem(hub.Start.Database, hub.Start.Keys, hub.Start.Log, budget ?? new LookUpBudget(), hub.Clock)
            .HandleAsync(number, need, system, Ct);

    private static async Task<Caller.System> SystemAsync(TestHub hub, BranchId branch, params OperationCode[] operations)
    {
        using var key = SigningKey.Create();
        return new Caller.System(
            await hub.Get<MaintainParties>().AddClientAsync(
                branch, "Ett system", operations.Length == 0 ? Operations.All : operations, [ClientRole.Caseworker], key.KeyId,
                key.PublicKey.ToPem(), Ct),
            null);
    }

    private static async Task<IdentityNumber> NumberAsync(TestHub hub, PersonId id)
    {
        await using var db = hub.Db();
        var person = await db.People.SingleAsync(p => p.Id == id, Ct);
        return person.Identity;
    }
}
