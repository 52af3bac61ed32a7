using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Random histories of one family against a model of a few lines: after each step every consent is in the state that the model says.</summary>
public sealed class ConsentHistoriesTests
{
    public enum Step
    {
        Ask,
        AskWider,
        FirstYes,
        SecondYes,
        FirstNo,
        SecondNo,
        FirstWithdraws,
        SecondWithdraws,
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
    public async Task Every_consent_is_where_the_model_says_and_nothing_is_released_that_it_does_not_open(StorageEngine engine, int histories)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (released, reached, steps) = (0, new HashSet<ConsentState>(), 0);
        var born = hub.Today.AddYears(-9);
        var all = Gen.Frequency(
            (4, Gen.Constant(Step.Ask)),
            (8, Gen.Elements(Step.FirstYes, Step.SecondYes)),
            (3, Gen.Elements(Step.FirstNo, Step.SecondNo)),
            (4, Gen.Constant(Step.Release)),
            (6, Gen.Elements(Enum.GetValues<Step>()))).ArrayOf(14).Sample(histories, new Rnd(20261126), 14).ToList();
        Assert.Equal(histories, all.Count);

        foreach (var history in all)
        {
            born = born.AddDays(-1);
            var run = new Run(hub, await TestFamily.SettleAsync(hub, born), born);
            foreach (var step in history.Append(Step.Release))
            {
                steps++;
                released += await run.TakeAsync(step) ? 1 : 0;
                reached.UnionWith(await run.CompareAsync(step, history));
            }
        }

        Assert.True(released > 0, "no history came to a release, so the model was never tried");
        Assert.Equal(Enum.GetValues<ConsentState>().Order(), reached.Order());
        TestContext.Current.TestOutputHelper?.WriteLine($"{histories} histories, {steps} steps, {released} releases on {engine}");
    }

    /// <summary>What the hub did and what the model says of it. Guardians are false for the first and true for the second.</summary>
    private sealed class Run(TestHub hub, TestFamily family, DateOnly born)
    {
        private readonly List<One> _consents = [];
        private readonly HashSet<bool> _mustSign = [false, true];
        private bool _secondIsBlocked;
        private bool _isProtected;

        /// <summary>Takes the step in both worlds; whether a record was released.</summary>
        public async Task<bool> TakeAsync(Step step)
        {
            switch (step)
            {
                case Step.Ask or Step.AskWider:
                    await AskAsync(wider: step == Step.AskWider);
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
                    await hub.Get<EndConsent>().HandleAsync(consent.Id, ending, "Fel", new Caller.Staff(hub.Familjebehandlare), default);
                    consent.End(true, step == Step.StaffEnd ? ConsentState.Ended : ConsentState.Annulled);
                    return false;
                case Step.FirstLosesCustody:
                    await hub.Get<KeepRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, default);
                    OthersSign(_mustSign.Remove(false));
                    return false;
                case Step.SecondBlocked:
                    await hub.Get<KeepRegister>().BlockGuardianAsync(family.Child, family.Guardians[1], "Beslut", "SN 2026/1", hub.Today, Actor.Hub, default);
                    OthersSign(_mustSign.Remove(true));
                    _secondIsBlocked = true;
                    return false;
                case Step.Protected when !_isProtected:
                    await hub.Get<KeepRegister>().RegisterAsync(
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

        /// <summary>Compares every consent, and answers with the states that were seen.</summary>
        public async Task<IEnumerable<ConsentState>> CompareAsync(Step step, Step[] history)
        {
            foreach (var consent in _consents)
            {
                var state = (await hub.ConsentAsync(consent.Id)).State;
                Assert.True(state == consent.State, $"{state}, and the model says {consent.State}, at {step} of {string.Join(", ", history)}");
            }

            return _consents.Select(c => c.State);
        }

        private async Task AskAsync(bool wider)
        {
            var ask = family.Ask() with { DataFrom = hub.Today.AddDays(wider ? -450 : -400) };
            var outcome = await family.AskAsync(ask);
            var live = _consents.Where(c => c.Asked.SetEquals(_mustSign) && (c.IsWider || !wider)).ToList();
            var expected = _mustSign.Count == 0 ? typeof(AskOutcome.NobodyCanSign)
                : live.Exists(c => c.State == ConsentState.Active) ? typeof(AskOutcome.ConsentedAlready)
                : live.Exists(c => c.State is ConsentState.Requested or ConsentState.Signing) ? typeof(AskOutcome.AwaitedAlready)
                : typeof(AskOutcome.Asked);
            Assert.Equal(expected, outcome.GetType());
            if (outcome is AskOutcome.Asked asked)
            {
                _consents.Add(new One(asked.Consents[0], [.. _mustSign], wider));
            }
        }

        private async Task AnswerAsync(One consent, bool second, bool yes)
        {
            var outcome = await hub.AnswerAsync(consent.Id, family.Guardians[second ? 1 : 0], yes ? ConsentAnswer.Yes : ConsentAnswer.No);
            var expected = !_mustSign.Contains(second) || !consent.Asked.Contains(second) ? typeof(AnswerOutcome.NothingToAnswer)
                : consent.Yes.Contains(second) || consent.No.Contains(second) ? typeof(AnswerOutcome.AnsweredAlready)
                : consent.IsOver ? typeof(AnswerOutcome.NoLongerAsked)
                : typeof(AnswerOutcome.Answered);
            Assert.Equal(expected, outcome.GetType());
            if (outcome is AnswerOutcome.Answered && consent.Answer(second, yes))
            {
                _consents.Where(c => c != consent && (consent.IsWider || !c.IsWider)).ToList().ForEach(c => c.End(true, ConsentState.Superseded));
            }
        }

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

    private sealed class One(ConsentId id, HashSet<bool> asked, bool wider)
    {
        public ConsentId Id => id;

        public HashSet<bool> Asked => asked;

        public bool IsWider => wider;

        public HashSet<bool> Yes { get; } = [];

        public HashSet<bool> No { get; } = [];

        public ConsentState State { get; private set; } = ConsentState.Requested;

        public bool IsOver => State is ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed or ConsentState.Annulled;

        /// <summary>Takes the answer; whether it made the consent hold.</summary>
        public bool Answer(bool second, bool yes)
        {
            (yes ? Yes : No).Add(second);
            State = Yes.Count > 0 && No.Count > 0 ? ConsentState.Conflict
                : No.Count > 0 ? ConsentState.Refused
                : Yes.SetEquals(asked) ? ConsentState.Active
                : ConsentState.Signing;
            return State == ConsentState.Active;
        }

        public void End(bool may, ConsentState state) => State = may && !IsOver ? state : State;
    }
}
