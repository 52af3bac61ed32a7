using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

public sealed class AskForConsentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_holder_gets_a_consent_of_its_own_and_an_entry_of_its_own(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcome = await AskAsync(hub, Ask(hub) with
        {
            Scopes =
            [
                new ConsentScope(hub.School, TestTypes.Of("franvaro", "betyg")),
                new ConsentScope(hub.Elevhalsa, [TestTypes.Of("psykologiskt-underlag")]),
            ],
        });

        var asked = Assert.IsType<AskOutcome.Asked>(outcome);
        var consents = await Task.WhenAll(asked.Consents.Select(hub.ConsentAsync));
        Assert.Equal(new[] { hub.School, hub.Elevhalsa }, consents.Select(c => c.Discloser));
        Assert.All(consents, c => Assert.Equal(ConsentState.Requested, c.State));
        Assert.Equal([EntryKinds.ConsentRequested, EntryKinds.ConsentRequested], (await hub.LogAsync()).TakeLast(2).Select(e => e.Kind));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_for_one_holder_is_not_a_yes_for_another(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var asked = Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, Ask(hub) with
        {
            Scopes =
            [
                new ConsentScope(hub.School, [TestTypes.Of("franvaro")]),
                new ConsentScope(hub.Elevhalsa, [TestTypes.Of("psykologiskt-underlag")]),
            ],
        }));

        await hub.AnswerAsync(asked.Consents[0], hub.Mother);
        await hub.AnswerAsync(asked.Consents[0], hub.Father);

        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(asked.Consents[0])).State);
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(asked.Consents[1])).State);
    }

    [Fact]
    public async Task All_faults_of_an_ask_are_named_at_once_and_nobody_is_asked()
    {
        await using var hub = await TestHub.StartAsync();
        var before = await hub.LogAsync();

        var outcome = await AskAsync(hub, Ask(hub) with
        {
            Scopes =
            [
                new ConsentScope(hub.School, [TestTypes.Of("finns-inte")]), new ConsentScope(hub.School, []),
                new ConsentScope(new BranchId(Guid.Empty), [TestTypes.Of("betyg")]),
            ],
            DataFrom = hub.Today,
            DataTo = hub.Today.AddDays(-1),
            ValidUntil = hub.Clock.GetUtcNow(),
            Message = AskForConsent.Message.Read(new string('a', 1001)),
            ChildsView = AskForConsent.ChildsView.Read(TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal()),
        });

        var codes = Assert.IsType<AskOutcome.Invalid>(outcome).Faults.Select(f => f.Code).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "unknown-record-type", "no-record-types", "unknown-discloser", "discloser-twice", "window-reversed", "validity-passed",
                "text-too-long", "identity-number",
            },
            codes);
        Assert.Equal(before, await hub.LogAsync());
        await using var db = hub.Db();
        Assert.Empty(await db.ConsentRequests.ToListAsync(Ct));
    }

    [Fact]
    public async Task No_fault_repeats_an_identity_number_that_was_typed()
    {
        await using var hub = await TestHub.StartAsync();
        var number = TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal();

        var outcome = await AskAsync(hub, Ask(hub) with { Message = AskForConsent.Message.Read($"Gäller {number}") });

        Assert.DoesNotContain(
            number, Assert.Single(Assert.IsType<AskOutcome.Invalid>(outcome).Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "validity-passed")]
    [InlineData(0, 1, null)]
    [InlineData(366, 0, null)]
    [InlineData(366, 1, "validity-too-long")]
    public async Task A_consent_is_valid_from_a_moment_to_a_year(int days, int milliseconds, string? fault)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { ValidUntil = hub.Clock.GetUtcNow().AddDays(days).AddMilliseconds(milliseconds) });

        Assert.Equal(fault, outcome is AskOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
    }

    [Theory]
    [InlineData(1829, null)]
    [InlineData(1830, "window-too-long")]
    public async Task The_records_may_be_about_as_many_days_as_the_rules_allow(int daysBetween, string? fault)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { DataFrom = hub.Today.AddDays(-daysBetween), DataTo = hub.Today });

        Assert.Equal(fault, outcome is AskOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_use_limit_the_retention_promise_and_the_rule_on_signers_are_stored_in_the_consent_for_good(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcome = await AskAsync(
            hub, Ask(hub) with { Uses = UseLimit.Times(3, UsePeriod.Week), RetentionPromise = RetentionPromise.Parse("read-only") });

        var consent = await hub.ConsentAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents));
        Assert.Equal((UseLimit.Times(3, UsePeriod.Week), "read-only"), (consent.Uses, consent.RetentionPromise.Code));
        Assert.Equal($"{hub.Start.Policies.Version} by-age 0:G 12:GH 15:GS 18:S", consent.FrozenRule);
    }

    [Fact]
    public async Task A_use_limit_and_a_promise_that_are_not_in_the_rules_are_refused()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { Uses = null, RetentionPromise = RetentionPromise.Parse("for-ever") });

        Assert.Equal(
            ["unknown-use-limit", "unknown-retention-promise"], Assert.IsType<AskOutcome.Invalid>(outcome).Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task A_circumstance_that_could_not_be_read_is_refused_with_the_faults_under_the_usual_rule()
    {
        await using var hub = await TestHub.StartAsync();
        var ask = Ask(hub) with { Circumstance = null, RetentionPromise = RetentionPromise.Parse("for-ever") };

        var without = await AskAsync(hub, ask);
        var reasoned = await AskAsync(hub, ask with
        {
            CircumstanceReason = AskForConsent.CircumstanceReason.Read("Barnet förstår vad det gäller."),
        });

        Assert.Equal(
            ["unknown-retention-promise", "unknown-circumstance", "circumstance-reason"],
            Assert.IsType<AskOutcome.Invalid>(without).Faults.Select(f => f.Code));
        Assert.Equal(
            ["unknown-retention-promise", "unknown-circumstance"],
            Assert.IsType<AskOutcome.Invalid>(reasoned).Faults.Select(f => f.Code));
        Assert.DoesNotContain(await hub.LogAsync(), entry => entry.Kind == EntryKinds.ConsentRequested);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_outstanding_ask_is_not_repeated_not_even_by_two_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var both = await Task.WhenAll(AskAsync(hub, Ask(hub)), AskAsync(hub, Ask(hub)));
        var wider = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, TestTypes.Of("franvaro", "betyg"))] });

        Assert.Single(both.OfType<AskOutcome.Asked>());
        Assert.Single(both.OfType<AskOutcome.AwaitedAlready>());
        var asked = Assert.IsType<AskOutcome.Asked>(wider);
        Assert.Equal(["betyg"], (await hub.ConsentAsync(Assert.Single(asked.Consents))).RecordTypes.Codes());
        Assert.Equal(["franvaro"], Assert.Single(asked.LeftOut).RecordTypes.Codes());
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(30, true)]
    public async Task A_consent_is_renewed_in_its_last_thirty_days_and_the_new_one_supersedes_it(int daysLeft, bool renewed)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        var ask = family.Ask();
        var first = await family.GivenAsync(ask with { ValidUntil = hub.Clock.GetUtcNow().AddDays(60) });
        hub.Clock.Advance(TimeSpan.FromDays(60 - daysLeft));

        var outcome = await family.AskAsync(ask);

        Assert.Equal(renewed ? typeof(AskOutcome.Asked) : typeof(AskOutcome.ConsentedAlready), outcome.GetType());
        if (outcome is AskOutcome.Asked asked)
        {
            await hub.AnswerAsync(asked.Consents[0], family.Guardians[0]);
            Assert.Equal(ConsentState.Superseded, (await hub.ConsentAsync(first)).State);
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_rule_that_a_later_set_changes_applies_to_later_asks_and_to_nothing_else(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-12));
        var before = await family.GivenAsync();
        await hub.SwapToAsync(
            "2.0.0", hub.PackWith("2.0.0", "consent-rules.json", "\"signers\": \"by-age\"", "\"signers\": \"pupil-and-guardians\""));

        var after = await family.AskedAsync(TestTypes.Of("betyg"));

        Assert.Equal(0, await hub.Get<LapseConsents>().RunAsync(Ct));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(before)).State);
        Assert.True(await family.IsReleasedAsync());
        Assert.Contains((family.Child, SignerCapacity.Self), await family.SignersAsync(after));
        Assert.Equal("2.0.0 pupil-and-guardians 0:G 12:GS 18:S", (await hub.ConsentAsync(after)).FrozenRule);
    }

    [Fact]
    public async Task Where_the_rules_have_no_procedure_for_a_case_nobody_is_asked_in_it()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.SwapToAsync("2.0.0", hub.PackWith("2.0.0", "consent-rules.json", "\"purpose\": \"sst\"", "\"purpose\": \"other\""));

        var outcome = await AskAsync(hub, Ask(hub));

        Assert.Equal("no-procedure", Assert.Single(Assert.IsType<AskOutcome.Invalid>(outcome).Faults).Code);
    }

    [Theory]
    [InlineData(11, SigningCircumstance.ChildFoundMature, "too-young-to-sign", "")]
    [InlineData(12, SigningCircumstance.ChildFoundMature, null, "GGS")]
    [InlineData(14, SigningCircumstance.ChildsOwnMatter, "too-young-for-own-matter", "")]
    [InlineData(15, SigningCircumstance.ChildsOwnMatter, null, "S")]
    public async Task A_child_signs_otherwise_than_usual_when_staff_give_the_reason_and_the_rules_allow_it(
        int age, SigningCircumstance circumstance, string? fault, string signers)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-age));
        var ask = family.Ask() with
        {
            Circumstance = circumstance,
            CircumstanceReason = AskForConsent.CircumstanceReason.Read("Har själv berättat vad det gäller."),
        };

        var silent = await family.AskAsync(ask with { CircumstanceReason = AskForConsent.CircumstanceReason.Read(" ") });
        var said = await family.AskAsync(ask);

        Assert.Contains("circumstance-reason", Assert.IsType<AskOutcome.Invalid>(silent).Faults.Select(f => f.Code));
        Assert.Equal(fault, said is AskOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
        if (said is AskOutcome.Asked asked)
        {
            var capacities = (await family.SignersAsync(asked.Consents[0]))
                .Select(s => s.Capacity == SignerCapacity.Guardian ? 'G' : 'S')
                .Order();
            Assert.Equal(signers, string.Concat(capacities));
        }
    }

    [Fact]
    public async Task A_child_of_twelve_who_is_asked_to_sign_sees_its_own_matters_and_other_children_of_twelve_do_not()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-12));
        var before = (await hub.Get<FamilyConsents>().ReadAsync(family.Child, Ct)).Children.Count;
        var ask = family.Ask() with
        {
            Circumstance = SigningCircumstance.ChildFoundMature,
            CircumstanceReason = AskForConsent.CircumstanceReason.Read("Har själv berättat vad det gäller."),
        };

        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await family.AskAsync(ask)).Consents);

        Assert.Equal(0, before);
        var seen = Assert.Single((await hub.Get<FamilyConsents>().ReadAsync(family.Child, Ct)).Children);
        Assert.Equal((consent, FamilyConsentState.AwaitsYou), (seen.Consents[0].Id, seen.Consents[0].State));
    }

    [Fact]
    public async Task A_message_may_have_a_thousand_characters_and_no_more()
    {
        await using var hub = await TestHub.StartAsync();

        var inside = await AskAsync(
            hub, Ask(hub) with { Message = AskForConsent.Message.Read(new string('a', AskForConsent.LongestText)) });
        var outside = await AskAsync(
            hub, Ask(hub) with { Message = AskForConsent.Message.Read(new string('a', AskForConsent.LongestText + 1)) });

        Assert.IsType<AskOutcome.Asked>(inside);
        Assert.Equal("text-too-long", Assert.Single(Assert.IsType<AskOutcome.Invalid>(outside).Faults).Code);
    }

    [Fact]
    public async Task A_consent_to_everything_that_a_holder_has_is_refused_and_to_everything_except_one_type_is_not()
    {
        await using var hub = await TestHub.StartAsync();
        var all = hub.Start.Policies.RecordTypes.All
            .Where(t => t.Holders.Contains(BranchKind.School)).Select(t => t.Code).ToList();

        var blanket = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, all)] });
        var particular = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, [.. all.Skip(1)])] });

        Assert.Equal("blanket-consent", Assert.Single(Assert.IsType<AskOutcome.Invalid>(blanket).Faults).Code);
        Assert.IsType<AskOutcome.Asked>(particular);
    }

    [Fact]
    public async Task Nobody_can_ask_for_their_own_branchs_records()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.Social, [TestTypes.Of("genomforandeplan")])] });

        Assert.Contains("unknown-discloser", Assert.IsType<AskOutcome.Invalid>(outcome).Faults.Select(f => f.Code));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_the_family_has_consented_to_is_not_asked_for_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync("franvaro");

        var same = await AskAsync(hub, Ask(hub));
        var more = await AskAsync(
            hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, TestTypes.Of("franvaro", "betyg", "betyg"))] });
        var wider = await AskAsync(hub, Ask(hub) with { DataTo = hub.Today.AddDays(101) });

        Assert.IsType<AskOutcome.ConsentedAlready>(same);
        Assert.Equal(
            ["betyg"], (await hub.ConsentAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(more).Consents))).RecordTypes.Codes());
        Assert.Equal(
            ["franvaro"], (await hub.ConsentAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(wider).Consents))).RecordTypes.Codes());
    }

    [Fact]
    public async Task What_has_expired_or_was_withdrawn_is_asked_for_again()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        await hub.WithdrawAsync(consent);
        var afterWithdrawal = await AskAsync(hub, Ask(hub));
        foreach (var guardian in new[] { hub.Mother, hub.Father })
        {
            await hub.AnswerAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(afterWithdrawal).Consents), guardian);
        }

        hub.Clock.Advance(TimeSpan.FromDays(180));

        var afterExpiry = await AskAsync(hub, Ask(hub) with { DataTo = hub.Today.AddDays(-100) });

        Assert.IsType<AskOutcome.Asked>(afterExpiry);
    }

    [Theory]
    [InlineData("unassigned")]
    [InlineData("other-staff")]
    [InlineData("closed")]
    [InlineData("unknown-case")]
    [InlineData("family")]
    public async Task Only_staff_who_are_assigned_to_the_open_case_ask_and_everybody_else_gets_the_same_outcome(string who)
    {
        await using var hub = await TestHub.StartAsync();
        var cases = hub.Get<MaintainCases>();
        var (ask, caller) = (Ask(hub), (Caller)new Caller.Staff(hub.Familjebehandlare));
        switch (who)
        {
            case "unassigned":
                await cases.EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
                break;
            case "other-staff":
                caller = new Caller.Staff(hub.Rektor);
                break;
            case "closed":
                await cases.MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
                break;
            case "unknown-case":
                ask = ask with { Case = new CaseId(Guid.Empty) };
                break;
            default:
                caller = new Caller.Family(hub.Mother);
                break;
        }

        var outcome = await hub.Get<AskForConsent>().HandleAsync(ask, caller, Ct);

        Assert.IsType<AskOutcome.NotYourCase>(outcome);
    }

    private static ConsentAsk Ask(TestHub hub) => new()
    {
        Case = hub.Case,
        Scopes = [new ConsentScope(hub.School, [TestTypes.Of("franvaro")])],
        DataFrom = hub.Today.AddDays(-400),
        DataTo = hub.Today.AddDays(100),
        ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
    };

    private static Task<AskOutcome> AskAsync(TestHub hub, ConsentAsk ask) =>
        hub.Get<AskForConsent>().HandleAsync(ask, new Caller.Staff(hub.Familjebehandlare), Ct);
}
