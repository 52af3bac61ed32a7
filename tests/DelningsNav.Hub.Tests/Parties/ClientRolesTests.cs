using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Parties;

/// <summary>A system acts for staff in its own roles only, and the log names nobody whom its call does not name.</summary>
public sealed class ClientRolesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_that_may_not_act_for_caseworkers_receives_no_record(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var system = await SystemAsync(hub, hub.Social, ClientRole.Registrator, ClientRole.Assessor);
        var before = await VersionAsync(hub, system);

        var refused = await ReleaseAsync(hub, request, new Caller.System(system, hub.Familjebehandlare));
        await hub.Get<MaintainParties>().ChangeRolesAsync(system, [ClientRole.Caseworker], Ct);
        var released = await ReleaseAsync(hub, request, new Caller.System(system, hub.Familjebehandlare));

        Assert.IsType<ReleaseOutcome.NoSuchRequest>(refused);
        Assert.IsType<RecordAnswer.Released>(Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(released).Answers));
        Assert.True(await VersionAsync(hub, system) > before);
    }

    [Fact]
    public async Task A_system_of_caseworkers_neither_reads_the_log_as_a_registrator_nor_blocks_as_an_assessor()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.Get<MaintainParties>().AddStaffAsync(
            (await hub.Db().Units.FirstAsync(u => u.Branch == hub.School, Ct)).Id, "Rolf", StaffRole.Registrator, false, false, Ct);
        var caseworkers = await SystemAsync(hub, hub.School, ClientRole.Caseworker);
        var assessors = await SystemAsync(hub, hub.School, ClientRole.Assessor);
        var registrators = await SystemAsync(hub, hub.School, ClientRole.Registrator);

        var read = await SearchAsync(hub, new Caller.System(caseworkers, registrator));
        var readAsRegistrator = await SearchAsync(hub, new Caller.System(registrators, registrator));
        var block = await BlockAsync(hub, new Caller.System(caseworkers, hub.Rektor));
        var blockInTheOtherRole = await BlockAsync(hub, new Caller.System(registrators, hub.Rektor));
        var blockAsAssessor = await BlockAsync(hub, new Caller.System(assessors, hub.Rektor));

        Assert.IsType<SearchOutcome.NotARegistrator>(read);
        Assert.IsType<SearchOutcome.Found>(readAsRegistrator);
        Assert.All([block, blockInTheOtherRole], outcome => Assert.IsType<BlockOutcome.NotForTheHolder>(outcome));
        Assert.IsType<BlockOutcome.Blocked>(blockAsAssessor);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_system_that_names_nobody_opens_nothing_and_no_entry_says_that_the_requester_read(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var system = await SystemAsync(hub, hub.Social, ClientRole.Caseworker);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request)).Release;
        var before = await hub.LogAsync();

        var outcome = await ReleaseAsync(hub, request, new Caller.System(system, null));
        var again = await hub.Get<ReleaseInformation>()
            .OpenAgainAsync(released.Id, released.Record, new Caller.System(system, null), Ct);
        var read = await hub.Get<ReadRequest>().ReadAsync(request, new Caller.System(system, null), Ct);

        Assert.All([outcome, again], answer => Assert.IsType<ReleaseOutcome.NoSuchRequest>(answer));
        Assert.Null(read);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Fact]
    public async Task What_the_hub_decides_again_by_itself_is_the_hubs_own_in_the_log_and_names_the_requester_as_such()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await hub.ReleaseAsync(request);
        await hub.GiveConsentAsync();

        var fields = (await LoggedPayload.AllAsync(hub))[^1];

        Assert.Equal(EntryKinds.Decided, fields.Kind);
        Assert.Equal(
            ($"hub:{Guid.Empty}", "family-answered", hub.Familjebehandlare.ToString()),
            (fields["actor"], fields["because"], fields["asked-by"]));
    }

    [Fact]
    public async Task Reading_and_acknowledging_events_is_the_systems_own_unless_the_call_names_who_has_read_them()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());
        var system = await SystemAsync(hub, hub.Social);

        var page = await hub.Get<ReadNotices>().ReadAsync(0, 10, new Caller.System(system, null), Ct);
        var reader = (await LoggedPayload.AllAsync(hub))[^1]["actor"];
        var forStaff = await hub.Get<ReadNotices>().ReadAsync(0, 10, new Caller.System(system, hub.Familjebehandlare), Ct);

        Assert.Single(page!.Notices);
        Assert.Equal($"client:{system}", reader);
        Assert.Null(forStaff);
    }

    private static Task<ClientId> SystemAsync(TestHub hub, BranchId branch, params ClientRole[] roles) =>
        hub.Get<MaintainParties>().AddClientAsync(branch, "System", Operations.All, roles, Guid.NewGuid().ToString(), "pem", Ct);

    private static Task<ReleaseOutcome> ReleaseAsync(TestHub hub, Foundation.RequestId request, Caller caller) =>
        hub.Get<ReleaseInformation>().HandleAsync(request, caller, Opening.Everything, Ct);

    private static Task<SearchOutcome> SearchAsync(TestHub hub, Caller caller) =>
        hub.Get<SearchLog>().HandleAsync(new LogFilter(), new LogPlace(null), caller, Ct);

    private static Task<BlockOutcome> BlockAsync(TestHub hub, Caller caller) =>
        hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child,
            new BlockScope(RecordTypeCode.Parse("franvaro"), null, null),
            new BlockReason(
                BlockDisclosure.Reason.Read("Men kan antas"), BlockDisclosure.Law.Read("OSL 23:2"),
                BlockDisclosure.CaseNumber.Read("UTBN 2026/7")),
            caller,
            Ct);

    private static async Task<long> VersionAsync(TestHub hub, ClientId client)
    {
        await using var db = hub.Db();
        return await db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM subjects WHERE id = {client.Value}").SingleAsync(Ct);
    }
}
