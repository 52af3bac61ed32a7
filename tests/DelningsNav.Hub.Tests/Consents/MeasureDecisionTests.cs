using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// The social board's decision about a measure (FB 6 kap. 13 a §): recorded, shown, never a consent, and without effect on the
/// signers unless the rules count it.
/// </summary>
public sealed class MeasureDecisionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_decision_is_registered_once_is_seen_by_the_cases_staff_and_the_guardian_and_is_not_a_consent(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));

        var first = await RegisterAsync(hub, family);
        var again = await RegisterAsync(hub, family);

        var staffs = await hub.Get<CaseConsents>().ReadAsync(family.Case, hub.Familjebehandlare, Ct);
        Assert.Equal(Assert.IsType<RegisterMeasureOutcome.Registered>(first), again);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.MeasureDecisionRegistered);
        Assert.Equal("SN 2026/77", Assert.Single(staffs!.Measures).CaseNumber);
        Assert.Empty(staffs.Consents);
        Assert.Equal((false, true), (await SeesAsync(hub, family, 0), await SeesAsync(hub, family, 1)));
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task By_the_shipped_rules_both_guardians_still_sign()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await RegisterAsync(hub, family);
        var consent = await family.AskedAsync();

        await hub.AnswerAsync(consent, family.Guardians[0]);

        Assert.All((await hub.ConsentAsync(consent)).Signatures, s => Assert.Null(s.Excuse));
        Assert.False(await family.IsReleasedAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Where_the_rules_count_a_decision_one_guardian_signs_while_it_is_valid_and_the_other_may_say_no(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync(
            "9.9.9", hub.PackWith("9.9.9", "consent-rules.json", Procedure("prevented-guardian"), Procedure("measure-decision")));
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await RegisterAsync(hub, family);

        var longer = await family.AskAsync(family.Ask() with { ValidUntil = SwedishTime.StartOf(hub.Today.AddDays(200)).AddTicks(1) });
        var asked = await family.AskAsync(family.Ask() with { ValidUntil = SwedishTime.StartOf(hub.Today.AddDays(200)) });
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(asked).Consents);
        await hub.AnswerAsync(consent, family.Guardians[0]);
        var released = await family.IsReleasedAsync();
        await hub.AnswerAsync(consent, family.Guardians[1], ConsentAnswer.No);

        Assert.Equal(["outlives-decision"], Assert.IsType<AskOutcome.Invalid>(longer).Faults.Select(f => f.Code));
        Assert.True(released);
        Assert.Equal(ConsentState.Withdrawn, (await hub.ConsentAsync(consent)).State);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_blocked_guardian_does_not_see_a_decision()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await RegisterAsync(hub, family);

        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[1], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);

        Assert.Null(await hub.Get<AccessReports>().ReadAsync(family.Child, family.Guardians[1], AccessGroup.Consents, 1, Ct));
    }

    [Fact]
    public async Task Only_a_social_boards_staff_who_are_assigned_to_the_case_register_it_and_all_faults_are_named()
    {
        await using var hub = await TestHub.StartAsync();
        var (family, one) = (
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9)),
            await TestFamily.SettleAsync(hub, hub.Today.AddYears(-10), guardians: 1));

        var holder = await RegisterAsync(hub, family, by: hub.Rektor);
        var unassigned = await RegisterAsync(hub, family, by: await hub.ColleagueAsync());
        var wrong = await RegisterAsync(hub, family, m => m with
        {
            Guardian = hub.Mother,
            Measure = (SupportMeasure)9,
            CaseNumber = MeasureToRegister.CaseNumberField.Read(" "),
            DecidedOn = hub.Today.AddDays(1),
            Until = hub.Today.AddDays(1),
        });
        var only = await RegisterAsync(hub, one, m => m with { Guardian = one.Guardians[0] });

        Assert.All([holder, unassigned], o => Assert.IsType<RegisterMeasureOutcome.NotYourCase>(o));
        Assert.Equal(
            ["unknown-guardian", "unknown-measure", "case-number-missing", "decided-later", "until-before-decided"],
            Assert.IsType<RegisterMeasureOutcome.Invalid>(wrong).Faults.Select(f => f.Code));
        Assert.Equal(["only-guardian"], Assert.IsType<RegisterMeasureOutcome.Invalid>(only).Faults.Select(f => f.Code));
    }

    private static string Procedure(string exception) =>
        $"\"purpose\": \"sst\", \"signers\": \"by-age\", \"foundMature\": \"child-found-mature\", \"ownMatter\": \"childs-own-matter\", "
        + $"\"exceptions\": [\"{exception}\"]";

    private static async Task<bool> SeesAsync(TestHub hub, TestFamily family, int guardian) =>
        (await hub.Get<AccessReports>().ReadAsync(family.Child, family.Guardians[guardian], AccessGroup.Consents, 1, Ct))!
            .Lines.Any(l => l.Kind == AccessKind.MeasureDecided);

    private static Task<RegisterMeasureOutcome> RegisterAsync(
        TestHub hub, TestFamily family, Func<MeasureToRegister, MeasureToRegister>? change = null, StaffMemberId? by = null)
    {
        var measure = new MeasureToRegister
        {
            Guardian = family.Guardians[^1],
            Measure = SupportMeasure.OpenTreatment,
            CaseNumber = MeasureToRegister.CaseNumberField.Read("SN 2026/77"),
            DecidedOn = hub.Today.AddDays(-10),
            Until = hub.Today.AddDays(200),
        };
        return hub.Get<RegisterMeasureDecision>()
            .HandleAsync(family.Case, change?.Invoke(measure) ?? measure, new Caller.Staff(by ?? hub.Familjebehandlare), Ct);
    }
}
