using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// Random histories of one family, compared with a model of a few lines: after each step every consent is in
/// the same state as in the model.
/// </summary>
public sealed class ConsentHistoriesTests
{
    public enum Step
    {
        Ask,
        AskWider,
        AskWithoutSecond,
        SecondIsPrevented,
        SecondIsNotPrevented,
        FirstYesOnPaper,
        SecondNoInWords,
        FirstYes,
        SecondYes,
        FirstNo,
        SecondNo,
        FirstWithdraws,
        SecondWithdraws,
        StaffWithdraw,
        StaffEnd,
        StaffAnnul,
        FirstLosesCustody,
        SecondBlocked,
        Protected,
        Release,
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 150)]
    [InlineData(StorageEngine.PostgreSql, 75)]
    public async Task Every_consent_is_in_the_state_of_the_model_and_nothing_is_released_that_the_model_refuses(
        StorageEngine engine, int histories)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (released, reached, steps, withoutSecond) = (0, new HashSet<ConsentState>(), 0, 0);
        var colleague = await hub.ColleagueAsync(StaffRole.Enhetschef);
        await hub.ClearAsync();
        await hub.ClearAsync(colleague);
        var born = hub.Today.AddYears(-9);
        var all = Gen.Frequency(
            (4, Gen.Constant(Step.Ask)),
            (8, Gen.Elements(Step.FirstYes, Step.SecondYes)),
            (3, Gen.Elements(Step.FirstNo, Step.SecondNo)),
            (3, Gen.Elements(Step.AskWithoutSecond, Step.SecondIsPrevented, Step.SecondIsPrevented, Step.FirstYesOnPaper)),
            (4, Gen.Constant(Step.Release)),
            (6, Gen.Elements(Enum.GetValues<Step>()))).ArrayOf(14).Sample(histories, new Rnd(20261126), 14).ToList();
        Assert.Equal(histories, all.Count);

        foreach (var history in all)
        {
            born = born.AddDays(-1);
            var run = new Run(hub, await TestFamily.SettleAsync(hub, born), born, colleague);
            foreach (var step in history.Append(Step.Release))
            {
                steps++;
                released += await run.TakeAsync(step) ? 1 : 0;
                reached.UnionWith(await run.CompareAsync(step, history));
                withoutSecond += run.HoldsWithoutSecond ? 1 : 0;
            }
        }

        Assert.True(released > 0, "no history reached a release, so the model was never tested");
        Assert.Equal(Enum.GetValues<ConsentState>().Order(), reached.Order());
        Assert.True(withoutSecond > 0, "no history reached a consent that was active without the second guardian");
        TestContext.Current.TestOutputHelper?.WriteLine($"{histories} histories, {steps} steps, {released} releases on {engine}");
    }

    /// <summary>One history, in the hub and in the model. The first guardian is written as false and the second as true.</summary>
    private sealed class Run(TestHub hub, TestFamily family, DateOnly born, StaffMemberId colleague)
    {
        private readonly List<One> _consents = [];
        private readonly HashSet<bool> _mustSign = [false, true];
        private bool _secondIsBlocked;
        private bool _firstLostCustody;
        private bool _isProtected;

        /// <summary>Whether a consent is active although the second guardian was asked and has not said yes.</summary>
        public bool HoldsWithoutSecond =>
            _consents.Exists(c => c.State == ConsentState.Active && c.Asked.Contains(true) && !c.Yes.Contains(true));

        /// <summary>Takes the step in the hub and in the model; returns whether a record was released.</summary>
        public async Task<bool> TakeAsync(Step step)
        {
            switch (step)
            {
                case Step.Ask or Step.AskWider or Step.AskWithoutSecond:
                    await AskAsync(wider: step == Step.AskWider, without: step == Step.AskWithoutSecond);
                    return false;
                case Step.SecondIsPrevented or Step.SecondIsNotPrevented
                    when _consents.LastOrDefault(c => c.Prevention is not null) is { } consent:
                    await DecideAsync(consent, step == Step.SecondIsPrevented);
                    return false;
                case Step.FirstYesOnPaper or Step.SecondNoInWords when _consents.LastOrDefault() is { } consent:
                    await TakeDownAsync(consent, step == Step.SecondNoInWords, step == Step.FirstYesOnPaper);
                    return false;
                case Step.StaffWithdraw when _consents.LastOrDefault() is { } consent:
                    await hub.Get<WithdrawConsent>().HandleAsync(consent.Id, new Caller.Staff(hub.Familjebehandlare), default);
                    consent.End(true, ConsentState.Withdrawn);
                    return false;
                case Step.FirstYes or Step.FirstNo or Step.SecondYes or Step.SecondNo when _consents.LastOrDefault() is { } consent:
                    await AnswerAsync(consent, step is Step.SecondYes or Step.SecondNo, step is Step.FirstYes or Step.SecondYes);
                    return false;
                case Step.FirstWithdraws or Step.SecondWithdraws when _consents.LastOrDefault() is { } consent:
                    var second = step == Step.SecondWithdraws;
                    await hub.Get<WithdrawConsent>().HandleAsync(consent.Id, new Caller.Family(family.Guardians[second ? 1 : 0]), default);
                    consent.End(consent.Yes.Contains(second) && !(second && _secondIsBlocked), ConsentState.Withdrawn);
                    return false;
                case Step.StaffEnd or Step.StaffAnnul when _consents.LastOrDefault() is { } consent:
                    var ending = step == Step.StaffEnd ? ConsentEnding.PurposeMet : ConsentEnding.RegisteredInError;
                    await hub.Get<EndConsent>()
                        .HandleAsync(consent.Id, ending, EndConsent.Reason.Read("Fel"), new Caller.Staff(hub.Familjebehandlare), default);
                    consent.End(true, step == Step.StaffEnd ? ConsentState.Ended : ConsentState.Annulled);
                    return false;
                case Step.FirstLosesCustody:
                    await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, default);
                    OthersSign(_mustSign.Remove(false));
                    _firstLostCustody = true;
                    return false;
                case Step.SecondBlocked:
                    await hub.Get<MaintainRegister>()
                        .BlockGuardianAsync(family.Child, family.Guardians[1], "Beslut", "SN 2026/1", hub.Today, Actor.Hub, default);
                    OthersSign(_mustSign.Remove(true));
                    _secondIsBlocked = true;
                    return false;
                case Step.Protected when !_isProtected:
                    await hub.Get<MaintainRegister>().RegisterAsync(
                        TestIdentities.BornOn(born), "Alex", "Testsson", SecurityMarking.Sekretessmarkering, Actor.Hub, default);
                    _consents.ForEach(c => c.End(true, ConsentState.Lapsed));
                    _isProtected = true;
                    return false;
                case Step.Release:
                    return await ReleaseAsync();
                default:
                    return false;
            }
        }

        /// <summary>Compares every consent, and returns the states that were seen.</summary>
        public async Task<IEnumerable<ConsentState>> CompareAsync(Step step, Step[] history)
        {
            foreach (var consent in _consents)
            {
                var state = (await hub.ConsentAsync(consent.Id)).State;
                Assert.True(
                    state == consent.State,
                    $"{state} in the hub and {consent.State} in the model, at {step} of {string.Join(", ", history)}");
            }

            return _consents.Select(c => c.State);
        }

        private async Task AskAsync(bool wider, bool without)
        {
            var ask = family.Ask() with
            {
                DataFrom = hub.Today.AddDays(wider ? -450 : -400),
                Prevented = without
                    ? new PreventionAsk
                    {
                        Guardian = family.Guardians[1],
                        Cause = PreventionCause.Away,
                        Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                        Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
                    }
                    : null,
            };
            var outcome = await family.AskAsync(ask);
            var live = _consents
                .Where(c => c.Asked.SetEquals(_mustSign)
                    && (c.IsWider || !wider)
                    && (!without || c.State == ConsentState.Active || c.Prevention is not (null or false)))
                .ToList();
            var expected = without && _firstLostCustody ? typeof(AskOutcome.Invalid)
                : _mustSign.Count == 0 ? typeof(AskOutcome.NobodyCanSign)
                : live.Exists(c => c.State == ConsentState.Active) ? typeof(AskOutcome.ConsentedAlready)
                : live.Exists(c => c.State is ConsentState.Requested or ConsentState.Signing) ? typeof(AskOutcome.AwaitedAlready)
                : typeof(AskOutcome.Asked);
            Assert.Equal(expected, outcome.GetType());
            if (outcome is AskOutcome.Asked asked)
            {
                _consents.Add(new One(asked.Consents[0], [.. _mustSign], wider, without));
            }
        }

        private async Task DecideAsync(One consent, bool isPrevented)
        {
            await using var db = hub.Db();
            var request = (await hub.ConsentAsync(consent.Id)).Request;
            var id = await db.PreventedGuardians.Where(p => p.Request == request).Select(p => p.Id).SingleAsync();
            var outcome = await hub.Get<DecidePrevention>().HandleAsync(
                id,
                isPrevented ? PreventionOutcome.Confirmed : PreventionOutcome.Refused,
                DecidePrevention.Reason.Read("Kontrollerat"),
                new Caller.Staff(colleague),
                default);
            Assert.Equal(consent.IsDecided ? typeof(PreventionDecided.DecidedAlready) : typeof(PreventionDecided.Done), outcome.GetType());
            if (outcome is PreventionDecided.Done && consent.Decide(isPrevented))
            {
                Supersede(consent);
            }
        }

        private async Task TakeDownAsync(One consent, bool second, bool yes)
        {
            var answer = yes ? ConsentAnswer.Yes : ConsentAnswer.No;
            var signer = family.Guardians[second ? 1 : 0];
            var outcome = await hub.TakeDownAsync(
                consent.Id, yes ? await hub.PaperAsync(consent.Id, signer, answer) : await hub.OralAsync(consent.Id, signer, answer));
            var withdraws = !yes && !consent.IsOver && (consent.State == ConsentState.Active || consent.Yes.Contains(second));
            var expected = consent.IsOver || (consent.State == ConsentState.Active && yes)
                ? typeof(RecordConsentAnswerOutcome.NoLongerAsked)
                : !second && _firstLostCustody ? typeof(RecordConsentAnswerOutcome.Invalid)
                : withdraws ? typeof(RecordConsentAnswerOutcome.TakenAsWithdrawal)
                : typeof(RecordConsentAnswerOutcome.Recorded);
            Assert.Equal(expected, outcome.GetType());
            consent.End(outcome is RecordConsentAnswerOutcome.TakenAsWithdrawal, ConsentState.Withdrawn);
            if (outcome is RecordConsentAnswerOutcome.Recorded recorded)
            {
                Assert.IsType<ConfirmOutcome.Confirmed>(await hub.ConfirmAsync(recorded.Id, colleague));
                if (Counts(consent, second) && consent.Answer(second, yes))
                {
                    Supersede(consent);
                }
            }
        }

        private async Task AnswerAsync(One consent, bool second, bool yes)
        {
            var outcome = await hub.AnswerAsync(consent.Id, family.Guardians[second ? 1 : 0], yes ? ConsentAnswer.Yes : ConsentAnswer.No);
            var expected = !_mustSign.Contains(second) || !consent.Asked.Contains(second) ? typeof(AnswerOutcome.NothingToAnswer)
                : !yes && consent.Yes.Contains(second) && !consent.IsOver ? typeof(AnswerOutcome.TakenAsWithdrawal)
                : consent.Yes.Contains(second) || consent.No.Contains(second) ? typeof(AnswerOutcome.AnsweredAlready)
                : consent.IsOver ? typeof(AnswerOutcome.NoLongerAsked)
                : typeof(AnswerOutcome.Answered);
            Assert.Equal(expected, outcome.GetType());
            consent.End(outcome is AnswerOutcome.TakenAsWithdrawal, ConsentState.Withdrawn);
            if (outcome is AnswerOutcome.Answered && consent.Answer(second, yes))
            {
                Supersede(consent);
            }
        }

        private bool Counts(One consent, bool second) =>
            _mustSign.Contains(second)
            && consent.Asked.Contains(second)
            && !consent.Yes.Contains(second)
            && !consent.No.Contains(second)
            && !consent.IsOver;

        private void Supersede(One consent) =>
            _consents.Where(c => c != consent && (consent.IsWider || !c.IsWider))
                .ToList()
                .ForEach(c => c.End(true, ConsentState.Superseded));

        private async Task<bool> ReleaseAsync()
        {
            var before = await ReleasesLoggedAsync();
            var released = await family.IsReleasedAsync();
            Assert.Equal(released, await ReleasesLoggedAsync() > before);
            Assert.Equal(!_isProtected && _consents.Exists(c => c.State == ConsentState.Active), released);
            return released;
        }

        private async Task<int> ReleasesLoggedAsync()
        {
            await using var db = hub.Db();
            return await db.Log.CountAsync(e => e.Kind == EntryKinds.Decided && e.Verdict == "release");
        }

        private void OthersSign(bool changed)
        {
            foreach (var consent in _consents.Where(_ => changed))
            {
                consent.End(!consent.Asked.SetEquals(_mustSign), ConsentState.Lapsed);
            }
        }
    }

    private sealed class One(ConsentId id, HashSet<bool> asked, bool wider, bool without)
    {
        public ConsentId Id => id;

        public HashSet<bool> Asked => asked;

        public bool IsWider => wider;

        /// <summary>
        /// Null when no guardian was stated to be prevented, false when a second decider refused the statement, otherwise true.
        /// </summary>
        public bool? Prevention { get; private set; } = without ? true : null;

        public bool IsDecided { get; private set; }

        public HashSet<bool> Yes { get; } = [];

        public HashSet<bool> No { get; } = [];

        public ConsentState State { get; private set; } = ConsentState.Requested;

        public bool IsOver =>
            State is ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed
                or ConsentState.Annulled;

        private bool _secondIsExcused;

        /// <summary>Records the answer; returns whether it made the consent active.</summary>
        public bool Answer(bool second, bool yes)
        {
            (yes ? Yes : No).Add(second);
            if (State == ConsentState.Active)
            {
                State = yes ? State : ConsentState.Withdrawn;
                return false;
            }

            return Settle();
        }

        /// <summary>Records the second decider's decision; returns whether it made the consent active.</summary>
        public bool Decide(bool isPrevented)
        {
            (IsDecided, Prevention) = (true, isPrevented);
            if (!isPrevented || IsOver || asked.Count < 2)
            {
                return false;
            }

            _secondIsExcused = true;
            return Settle();
        }

        public void End(bool may, ConsentState state) => State = may && !IsOver ? state : State;

        private bool Settle()
        {
            var awaited = asked.Count(a => !Yes.Contains(a) && !No.Contains(a) && !(a && _secondIsExcused));
            State = Yes.Count > 0 && No.Count > 0 ? ConsentState.Conflict
                : No.Count > 0 ? ConsentState.Refused
                : Yes.Count == 0 ? ConsentState.Requested
                : awaited == 0 ? ConsentState.Active
                : ConsentState.Signing;
            return State == ConsentState.Active;
        }
    }
}
