using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// Every change that closes a door closes it at once: its entry comes before every later decision, and no later decision releases.
/// </summary>
public sealed class ClosedDoorsTests
{
    private static readonly Dictionary<string, (string Kind, Func<TestHub, Task> Close)> Closings = new()
    {
        ["a consent is withdrawn"] = (EntryKinds.ConsentWithdrawn, async hub =>
        {
            await using var db = hub.Db();
            await hub.WithdrawAsync((await db.Consents.SingleAsync()).Id);
        }
        ),
        ["a consent is ended"] = (EntryKinds.ConsentEnded, hub => EndAsync(hub, ConsentEnding.PurposeMet)),
        ["a consent is found in error"] = (EntryKinds.ConsentAnnulled, hub => EndAsync(hub, ConsentEnding.RegisteredInError)),
        ["the assignment ends"] = (EntryKinds.CaseChanged, hub =>
            hub.Get<MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, default)),
        ["the case is closed"] = (EntryKinds.CaseChanged, hub =>
            hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, default)),
        ["a guardian who signed is blocked"] = (EntryKinds.RelationsRegistered, hub =>
            hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, default)),
        ["the child is marked"] = (EntryKinds.RelationsRegistered, hub =>
            hub.PersonAsync(10, marking: SecurityMarking.Sekretessmarkering, name: "Nora")),
        ["the child is protected"] = (EntryKinds.RelationsRegistered, hub =>
            hub.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing, name: "Nora")),
        ["the child's protection is unknown"] = (EntryKinds.RelationsRegistered, hub =>
            hub.PersonAsync(10, marking: SecurityMarking.Unknown, name: "Nora")),
        ["a guardian is added"] = (EntryKinds.RelationsRegistered, async hub =>
        {
            var newcomer = await hub.PersonAsync(36, name: "Nils");
            await hub.Get<MaintainRegister>().RecordCustodyAsync(hub.Child, newcomer, CustodyKind.Temporary, hub.Today, Actor.Hub, default);
        }
        ),
        ["all custody has ended"] = (EntryKinds.RelationsRegistered, async hub =>
        {
            await using var db = hub.Db();
            foreach (var custody in await db.Custodies.Where(c => c.Child == hub.Child).ToListAsync())
            {
                await hub.Get<MaintainRegister>().EndCustodyAsync(hub.Child, custody.Id, hub.Today, Actor.Hub, default);
            }
        }
        ),
        ["a guardian places a block"] = (EntryKinds.DisclosureBlockPlaced, hub =>
            hub.Get<BlockDisclosure>()
                .HandleAsync(
                    hub.Child, new BlockScope(TestTypes.Of("franvaro"), null, null), null, new Caller.Family(hub.Mother), default)),
        ["the holder places a block by law"] = (EntryKinds.DisclosureBlockPlaced, hub =>
            hub.Get<BlockDisclosure>().HandleAsync(
                hub.Child, new BlockScope(null, null, hub.Social),
                new BlockReason(
                    BlockDisclosure.Reason.Read("Beslut"), BlockDisclosure.Law.Read("OSL 23:2"),
                    BlockDisclosure.CaseNumber.Read("UTBN 2026/7")),
                new Caller.Staff(hub.Rektor), default)),
        ["the holder withdraws its adoption of the policy set"] = (
            EntryKinds.PolicySetAdoptionEnded, hub => hub.TakeBackAdoptionAsync(hub.SchoolBoard)),
        ["the policy set is retired"] = (EntryKinds.PolicySetRetired, hub =>
            hub.Get<RetirePolicySet>()
                .HandleAsync(hub.Start.Policies.Version, DecisionNumber.Field.Read("STAD 2026/9"), Actor.Hub, default)),
    };

    public static MatrixTheoryData<string, StorageEngine> Doors { get; } =
        new(Closings.Keys, [StorageEngine.Sqlite, StorageEngine.PostgreSql]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task EndAsync(TestHub hub, ConsentEnding ending)
    {
        await using var db = hub.Db();
        var consent = await db.Consents.SingleAsync();
        Assert.IsType<EndOutcome.Ended>(
            await hub.Get<EndConsent>()
                .HandleAsync(consent.Id, ending, EndConsent.Reason.Read("Fel"), new Caller.Staff(hub.Familjebehandlare), default));
    }

    [Theory, MemberData(nameof(Doors))]
    public async Task Nothing_is_released_afterwards(string closing, StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.ClearAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var before = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        var versions = await VersionsAsync(hub);

        await Closings[closing].Close(hub);
        var closed = (await hub.LogAsync()).Last(e => e.Kind == Closings[closing].Kind);
        var after = await hub.AnswerToAsync(request);
        var again = await hub.Get<ReleaseInformation>().OpenAgainAsync(
            before.Release.Id, before.Release.Record, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.True(closed.Index > before.Receipt.Index);
        Assert.IsNotType<RecordAnswer.Released>(after);
        Assert.True(closed.Index < after.Receipt.Index);
        Assert.DoesNotContain(Assert.IsType<ReleaseOutcome.Answered>(again).Answers, a => a is RecordAnswer.Released);
        Assert.DoesNotContain(await hub.LogAsync(), e => e.Index > closed.Index && e.Verdict == "release");
        Assert.NotEqual(versions, await VersionsAsync(hub));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_replaced_record_is_not_released_again_and_the_new_one_is(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var first = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request)).Release;

        var replacement = await hub.DepositAsync("franvaro", TestRecords.Absence(""), "franvaro-1");
        var again = await hub.Get<ReleaseInformation>().OpenAgainAsync(first.Id, first.Record, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.IsType<ReleaseOutcome.NoSuchRequest>(again);
        Assert.Equal(replacement, Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request)).Release.Record);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_document_of_another_request_is_not_opened_under_this_release(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var other = await hub.DepositAsync("betyg", "{}", "betyg-1");
        var release = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync())).Release;

        var outcome = await hub.Get<ReleaseInformation>().OpenAgainAsync(release.Id, other, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.IsType<ReleaseOutcome.NoSuchRequest>(outcome);
    }

    // The versions of what a decision relies on: the child, the case and the policy set.
    private static async Task<IReadOnlyList<long>> VersionsAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var versions = new List<long>();
        foreach (var subject in new[] { SubjectId.Of(hub.Child), SubjectId.Of(hub.Case), SubjectId.PolicySet })
        {
            versions.Add(
                await db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM subjects WHERE id = {subject.Value}").SingleAsync(Ct));
        }

        return versions;
    }
}
