using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Hub.Views.Casework;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Requests;

/// <summary>
/// Emergency access is off at a holder until that holder's system owner has registered a decision about it, apart from the adoption of a
/// policy set.
/// </summary>
public sealed class EmergencyAllowanceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Without_the_holders_decision_no_emergency_is_offered_declared_or_opens(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await DecideNothingAsync(hub);
        var request = await RefusedAsync(hub);

        Assert.Empty((await hub.Get<EmergencyOfRequest>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Openable);
        Assert.IsType<EmergencyOutcome.NothingToOpen>(await DeclareAsync(hub, request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_end_of_the_decision_ends_what_an_earlier_declaration_opens(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        Assert.IsType<EmergencyOutcome.Declared>(await DeclareAsync(hub, request));
        var before = await hub.AnswerToAsync(request);

        await EndedAsync(hub);

        Assert.IsType<RecordAnswer.Released>(before);
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_release_that_was_decided_before_the_end_is_decided_again_when_it_is_logged_after(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        await DeclareAsync(hub, request);
        var before = (await SubjectAsync(hub), await hub.AnswerToAsync(request));

        await EndedAsync(hub);

        Assert.IsType<RecordAnswer.Released>(before.Item2);
        Assert.Equal(before.Item1 + 1, await SubjectAsync(hub));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_owner_allows_it_for_the_own_authority_alone_and_both_steps_are_logged(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await DecideNothingAsync(hub);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var first = (await hub.LogAsync()).Count;

        var allowed = await hub.Get<AllowEmergencyOpening>().AllowAsync(Number("UTBN 2026/71"), hub.Today, owner, Ct);
        var again = await hub.Get<AllowEmergencyOpening>().AllowAsync(Number("UTBN 2026/72"), hub.Today, owner, Ct);
        var read = await hub.Get<ReadEmergencyAllowance>().ReadAsync(owner, Ct);
        var elsewhere = await hub.Get<ReadEmergencyAllowance>().ReadAsync(await hub.SystemOwnerAsync(hub.Social), Ct);
        var ended = await hub.Get<AllowEmergencyOpening>().EndAsync(Number("UTBN 2026/73"), owner, Ct);
        var endedAgain = await hub.Get<AllowEmergencyOpening>().EndAsync(Number("UTBN 2026/74"), owner, Ct);

        Assert.IsType<AllowEmergencyOutcome.Registered>(allowed);
        Assert.IsType<AllowEmergencyOutcome.AlreadySo>(again);
        Assert.Equal(("UTBN 2026/71", hub.Today), (read!.CaseNumber, read.DecidedOn));
        Assert.Null(elsewhere!.CaseNumber);
        Assert.IsType<AllowEmergencyOutcome.Registered>(ended);
        Assert.IsType<AllowEmergencyOutcome.AlreadySo>(endedAgain);
        Assert.Equal(
            [(EntryKinds.EmergencyOpeningAllowed, "UTBN 2026/71"), (EntryKinds.EmergencyOpeningEnded, "UTBN 2026/73")],
            (await LoggedPayload.AllAsync(hub)).Skip(first).Where(e => e.Kind is EntryKinds.EmergencyOpeningAllowed
                or EntryKinds.EmergencyOpeningEnded).Select(e => (e.Kind, e["decision"]!)));
    }

    [Fact]
    public async Task Nobody_but_a_system_owner_decides()
    {
        await using var hub = await TestHub.StartAsync();
        var allow = hub.Get<AllowEmergencyOpening>();

        foreach (var caller in new Caller[]
        {
            new Caller.Staff(hub.Rektor), new Caller.Family(hub.Mother), new Caller.Hub(),
            new Caller.System(new ClientId(Guid.CreateVersion7()), (await hub.SystemOwnerAsync(hub.School)).Id),
        })
        {
            Assert.IsType<AllowEmergencyOutcome.NotASystemOwner>(await allow.AllowAsync(Number("1"), hub.Today, caller, Ct));
            Assert.IsType<AllowEmergencyOutcome.NotASystemOwner>(await allow.EndAsync(Number("1"), caller, Ct));
            Assert.Null(await hub.Get<ReadEmergencyAllowance>().ReadAsync(caller, Ct));
        }
    }

    [Fact]
    public async Task The_decision_has_a_number_that_names_nobody_and_a_day_that_has_come()
    {
        await using var hub = await TestHub.StartAsync();
        await DecideNothingAsync(hub);
        var owner = await hub.SystemOwnerAsync(hub.School);
        var allow = hub.Get<AllowEmergencyOpening>();
        var person = TestIdentities.BornOn(hub.Today.AddYears(-10)).Reveal();

        var faults = new[]
        {
            await allow.AllowAsync(Number(" "), hub.Today, owner, Ct),
            await allow.AllowAsync(Number(person), hub.Today, owner, Ct),
            await allow.AllowAsync(Number("UTBN 2026/7"), hub.Today.AddDays(1), owner, Ct),
        };

        Assert.Equal(
            ["case-number-missing", "identity-number", "day-ahead"],
            faults.Select(outcome => Assert.Single(Assert.IsType<AllowEmergencyOutcome.Refused>(outcome).Faults).Code));
    }

    // The small world's holders allow it. Here the row is removed, as if none had ever decided.
    private static async Task DecideNothingAsync(TestHub hub)
    {
        await using var db = hub.Db();
        await db.Set<EmergencyAllowance>().ExecuteDeleteAsync(Ct);
        await hub.SealAsync(SubjectId.Of(hub.SchoolBoard), SubjectId.Of(hub.SocialBoard));
    }

    private static async Task EndedAsync(TestHub hub) => Assert.IsType<AllowEmergencyOutcome.Registered>(
        await hub.Get<AllowEmergencyOpening>().EndAsync(hub.SchoolBoard, Number("UTBN 2026/70"), Actor.Hub, Ct));

    private static FreeText Number(string number) => DecisionNumber.Field.Read(number);

    private static async Task<RequestId> RefusedAsync(TestHub hub)
    {
        var request = await hub.AskAsync();
        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        return request;
    }

    private static Task<EmergencyOutcome> DeclareAsync(TestHub hub, RequestId request) => hub.Get<DeclareEmergency>().HandleAsync(
        request, DeclareEmergency.Reason.Read("Eleven är försvunnen"), EmergencyAccess.Usual, new Caller.Staff(hub.Familjebehandlare), Ct);

    private static async Task<long> SubjectAsync(TestHub hub)
    {
        await using var db = hub.Db();
        return await db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM subjects WHERE id = {SubjectId.PolicySet.Value}")
            .SingleAsync(Ct);
    }
}
