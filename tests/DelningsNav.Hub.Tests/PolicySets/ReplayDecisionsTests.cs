using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Replays;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>A candidate set is replayed over earlier decisions, from the log, before anyone adopts it.</summary>
public sealed class ReplayDecisionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_set_in_force_would_decide_everything_as_before(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await DecideAsync(hub);

        var report = await ReplayAsync(hub, hub.Start.Policies);

        Assert.Equal((3L, 0L, 0L), (report.Same, report.Changed, report.CannotBeReplayed));
        Assert.Equal(report.Size, report.Read);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_stricter_candidate_shows_which_decisions_would_change_from_what_to_what_and_why(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await DecideAsync(hub);

        var report = await ReplayAsync(hub, Stricter(hub), showFirst: 1);

        var first = Assert.Single(report.First);
        Assert.Equal(
            ("franvaro", hub.Start.Policies.Version, "refer", "refuse"), (first.RecordType.Code, first.PolicySet, first.From, first.To));
        Assert.Contains("bars: `", first.Why, StringComparison.Ordinal);
        Assert.Equal(["refer refuse", "release refuse"], report.Changes.Keys);
        Assert.Equal([2L, 1L], report.Changes.Values);
        Assert.Equal(3, report.Changed);
        Assert.Contains("bars", first.Differing);
        Assert.Contains("bar-assignment", first.After.Names("bars"));
        Assert.Equal(["consent", "assessment"], first.Before.Names("missing"));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_decision_without_facts_or_with_an_erased_or_changed_payload_is_counted_as_one_that_cannot_be_replayed(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await DecideAsync(hub);
        await hub.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.Decided, Verdict = "refuse", Actor = Actor.Hub }, Ct);
        await using (var db = hub.Db())
        {
            var decided = await db.Log.Where(e => e.Kind == EntryKinds.Decided).OrderBy(e => e.Index).ToListAsync(Ct);
            await db.Log.Where(e => e.Index == decided[0].Index).ExecuteUpdateAsync(e => e.SetProperty(r => r.Payload, (byte[]?)null), Ct);
            await db.Log.Where(e => e.Index == decided[1].Index)
                .ExecuteUpdateAsync(e => e.SetProperty(r => r.Payload, decided[2].Payload), Ct);
        }

        var report = await ReplayAsync(hub, hub.Start.Policies);

        Assert.Equal((1L, 0L, 3L), (report.Same, report.Changed, report.CannotBeReplayed));
        Assert.Equal(
            [(ReplayObstacle.WithoutFacts, 1L), (ReplayObstacle.Damaged, 2L)],
            report.Obstacles.OrderBy(obstacle => obstacle.Key).Select(obstacle => (obstacle.Key, obstacle.Value)));

        await hub.EraseLogAsync();

        var erased = await ReplayAsync(hub, hub.Start.Policies);
        Assert.Equal([(ReplayObstacle.Erased, 4L)], erased.Obstacles.Select(o => (o.Key, o.Value)));
    }

    [Fact]
    public async Task A_replay_is_logged_changes_nothing_and_reports_its_progress()
    {
        await using var hub = await TestHub.StartAsync();
        await DecideAsync(hub);
        var before = await hub.LogAsync();
        var seen = new List<long>();

        await hub.Get<ReplayDecisions>().HandleAsync(Stricter(hub), null, 10, Actor.Hub, new Telling(report => seen.Add(report.Read)), Ct);

        Assert.Equal([EntryKinds.LogRead], (await hub.LogAsync()).Skip(before.Count).Select(e => e.Kind));
        Assert.Equal([before.Count], seen);
    }

    [Fact]
    public async Task A_replay_can_be_cancelled()
    {
        await using var hub = await TestHub.StartAsync();
        await DecideAsync(hub);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hub.Get<ReplayDecisions>().HandleAsync(hub.Start.Policies, null, 10, Actor.Hub, null, stop.Token));
    }

    [Fact]
    public void The_facts_of_every_case_are_logged_and_read_back_completely()
    {
        var cases = PolicyCaseFolder.Read(Path.Combine(TestHub.Root, "policies"));

        Assert.All(cases, item => Assert.Equal(item.Facts, LoggedFacts.Read(LoggedFacts.Write(item.Facts))));
        Assert.Equal(
            cases[0].Facts,
            LoggedFacts.Read(LoggedFacts.Write(cases[0].Facts).Replace("\"disclosureBlocked\":false,", "", StringComparison.Ordinal)));
        Assert.Null(LoggedFacts.Read(""));
        Assert.Null(LoggedFacts.Read("{}"));
        Assert.Null(
            LoggedFacts.Read(LoggedFacts.Write(cases[0].Facts).Replace("\"age\":", "\"age\":\"\",\"x\":", StringComparison.Ordinal)));
    }

    /// <summary>The text is that of an entry of 30 November 2026. It stays as it is when the rules get another fact to see.</summary>
    [Fact]
    public void The_facts_of_an_entry_from_before_a_later_fact_are_read()
    {
        const string entry = """
            {"adopted":false,"age":12,"assigned":true,"blocked":false,"caseOfChild":true,"caseOpen":true,"custodyKnown":true,
            "disclosureBlocked":false,"holder":{"authority":"00000002-0000-0000-0000-000000000000",
            "branch":"00000002-0000-0000-0000-000000000000","branchKind":"School","kind":"MunicipalSchool"},"marked":false,
            "marking":"None","mentionsOthers":false,"now":1772442000000,"purpose":"sst","purposeFits":true,
            "recipient":{"authority":"00000001-0000-0000-0000-000000000000","branch":"00000001-0000-0000-0000-000000000000",
            "branchKind":"SocialServices","kind":"SocialBoard"},"type":"franvaro"}
            """;

        Assert.Equal(12, LoggedFacts.Read(entry)?.ChildAge);
    }

    [Fact]
    public void The_facts_are_written_as_every_entry_before_has_them()
    {
        var facts = PolicyCaseFolder.Facts(Path.Combine(TestHub.Root, "policies"), """
            {
              "consent": "given", "assessment": "release-masked", "namedAssessor": true, "emergency": "declared",
              "claimedGround": "harm-x", "adopted": false
            }
            """);

        var written = LoggedFacts.Write(facts);

        Assert.Equal(
            """
            {"adopted":false,"age":12,"assessment":{"id":"00000004-0000-0000-0000-000000000000","named":true,"outcome":"ReleaseMasked"},
            "assigned":true,"blocked":false,"caseOfChild":true,"caseOpen":true,"claimed":"harm-x",
            "consent":{"id":"00000003-0000-0000-0000-000000000000","signerBlocked":false,"until":1788339600000,"version":1},
            "custodyKnown":true,"disclosureBlocked":false,"emergency":{"id":"00000005-0000-0000-0000-000000000000","until":1772528400000},
            "holder":{"authority":"00000002-0000-0000-0000-000000000000","branch":"00000002-0000-0000-0000-000000000000",
            "branchKind":"School","kind":"MunicipalSchool"},"marked":false,"marking":"None","mentionsOthers":false,
            "mentionsUnsignedGuardian":false,"now":1772442000000,"purpose":"sst","purposeFits":true,
            "recipient":{"authority":"00000001-0000-0000-0000-000000000000","branch":"00000001-0000-0000-0000-000000000000",
            "branchKind":"SocialServices","kind":"SocialBoard"},"type":"franvaro"}
            """.ReplaceLineEndings(""),
            written);
    }

    // Two referrals, then a release on consent.
    private static async Task DecideAsync(TestHub hub)
    {
        var request = await hub.AskAsync();
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));

        // The third is a release: the family's yes makes the hub decide the request again.
        await hub.GiveConsentAsync();
    }

    private static ReleasePolicies Stricter(TestHub hub)
    {
        var folder = hub.Copy("2.0.0");
        var bars = Path.Combine(folder, "90-bars.cedar");
        File.WriteAllText(
            bars, File.ReadAllText(bars).Replace("context.staffAssigned", "!context.staffAssigned", StringComparison.Ordinal));
        return ReleasePolicies.Load(folder);
    }

    private static Task<ReplayReport> ReplayAsync(TestHub hub, ReleasePolicies candidate, int showFirst = 10) =>
        hub.Get<ReplayDecisions>().HandleAsync(candidate, null, showFirst, Actor.Hub, null, Ct);

    // The platform's own Progress reports on another thread and later.
    private sealed class Telling(Action<ReplayReport> tell) : IProgress<ReplayReport>
    {
        public void Report(ReplayReport value) => tell(value);
    }
}
