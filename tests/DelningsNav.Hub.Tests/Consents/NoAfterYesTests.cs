using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A no is never lost (ADR 0040): a no that comes after a yes, whichever way it comes, withdraws the consent, and a yes after a no changes
/// nothing.
/// </summary>
public sealed class NoAfterYesTests
{
    public enum Step
    {
        Yes,
        No,
        NoFromAnOldForm,
        YesFromAnOldForm,
        Withdraw,
        RecordYes,
        RecordNo,
        ConfirmYes,
        ConfirmNo,
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_no_after_a_yes_withdraws_an_active_consent_and_tells_both_parties(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        var outcome = await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);
        var again = await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);

        Assert.Equal(new AnswerOutcome.TakenAsWithdrawal(hub.Clock.GetUtcNow()), outcome);
        Assert.Equal(new AnswerOutcome.AnsweredAlready(ConsentAnswer.Yes), again);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentWithdrawn);
        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await using var db = hub.Db();
        Assert.Equal(2, await db.Notices.CountAsync(n => n.Consent == consent, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_no_after_a_yes_ends_a_consent_that_waits_for_the_other_guardian(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        var no = await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);
        var last = await hub.AnswerAsync(consent, hub.Father);

        Assert.IsType<AnswerOutcome.TakenAsWithdrawal>(no);
        Assert.IsType<AnswerOutcome.NoLongerAsked>(last);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
    }

    [Fact]
    public async Task A_no_from_a_form_that_was_opened_before_the_yes_counts_although_the_text_has_changed_since()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();

        var outcome = await SendAsync(hub, consent, hub.Mother, ConsentAnswer.No, "the text of yesterday");

        Assert.IsType<AnswerOutcome.TakenAsWithdrawal>(outcome);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
    }

    [Fact]
    public async Task A_first_no_counts_whatever_text_was_shown_so_that_a_yes_which_waits_for_a_colleague_does_not_count()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father);
        var yes = await hub.TakenDownAsync(consent, hub.Mother);

        var no = await SendAsync(hub, consent, hub.Mother, ConsentAnswer.No, "the text of yesterday");
        await hub.ConfirmAsync(yes, second);

        Assert.Equal(ConsentState.Conflict, Assert.IsType<AnswerOutcome.Answered>(no).State);
        Assert.Equal(ConsentState.Conflict, (await hub.ConsentAsync(consent)).State);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_after_a_no_and_after_a_withdrawal_says_what_stands_and_changes_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var refused = await hub.AskForConsentAsync();
        await hub.AnswerAsync(refused, hub.Father);
        await hub.AnswerAsync(refused, hub.Mother, ConsentAnswer.No);
        var withdrawn = await hub.AskForConsentAsync("betyg");
        await hub.AnswerAsync(withdrawn, hub.Mother);
        await hub.AnswerAsync(withdrawn, hub.Mother, ConsentAnswer.No);
        var before = await hub.LogAsync();

        var afterNo = await hub.AnswerAsync(refused, hub.Mother);
        var afterWithdrawal = await hub.AnswerAsync(withdrawn, hub.Mother);

        Assert.Equal(new AnswerOutcome.AnsweredAlready(ConsentAnswer.No), afterNo);
        Assert.Equal(new AnswerOutcome.AnsweredAlready(ConsentAnswer.Yes), afterWithdrawal);
        Assert.Equal(ConsentState.Conflict, (await hub.ConsentAsync(refused)).State);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(withdrawn)).State);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Fact]
    public async Task A_blocked_guardians_no_gets_the_answer_of_a_stranger()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Mother, "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);

        Assert.IsType<AnswerOutcome.NothingToAnswer>(await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_and_a_no_of_one_person_at_once_never_end_as_given(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        for (var round = 0; round < 8; round++)
        {
            var consent = await hub.AskForConsentAsync("betyg", round % 2 == 0 ? "iup" : "franvaro");
            await hub.AnswerAsync(consent, hub.Father);

            var answers = new[] { ConsentAnswer.Yes, ConsentAnswer.No, ConsentAnswer.Yes, ConsentAnswer.No };
            await Task.WhenAll(answers.Select(answer => Task.Run(() => hub.AnswerAsync(consent, hub.Mother, answer), Ct)));

            Assert.True((await hub.ConsentAsync(consent)).State is ConsentState.Conflict or ConsentState.Withdrawn);
            await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Father), Ct);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_last_yes_and_the_other_guardians_no_after_a_yes_at_once_never_end_as_given(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var consent = await hub.AskForConsentAsync("betyg", round % 2 == 0 ? "iup" : "franvaro");
            await hub.AnswerAsync(consent, hub.Mother);

            await Task.WhenAll(
                Task.Run(() => hub.AnswerAsync(consent, hub.Father), Ct),
                Task.Run(() => hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No), Ct));

            Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        }
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, true)]
    [InlineData(StorageEngine.Sqlite, false)]
    [InlineData(StorageEngine.PostgreSql, true)]
    public async Task A_no_on_paper_after_a_yes_withdraws_at_once_and_waits_for_no_colleague(StorageEngine engine, bool active)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = active ? await hub.GiveConsentAsync() : await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        var taken = Assert.IsType<RecordConsentAnswerOutcome.TakenAsWithdrawal>(
            await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, hub.Mother, ConsentAnswer.No)));

        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(
            [EntryKinds.ConsentAnswerRecorded, EntryKinds.ConsentWithdrawn],
            (await hub.LogAsync()).TakeLast(2).Select(e => e.Kind));
        Assert.IsType<ConfirmOutcome.NoLongerAsked>(await hub.ConfirmAsync(taken.Id, second));
        Assert.IsType<ContradictOutcome.NoRemains>(
            await hub.Get<ContradictRecordedAnswer>().HandleAsync(taken.Id, new Caller.Family(hub.Mother), Ct));
    }

    [Fact]
    public async Task A_yes_on_paper_to_an_active_consent_is_refused_as_before()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();

        Assert.IsType<RecordConsentAnswerOutcome.NoLongerAsked>(
            await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, hub.Mother)));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_no_is_recorded_while_a_yes_waits_and_that_yes_never_counts(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father);
        var yes = await hub.TakenDownAsync(consent, hub.Mother);

        var no = await hub.TakenDownAsync(consent, hub.Mother, ConsentAnswer.No);
        var twice = await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, hub.Mother, ConsentAnswer.No));
        var yesAgain = await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, hub.Mother));
        await hub.ConfirmAsync(yes, second);
        var between = (await hub.ConsentAsync(consent)).State;
        await hub.ConfirmAsync(no, second);

        Assert.Equal(new RecordConsentAnswerOutcome.WaitsAlready(no), twice);
        Assert.IsType<RecordConsentAnswerOutcome.WaitsAlready>(yesAgain);
        Assert.Equal((RecordedOutcome.Overtaken, ConsentState.Signing), ((await hub.RecordedAsync(yes)).Outcome, between));
        Assert.Equal(ConsentState.Conflict, (await hub.ConsentAsync(consent)).State);
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 120)]
    [InlineData(StorageEngine.PostgreSql, 40)]
    public async Task No_order_of_answers_that_has_a_no_after_the_last_yes_ends_as_given(StorageEngine engine, int histories)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var born = hub.Today.AddYears(-9);
        var (given, lost) = (0, 0);
        var step = Gen.Frequency((4, Gen.Constant(Step.Yes)), (5, Gen.Elements(Enum.GetValues<Step>())));
        var all = Gen.Zip(step, Gen.Elements(false, true)).ArrayOf(7).Sample(histories, new Rnd(20261130), 7).ToList();
        foreach (var history in all)
        {
            born = born.AddDays(-1);
            var family = await TestFamily.SettleAsync(hub, born);
            var consent = await family.AskedAsync();
            var run = new Run(hub, consent, second);
            foreach (var (taken, who) in history)
            {
                hub.Clock.Advance(TimeSpan.FromMinutes(1));
                await run.TakeAsync(taken, family.Guardians[who ? 1 : 0]);
                var isGiven = (await hub.ConsentAsync(consent)).State == ConsentState.Active;
                var saidNo = family.Guardians.Where(run.SaidNoLast).ToList();
                var told = string.Join(", ", history.Select(s => $"{(s.Item2 ? "second" : "first")} {s.Item1}"));
                Assert.False(isGiven && saidNo.Count > 0, $"given after a no, in {told}");
                (given, lost) = (given + (isGiven ? 1 : 0), lost + (saidNo.Count > 0 ? 1 : 0));
            }

            Assert.Equal((await hub.ConsentAsync(consent)).State == ConsentState.Active, await family.IsReleasedAsync());
        }

        Assert.True(given > 0 && lost > 0, "the histories reached no given consent, or none with a no");
    }

    private static Task<AnswerOutcome> SendAsync(TestHub hub, ConsentId consent, PersonId person, ConsentAnswer answer, string hash) =>
        hub.Get<AnswerConsent>().HandleAsync(consent, person, answer, "sv", hash, default);

    /// <summary>The steps of one history, and the last word of each guardian.</summary>
    private sealed class Run(TestHub hub, ConsentId consent, StaffMemberId colleague)
    {
        private readonly Dictionary<PersonId, ConsentAnswer> _last = [];
        private readonly Dictionary<(PersonId, ConsentAnswer), RecordedAnswerId> _recorded = [];

        public bool SaidNoLast(PersonId person) => _last.TryGetValue(person, out var last) && last == ConsentAnswer.No;

        public async Task TakeAsync(Step step, PersonId person)
        {
            switch (step)
            {
                case Step.Yes:
                    if (await hub.AnswerAsync(consent, person) is AnswerOutcome.Answered)
                    {
                        _last[person] = ConsentAnswer.Yes;
                    }

                    break;
                case Step.No:
                    await hub.AnswerAsync(consent, person, ConsentAnswer.No);
                    _last[person] = ConsentAnswer.No;
                    break;
                case Step.NoFromAnOldForm:
                    await SendAsync(hub, consent, person, ConsentAnswer.No, "old");
                    _last[person] = ConsentAnswer.No;
                    break;
                case Step.YesFromAnOldForm:
                    Assert.IsNotType<AnswerOutcome.Answered>(await SendAsync(hub, consent, person, ConsentAnswer.Yes, "old"));
                    break;
                case Step.Withdraw:
                    await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(person), default);
                    break;
                case Step.RecordYes or Step.RecordNo:
                    await RecordAsync(person, step == Step.RecordYes ? ConsentAnswer.Yes : ConsentAnswer.No);
                    break;
                case Step.ConfirmYes or Step.ConfirmNo:
                    var answer = step == Step.ConfirmYes ? ConsentAnswer.Yes : ConsentAnswer.No;
                    if (_recorded.TryGetValue((person, answer), out var id))
                    {
                        await hub.ConfirmAsync(id, colleague);
                    }

                    break;
            }
        }

        private async Task RecordAsync(PersonId person, ConsentAnswer answer)
        {
            var outcome = await hub.TakeDownAsync(consent, await hub.OralAsync(consent, person, answer));
            var id = outcome switch
            {
                RecordConsentAnswerOutcome.Recorded recorded => recorded.Id,
                RecordConsentAnswerOutcome.TakenAsWithdrawal taken => taken.Id,
                _ => (RecordedAnswerId?)null,
            };
            if (id is { } made)
            {
                _recorded[(person, answer)] = made;
                _last[person] = answer;
            }
        }
    }
}
