using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Consents in families in which something changes on the next day, and how each view shows them.</summary>
internal static class CoverageSituations
{
    /// <summary>What changes in the family on the second day.</summary>
    public enum Change
    {
        Nothing,
        FirstLosesCustody,
        NewGuardian,
        FirstBlocked,
        SecondBlocked,
        TurnsFifteen,
        TurnsEighteen,
    }

    public enum Prevented
    {
        Nobody,
        SecondStated,
        SecondConfirmed,
    }

    public enum Reply
    {
        Yes,
        No,
        None,
    }

    public enum Ending
    {
        None,
        Withdrawn,
        PurposeMet,
    }

    public enum Window
    {
        AllOfTheRequest,
        AllOfTheRecord,
        PartOfTheRecord,
        BeforeTheRequest,
    }

    public enum Validity
    {
        HalfAYear,
        ToTheSecondDay,
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One consent, and what was done with it.</summary>
    public sealed record Sample(
        Prevented Prevented, Reply First, Reply Second, Ending Ending, Window Window, Validity Validity, UseLimit Uses, int Opened);

    /// <summary>The consent in a case of its own, the request that waited for it, and a request with exactly the consent's scope.</summary>
    internal sealed record One(TestFamily Family, ConsentId Consent, ConsentAsk Ask, RequestId Request, RequestId OwnScope);

    /// <summary>How a release, each view and a new ask treat the consent.</summary>
    /// <param name="Release">Whether a release of everything that the consent covers would rest on it, regardless of earlier uses.</param>
    /// <param name="OfRecord">Whether a release of the deposited record would rest on it, given how often the record was opened.</param>
    /// <param name="Board">How the board shows the request.</param>
    /// <param name="Choice">The state of the consent on the page where staff choose what to ask for.</param>
    /// <param name="Case">How the case shows the consent.</param>
    /// <param name="Party">How the consent is shown to a party's system.</param>
    /// <param name="Family">How the consent is shown to each member of the family who may see it.</param>
    /// <param name="Anew">The outcome of asking for the same anew, or null when it was not tried.</param>
    /// <param name="IsUsedUp">Whether each record may be shown once and one was shown: then the family may be asked again.</param>
    internal sealed record Said(
        bool Release,
        bool OfRecord,
        SurveyState Board,
        ConsentStanding Choice,
        SeenConsentState Case,
        SeenConsentState Party,
        string Family,
        string? Anew,
        bool IsUsedUp)
    {
        public IEnumerable<string> Disagreements()
        {
            var shown = Board is SurveyState.ConsentGiven or SurveyState.Granted or SurveyState.Received;
            if (shown && !OfRecord)
            {
                yield return "the board shows as given a consent on which no release rests";
            }

            if (OfRecord && Board is not (SurveyState.Granted or SurveyState.Received))
            {
                yield return "the board does not show a consent on which a release rests";
            }

            if ((Choice == ConsentStanding.Given) != Release)
            {
                yield return "the choice of what to ask for";
            }

            if ((Case == SeenConsentState.Active) != Release)
            {
                yield return "the case";
            }

            if ((Party == SeenConsentState.Active) != Release)
            {
                yield return "the party's system";
            }

            var family = Family.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (family.Any(state => state.StartsWith("Holds", StringComparison.Ordinal) != Release))
            {
                yield return "the family";
            }

            if (Anew is not null && (Anew == nameof(AskOutcome.ConsentedAlready)) != (Release && !IsUsedUp))
            {
                yield return "the ask";
            }
        }
    }

    internal sealed class World(TestHub hub, StaffMemberId colleague, Caller.System system)
    {
        /// <summary>A family with a change that begins on the second day; on the first day nothing has changed.</summary>
        public async Task<TestFamily> FamilyAsync(Change change)
        {
            var tomorrow = hub.Today.AddDays(1);
            var family = await TestFamily.SettleAsync(hub, change switch
            {
                Change.TurnsFifteen => tomorrow.AddYears(-15),
                Change.TurnsEighteen => tomorrow.AddYears(-18),

                // Each child needs an identity number of its own, which follows from the day of birth.
                Change.Nothing or Change.FirstLosesCustody or Change.NewGuardian or Change.FirstBlocked or Change.SecondBlocked =>
                    hub.Today.AddYears(-9).AddDays(-(int)change),
            });
            var register = hub.Get<MaintainRegister>();
            switch (change)
            {
                case Change.FirstLosesCustody:
                    await register.EndCustodyAsync(family.Child, family.Custodies[0], tomorrow, Actor.Hub, Ct);
                    break;
                case Change.NewGuardian:
                    var newcomer = await hub.PersonAsync(36, name: "Nils");
                    await register.RecordCustodyAsync(family.Child, newcomer, CustodyKind.SpeciallyAppointed, tomorrow, Actor.Hub, Ct);
                    break;
                case Change.FirstBlocked or Change.SecondBlocked:
                    var guardian = family.Guardians[change == Change.FirstBlocked ? 0 : 1];
                    await register.BlockGuardianAsync(family.Child, guardian, "Beslut", "SN 2026/1", tomorrow, Actor.Hub, Ct);
                    break;
                case Change.Nothing or Change.TurnsFifteen or Change.TurnsEighteen:
                    break;
            }

            return family;
        }

        public async Task<One> ConsentAsync(TestFamily family, Sample sample)
        {
            var own = await family.InAnotherCaseAsync();
            var today = hub.Today;
            var (from, to) = sample.Window switch
            {
                Window.AllOfTheRequest => (today.AddDays(-400), today.AddDays(100)),
                Window.AllOfTheRecord => (today.AddDays(-150), today),
                Window.PartOfTheRecord => (today.AddDays(-50), today),
                Window.BeforeTheRequest => (today.AddDays(-500), today.AddDays(-350)),
            };
            var ask = own.Ask() with
            {
                DataFrom = from,
                DataTo = to,
                Uses = sample.Uses,
                ValidUntil = hub.Clock.GetUtcNow().AddDays(sample.Validity == Validity.HalfAYear ? 180 : 1),
                Prevented = sample.Prevented == Prevented.Nobody
                    ? null
                    : new PreventionAsk
                    {
                        Guardian = own.Guardians[1],
                        Cause = PreventionCause.Away,
                        Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                        Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
                    },
            };
            var request = await own.RequestAsync();
            await hub.ReleaseAsync(request, Opening.Nothing);
            var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await own.AskAsync(ask)).Consents);
            if (sample.Prevented == Prevented.SecondConfirmed)
            {
                await using var db = hub.Db();
                var stated = await db.PreventedGuardians.Where(p => p.Case == own.Case).Select(p => p.Id).SingleAsync(Ct);
                await hub.Get<DecidePrevention>()
                    .HandleAsync(
                        stated, PreventionOutcome.Confirmed, DecidePrevention.Reason.Read("Kontrollerat"), new Caller.Staff(colleague), Ct);
            }

            foreach (var (person, capacity) in await own.SignersAsync(consent))
            {
                var reply = capacity == SignerCapacity.Self ? Reply.Yes : person == own.Guardians[0] ? sample.First : sample.Second;
                var prevented = sample.Prevented == Prevented.SecondConfirmed && person == own.Guardians[1];
                if (reply != Reply.None && !prevented)
                {
                    await hub.AnswerAsync(consent, person, reply == Reply.Yes ? ConsentAnswer.Yes : ConsentAnswer.No);
                }
            }

            for (var i = 0; i < sample.Opened; i++)
            {
                await hub.ReleaseAsync(request);
            }

            var staff = new Caller.Staff(hub.Familjebehandlare);
            _ = sample.Ending switch
            {
                Ending.None => null,
                Ending.Withdrawn => (object)await hub.Get<WithdrawConsent>().HandleAsync(consent, staff, Ct),
                Ending.PurposeMet => await hub.Get<EndConsent>()
                    .HandleAsync(consent, ConsentEnding.PurposeMet, EndConsent.Reason.Read("Klart"), staff, Ct),
            };
            return new One(own, consent, ask, request, await RequestAsync(own, from, to));
        }

        public async Task<Said> SaidAsync(One one, bool askAnew)
        {
            var ofOwnScope = await FactsAsync(one.OwnScope);
            var facts = await FactsAsync(one.Request);
            await using var db = hub.Db();
            var survey = await Survey.ReadAsync(db, [one.Family.Case], hub.Social, hub.Clock.GetUtcNow(), Ct);
            var @case = await hub.Get<CaseConsents>().ReadAsync(one.Family.Case, hub.Familjebehandlare, Ct);
            var party = await hub.Get<ReadConsent>()
                .ReadAsync(one.Consent, system with { OnBehalfOf = hub.Familjebehandlare }, Ct);
            return new Said(
                ofOwnScope.For(TestFamily.Type, null, "").Consent is { SignerBlocked: false },
                facts.For(TestFamily.Type, Assert.Single(facts.Records), "").Consent is { SignerBlocked: false },
                survey.ItemOf(await db.Requests.SingleAsync(r => r.Id == one.Request, Ct), TestFamily.Type).State,
                survey.ConsentOf(one.Family.Case, hub.School, TestFamily.Type).Standing,
                Assert.Single(@case!.Consents).Standing,
                party!.Standing,
                await FamilyAsync(one),
                askAnew ? await AnewAsync(one) : null,
                one.Ask.Uses == UseLimit.Once && await db.Decisions.AnyAsync(d => d.Opened && d.Consent == one.Consent, Ct));
        }

        private async Task<string> FamilyAsync(One one)
        {
            var said = new List<FamilyConsentState>();
            foreach (var reader in one.Family.Guardians.Append(one.Family.Child))
            {
                var home = await hub.Get<FamilyConsents>().ReadAsync(reader, Ct);
                said.AddRange(home.Children.SelectMany(child => child.Consents).Where(c => c.Id == one.Consent).Select(c => c.State));
            }

            return string.Join(' ', said);
        }

        private async Task<string> AnewAsync(One one) => (await one.Family.AskAsync(
            one.Ask with { ValidUntil = hub.Clock.GetUtcNow().AddMinutes(10), Prevented = null })).GetType().Name;

        private async Task<RequestFacts> FactsAsync(RequestId request)
        {
            var staff = new Caller.Staff(hub.Familjebehandlare);
            return Assert.IsType<RequestFacts>(await ReadFacts.ReadAsync(
                hub.Start.Database, hub.Start.Log, request, staff, hub.Clock, RegisterFreshness.Usual, Ct));
        }

        private async Task<RequestId> RequestAsync(TestFamily family, DateOnly from, DateOnly to)
        {
            var ask = new InformationAsk
            {
                Case = family.Case,
                Holder = hub.School,
                RecordTypes = [TestFamily.Type],
                PeriodFrom = from,
                PeriodTo = to,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            };
            var asked = await hub.Get<RequestInformation>().HandleAsync(ask, new Caller.Staff(hub.Familjebehandlare), Ct);
            return Assert.IsType<RequestOutcome.Requested>(asked).Request;
        }
    }
}
