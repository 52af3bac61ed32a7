using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using FsCheck.Fluent;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Random histories of one family against a model of a few lines: who has said yes, and who must.</summary>
public sealed class ConsentHistoriesTests
{
    private static int _released;

    public enum Step
    {
        Ask,
        FirstYes,
        SecondYes,
        FirstNo,
        SecondNo,
        FirstWithdraws,
        SecondWithdraws,
        FirstLosesCustody,
        SecondBlocked,
        Release,
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 30)]
    [InlineData(StorageEngine.PostgreSql, 15)]
    public async Task Nothing_is_released_unless_all_who_must_sign_have_signed_one_consent_that_stands(StorageEngine engine, int histories)
    {
        await using var hub = await TestHub.StartAsync(engine);
        _released = 0;
        var born = hub.Today.AddYears(-9);
        var steps = Gen.Frequency(
            (4, Gen.Constant(Step.Ask)),
            (6, Gen.Constant(Step.FirstYes)),
            (6, Gen.Constant(Step.SecondYes)),
            (5, Gen.Constant(Step.Release)),
            (4, Gen.Elements(Enum.GetValues<Step>())));
        var all = steps.ArrayOf(14).Sample(14, histories);

        foreach (var history in all)
        {
            born = born.AddDays(-1);
            await RunAsync(hub, await TestFamily.SettleAsync(hub, born), [.. history, Step.Release]);
        }

        Assert.True(_released > 0, "no history came to a release, so the model was never tried");
    }

    private static async Task RunAsync(TestHub hub, TestFamily family, Step[] history)
    {
        var model = new Model();
        ConsentId? last = null;
        foreach (var step in history)
        {
            var before = (await hub.LogAsync()).Count;
            switch (step)
            {
                case Step.Ask:
                    if (await family.AskAsync(family.Ask()) is AskOutcome.Asked asked)
                    {
                        last = asked.Consents[0];
                        model.Asked();
                    }

                    break;
                case Step.FirstYes or Step.FirstNo or Step.SecondYes or Step.SecondNo when last is { } consent:
                    var second = step is Step.SecondYes or Step.SecondNo;
                    var answer = step is Step.FirstYes or Step.SecondYes ? ConsentAnswer.Yes : ConsentAnswer.No;
                    var answered = await hub.AnswerAsync(consent, family.Guardians[second ? 1 : 0], answer);
                    Assert.Equal(model.Answered(second, answer == ConsentAnswer.Yes), answered is AnswerOutcome.Answered);
                    break;
                case Step.FirstWithdraws or Step.SecondWithdraws when last is { } consent:
                    var person = family.Guardians[step == Step.SecondWithdraws ? 1 : 0];
                    if (await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(person), default) is WithdrawOutcome.Withdrawn)
                    {
                        model.Withdrawn();
                    }

                    break;
                case Step.FirstLosesCustody:
                    await hub.Get<KeepRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, default);
                    model.MustSign.Remove(false);
                    break;
                case Step.SecondBlocked:
                    await hub.Get<KeepRegister>().BlockGuardianAsync(family.Child, family.Guardians[1], "Beslut", "SN 2026/1", hub.Today, Actor.Hub, default);
                    model.MustSign.Remove(true);
                    model.SecondIsBlocked = true;
                    break;
                case Step.Release:
                    var released = await family.IsReleasedAsync();
                    var logged = (await hub.LogAsync()).Skip(before).Any(e => e.Verdict == "release");
                    Assert.Equal(released, logged);
                    Assert.True(!logged || model.MayRelease, $"released after {string.Join(", ", history)}");
                    _released += logged ? 1 : 0;
                    break;
            }
        }
    }

    /// <summary>Guardians are false for the first and true for the second.</summary>
    private sealed class Model
    {
        private readonly List<One> _consents = [];

        public HashSet<bool> MustSign { get; } = [false, true];

        public bool SecondIsBlocked { get; set; }

        public bool MayRelease => MustSign.Count > 0 && _consents.Exists(c =>
            !c.Withdrawn && c.Asked.SetEquals(c.Yes) && MustSign.IsSubsetOf(c.Yes) && !(SecondIsBlocked && c.Yes.Contains(true)));

        public void Asked() => _consents.Add(new One([.. MustSign], [], [], false));

        /// <summary>Whether the answer is one that the hub must take.</summary>
        public bool Answered(bool second, bool yes)
        {
            var consent = _consents[^1];
            if (consent.Withdrawn || !MustSign.Contains(second) || !consent.Asked.Contains(second) || !consent.Answered.Add(second))
            {
                return false;
            }

            if (yes)
            {
                consent.Yes.Add(second);
            }

            return true;
        }

        public void Withdrawn() => _consents[^1] = _consents[^1] with { Withdrawn = true };

        private sealed record One(HashSet<bool> Asked, HashSet<bool> Answered, HashSet<bool> Yes, bool Withdrawn);
    }
}
