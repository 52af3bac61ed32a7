using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Tests.Notices;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// Promise 2: withdrawal is final at once. A release is stopped before each of its steps in turn, the consent is ended there, and the
/// release continues. The steps are found, not listed, so that a new step is among them. The tests look only at the log and the outcome.
/// </summary>
public sealed class WithdrawalAtEveryStepTests
{
    private const string Content = """{"needs":"Lugn miljö"}""";
    private const string HandingOver = "the record is handed over";
    private const string HandedOver = "the record has been handed over";

    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan UntilRulesAreReadAgain = TimeSpan.FromMinutes(1);

    private static readonly End AGuardianWithdrawsIt = new(
        "a guardian withdraws it", EntryKinds.ConsentWithdrawn, UseLimit.Any, WithdrawAsync);

    private static readonly End[] OtherEnds =
    [
        new("a guardian withdraws a consent that opens each record once", EntryKinds.ConsentWithdrawn, UseLimit.Once, WithdrawAsync),
        new("it expires and its end is logged", EntryKinds.ConsentExpired, UseLimit.Any, LetPassAsync),
    ];

    // The steps before which a release must have been stopped, in this order. There are more; these ensure that the
    // search for steps cannot find none.
    private static readonly string[] Places =
    [
        SteppedNode.Clock,
        "SELECT id, version, seal FROM subjects", "FROM policy_sets", "FROM information_requests r", "FROM custodies",
        "JOIN consent_signatures", "FROM consent_uses", "FROM harm_assessments", "FROM emergency_accesses", "JOIN records",
        SteppedNode.Clock,
        "BEGIN", "SELECT id, version FROM subjects", "FROM log_head", "INSERT INTO log_entries", "INSERT INTO decisions", "UPDATE log_head",
        "COMMIT",
        "FROM vault_documents",
        HandingOver,
        HandedOver,
        "BEGIN", "INSERT INTO log_entries", "INSERT INTO deliveries", "COMMIT",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task At_every_step_a_withdrawal_stops_the_release_or_comes_after_it_and_its_notice_lists_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var node = await SteppedNode.OpenAsync(hub);
        var receiver = await hub.SystemAsync(hub.Social);
        var family = await SettledAsync(hub);

        var met = await AtEveryStepAsync(
            AGuardianWithdrawsIt.How, step => MeetAsync(hub, node, family, receiver, AGuardianWithdrawsIt, step));

        AssertStoppedInOrder(met);
        Assert.Contains(met, m => m.IsReleased && m.Waited);
        foreach (var end in OtherEnds)
        {
            var another = await SettledAsync(hub);
            await AtEveryStepAsync(end.How, step => MeetAsync(hub, node, another, receiver, end, step), UntilOpened);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_release_is_logged_after_the_requesters_assignment_ends_whatever_the_step(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var node = await SteppedNode.OpenAsync(hub);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        await AtEveryStepAsync("the requester's assignment ends", async step =>
        {
            var first = await SizeOfLogAsync(hub);
            await hub.Get<MaintainCases>().AssignAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
            var meeting = await node.MeetAsync(
                step, () => ReleaseAsync(hub, node.Start, request, node.Steps), () => TakeOffAsync(hub, node.Others));
            var log = await hub.LogAsync(first);
            var takenOffAt = log.Last(e => e.Kind == EntryKinds.CaseChanged).Index;
            Assert.DoesNotContain(log, e => e.Index > takenOffAt && e.Verdict == "release");
            return Met.Of(meeting);
        }, UntilOpened);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_record_that_may_be_opened_once_is_opened_once_at_whatever_step_another_opens_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var node = await SteppedNode.OpenAsync(hub);
        var family = await SettledAsync(hub);

        await AtEveryStepAsync("another opens it", async step =>
        {
            var consent = await family.GivenAsync(family.Ask() with { Uses = UseLimit.Once });
            var request = await family.RequestAsync();
            var first = await SizeOfLogAsync(hub);
            var meeting = await node.MeetAsync(
                step, () => ReleaseAsync(hub, node.Start, request, node.Steps), () => ReleaseAsync(hub, node.Others, request, new Steps()));
            Assert.Single([meeting.Work, meeting.Other], course => course.Released is not null);
            Assert.Single(await hub.LogAsync(first), e => e.Verdict == "release");
            Assert.True(await WithdrawAsync(hub, hub.Start, family, consent));
            return Met.Of(meeting);
        }, UntilOpened);
    }

    /// <summary>
    /// Finds the steps of an undisturbed release and makes something happen before each of them and after the last. An early event stops
    /// the release and a late one does not: from one step on, every event is late.
    /// </summary>
    private static async Task<IReadOnlyList<Met>> AtEveryStepAsync(
        string what, Func<Step?, Task<Met>> meetAsync, Func<IEnumerable<Step>, IEnumerable<Step>>? ofAll = null)
    {
        // The first run is for what is done only once, such as opening connections.
        await meetAsync(null);
        var undisturbed = await meetAsync(null);
        var met = new List<Met>();
        foreach (var step in ofAll is null ? undisturbed.Taken : ofAll(undisturbed.Taken))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{what} before `{step.What.ReplaceLineEndings(" ")}`, number {step.Time}");

            // Not every release takes every step: the number of tree nodes that an entry completes differs, and so
            // does the connection that is free.
            if (await meetAsync(step) is { Before: not null } there)
            {
                met.Add(there);
            }
        }

        met.Add(undisturbed);
        var released = met.ConvertAll(m => m.IsReleased);
        Assert.Equal(released.Order(), released);
        Assert.Equal((false, true), (met[0].IsReleased, met[^1].IsReleased));
        return met;
    }

    // An event can stop a release only before the record is opened.
    private static IEnumerable<Step> UntilOpened(IEnumerable<Step> steps) => steps.TakeWhile(step => !Opens(step));

    private static bool Opens(Step step) => step.What.Contains("FROM vault_documents", StringComparison.Ordinal);

    private static async Task<TestFamily> SettledAsync(TestHub hub)
    {
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        await family.DepositAsync(Content);
        return family;
    }

    /// <summary>One consent, one release on it, and its end before a step of the release.</summary>
    private static async Task<Met> MeetAsync(TestHub hub, SteppedNode node, TestFamily family, Caller.System receiver, End end, Step? step)
    {
        hub.Clock.Advance(UntilRulesAreReadAgain);
        var consent = await family.GivenAsync(family.Ask() with { Uses = end.Uses, ValidUntil = hub.Clock.GetUtcNow() + ValidFor });
        var request = await family.RequestAsync();
        var first = await SizeOfLogAsync(hub);

        var meeting = await node.MeetAsync(
            step, () => ReleaseAsync(hub, node.Start, request, node.Steps), () => end.ComesAsync(hub, node.Others, family, consent));
        var opened = node.Steps.Taken.Count(Opens);
        var next = await hub.AnswerToAsync(request);

        Assert.True(meeting.Other, "the consent was not ended");
        Assert.IsNotType<RecordAnswer.Released>(next);
        var log = await hub.LogAsync(first);
        var endedAt = Assert.Single(log, e => e.Kind == end.Kind).Index;
        var releases = log.Where(e => e.Verdict == "release").Select(e => e.Index).ToList();
        Assert.DoesNotContain(releases, release => release > endedAt);

        var shown = (await hub.Get<FamilyConsentDetails>().ReadAsync(consent, family.Guardians[0], "sv", Ct))!.Shown;
        var told = Assert.Single(await hub.ReadNoticesAsync(receiver, after: endedAt - 1)).Released;
        if (meeting.Work is { Released: { } released, Received: { } received })
        {
            Assert.Equal([released.Receipt.Index], releases);
            Assert.Equal((1, Content), (opened, System.Text.Encoding.UTF8.GetString(received)));
            Assert.True(Assert.Single(shown).IsConfirmed);
            Assert.Equal((released.Release.Id, true), Assert.Single(told.Select(r => (r.Release, r.Delivered))));
        }
        else
        {
            Assert.Empty(releases);
            Assert.Equal(0, opened);
            Assert.Empty(shown);
            Assert.Empty(told);
        }

        return Met.Of(meeting);
    }

    private static async Task<long> SizeOfLogAsync(TestHub hub)
    {
        await using var db = hub.Db();
        return await db.Log.LongCountAsync(Ct);
    }

    /// <summary>A release as an endpoint makes it: decided, handed over, confirmed.</summary>
    private static async Task<Course> ReleaseAsync(TestHub hub, HubStart node, RequestId request, Steps steps)
    {
        var release = new ReleaseInformation(
            node.Database, node.InForce, node.Log, new IdSource(node.Clock), node.Clock, RegisterFreshness.Usual);
        var outcome = await release.HandleAsync(request, new Caller.Staff(hub.Familjebehandlare), Opening.Everything, Ct);
        var answer = Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(outcome).Answers);
        if (answer is not RecordAnswer.Released released)
        {
            return new Course(null, null);
        }

        await steps.BeforeAsync(HandingOver);
        var received = released.Document!.Content.ToArray();
        await steps.BeforeAsync(HandedOver);
        await release.ConfirmAsync(released.Release, delivered: true, Ct);
        return new Course(released, received);
    }

    // Time passes while a release is stopped.
    private static async Task<bool> WithdrawAsync(TestHub hub, HubStart node, TestFamily family, ConsentId consent)
    {
        hub.Clock.Advance(AMoment);
        return await new WithdrawConsent(node.Changes, hub.Clock)
            .HandleAsync(consent, new Caller.Family(family.Guardians[0]), Ct) is WithdrawOutcome.Withdrawn;
    }

    private static async Task<bool> LetPassAsync(TestHub hub, HubStart node, TestFamily family, ConsentId consent)
    {
        hub.Clock.Advance(ValidFor);
        return await new TellExpiredConsents(node.Changes, hub.Clock).RunAsync(Ct) == 1;
    }

    private static async Task<bool> TakeOffAsync(TestHub hub, HubStart node)
    {
        hub.Clock.Advance(AMoment);
        await new MaintainCases(node.Changes, new IdSource(hub.Clock), hub.Clock)
            .EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
        return true;
    }

    private static void AssertStoppedInOrder(IReadOnlyList<Met> met)
    {
        var steps = met.Select(m => m.Before?.What ?? "").ToList();
        var at = 0;
        foreach (var place in Places)
        {
            var found = steps.FindIndex(at, step => step.Contains(place, StringComparison.Ordinal));
            Assert.True(
                found >= 0, $"no release was stopped before `{place}` in this order; the steps are: {string.Join(" | ", steps)}");
            at = found + 1;
        }
    }

    /// <summary>An event that ends a consent.</summary>
    /// <param name="How">The event, in words.</param>
    /// <param name="Kind">The kind of its entry.</param>
    /// <param name="Uses">How often the consent lets a record be opened.</param>
    /// <param name="ComesAsync">Makes it happen through a node, and returns whether it did.</param>
    private sealed record End(
        string How, string Kind, UseLimit Uses, Func<TestHub, HubStart, TestFamily, ConsentId, Task<bool>> ComesAsync);

    /// <summary>The result of a release, and the bytes that its recipient has received.</summary>
    private sealed record Course(RecordAnswer.Released? Released, byte[]? Received);

    /// <summary>How a release ended, and where the event happened in it.</summary>
    private sealed record Met(Step? Before, IReadOnlyList<Step> Taken, bool Waited, bool IsReleased)
    {
        public static Met Of<TOther>(Meeting<Course, TOther> meeting) =>
            new(meeting.Before, meeting.Taken, meeting.Waited, meeting.Work.Released is not null);
    }
}
