using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

/// <summary>
/// What a stranger sees of an entry in the tree (ADR 0041): its kind, its minute, the policy set, and a commitment. Nothing of it differs
/// between a yes and a no.
/// </summary>
public sealed class WhatAStrangerSeesTests
{
    private const int Commitment = 32;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. EntryKinds.All];

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_entry_of_every_kind_looks_the_same_whatever_it_says(string kind)
    {
        await using var hub = await TestHub.StartAsync();
        var from = (await hub.LogAsync()).Count;

        await hub.Start.Log.AppendAsync(new NewEntry { Kind = kind, Actor = Actor.Hub }, Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await hub.Start.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Verdict = "refuse",
                Actor = new Actor(hub.Familjebehandlare.Value, "staff", "Farid Familj", null, "Team", "Kurator"),
                About = hub.Child,
                Case = hub.Case,
                Fields = new Dictionary<string, string?> { ["answer"] = "no", ["reason"] = new string('x', 500) },
            },
            Ct);

        var seen = await SeenAsync(hub, from);
        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_signers_yes_and_no_look_the_same(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (one, other) = (await hub.AskForConsentAsync(), await hub.AskForConsentAsync("betyg"));

        var yes = await StepAsync(hub, () => hub.AnswerAsync(one, hub.Mother));
        var no = await StepAsync(hub, () => hub.AnswerAsync(other, hub.Mother, ConsentAnswer.No));

        Assert.Equal(yes, no);
        Assert.Equal(2, yes.Count);
    }

    [Fact]
    public async Task The_last_yes_that_makes_a_consent_active_and_a_no_that_refuses_it_look_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        var (one, other) = (await hub.AskForConsentAsync(), await hub.AskForConsentAsync("betyg"));
        await hub.AnswerAsync(one, hub.Mother);
        await hub.AnswerAsync(other, hub.Mother);

        var yes = await StepAsync(hub, () => hub.AnswerAsync(one, hub.Father));
        var no = await StepAsync(hub, () => hub.AnswerAsync(other, hub.Father, ConsentAnswer.No));

        Assert.Equal(yes, no);
    }

    [Fact]
    public async Task A_yes_and_a_no_that_staff_record_and_a_colleague_confirms_look_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var (one, other) = (await hub.AskForConsentAsync(), await hub.AskForConsentAsync("betyg"));

        var yes = await StepAsync(hub, async () => await hub.ConfirmAsync(await hub.TakenDownAsync(one, hub.Mother), second));
        var no = await StepAsync(
            hub, async () => await hub.ConfirmAsync(await hub.TakenDownAsync(other, hub.Mother, ConsentAnswer.No), second));

        Assert.Equal(yes, no);
        Assert.Equal(4, yes.Count);
    }

    [Fact]
    public async Task The_entry_in_which_a_colleague_confirms_or_rejects_an_answer_looks_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var (one, other) = (await hub.AskForConsentAsync(), await hub.AskForConsentAsync("betyg"));
        var (first, later) = (await hub.TakenDownAsync(one, hub.Mother), await hub.TakenDownAsync(other, hub.Mother));

        var confirmed = await StepAsync(hub, () => hub.ConfirmAsync(first, second));
        var rejected = await StepAsync(hub, () => hub.Get<ConfirmRecordedAnswer>()
            .RejectAsync(later, ConfirmRecordedAnswer.Reason.Read("Namnteckningen saknas"), new Caller.Staff(second), Ct));

        Assert.Equal(Assert.Single(rejected), confirmed[0]);
    }

    [Fact]
    public async Task That_a_guardian_is_found_prevented_looks_like_that_a_guardian_is_not()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync(StaffRole.Enhetschef);

        var yes = await PreventionAsync(hub, second, PreventionOutcome.Confirmed, born: 0);
        var no = await PreventionAsync(hub, second, PreventionOutcome.Refused, born: 1);

        Assert.Equal(yes, no);
        Assert.Single(yes);
    }

    [Fact]
    public async Task A_release_and_a_refusal_and_a_delivery_and_a_failed_one_look_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        var (one, other) = (await hub.AskAsync(), await hub.AskAsync());
        RecordAnswer? answer = null;

        var release = await StepAsync(hub, async () => answer = await hub.AnswerToAsync(one));
        var released = Assert.IsType<RecordAnswer.Released>(answer).Release;
        var delivered = await StepAsync(hub, () => DoneAsync(hub.Get<ReleaseInformation>().ConfirmAsync(released, true, Ct)));
        var failed = await StepAsync(hub, () => DoneAsync(hub.Get<ReleaseInformation>().ConfirmAsync(released, false, Ct)));
        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);
        var refusal = await StepAsync(hub, () => hub.AnswerToAsync(other));

        Assert.Equal(release, refusal);
        Assert.Equal(delivered, failed);
    }

    [Fact]
    public async Task The_time_and_the_verdict_that_searches_use_are_bound_although_no_leaf_has_them()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        var decided = (await hub.LogAsync()).Single(e => e.Kind == EntryKinds.Decided);

        foreach (var (change, undo) in new[] { ("verdict = 'refer'", $"verdict = '{decided.Verdict}'"), ("at = at + 1", "at = at - 1") })
        {
            Assert.Equal(PayloadState.Readable, await StateAsync());
            await SetAsync(change);
            Assert.Equal(PayloadState.Damaged, await StateAsync());
            await SetAsync(undo);
        }

        async Task SetAsync(string change)
        {
            await using var db = hub.Db();
            var sql = $"UPDATE log_entries SET {change} WHERE idx = {decided.Index}";
            await db.Database.ExecuteSqlRawAsync(sql, Ct);
        }

        async Task<PayloadState> StateAsync()
        {
            await using var db = hub.Db();
            var row = await db.Log.AsNoTracking().SingleAsync(e => e.Index == decided.Index, Ct);
            return (await LogReaders.OpenAsync(hub.Start.Log, row, Ct)).State;
        }
    }

    private static async Task<object?> DoneAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<IReadOnlyList<string>> PreventionAsync(TestHub hub, StaffMemberId second, PreventionOutcome outcome, int born)
    {
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9).AddDays(-born));
        var ask = family.Ask() with
        {
            Prevented = new PreventionAsk
            {
                Guardian = family.Guardians[1],
                Cause = PreventionCause.Away,
                Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
            },
        };
        await family.AskAsync(ask);
        await using var db = hub.Db();
        var stated = await db.PreventedGuardians.Where(p => p.Guardian == family.Guardians[1]).Select(p => p.Id).SingleAsync(Ct);
        return await StepAsync(hub, () => hub.Get<DecidePrevention>().HandleAsync(
            stated, outcome, DecidePrevention.Reason.Read("Kontrollerat"), new Caller.Staff(second), Ct));
    }

    private static async Task<IReadOnlyList<string>> StepAsync<T>(TestHub hub, Func<Task<T>> step)
    {
        var from = (await hub.LogAsync()).Count;
        await step();
        return await SeenAsync(hub, from);
    }

    /// <summary>The leaves from an index on, without their commitments: everything that a stranger can compare, lengths included.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(TestHub hub, long from)
    {
        await using var db = hub.Db();
        var leaves = await db.Log.AsNoTracking().Where(e => e.Index >= from).OrderBy(e => e.Index).Select(e => e.Leaf).ToListAsync(Ct);
        return [.. leaves.Select(bytes =>
        {
            var leaf = EntryLeaf.FromBytes(bytes);
            Assert.Equal((2, "", 0, 0), (leaf.Version, leaf.Verdict, leaf.At.Second, leaf.At.Millisecond));
            return Convert.ToHexString(bytes[..^Commitment]);
        })];
    }
}
