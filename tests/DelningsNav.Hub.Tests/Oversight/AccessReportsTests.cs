using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Oversight;

/// <summary>What a family may read from the log about its child.</summary>
public sealed class AccessReportsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_reading_shows_who_what_when_why_and_under_which_consent(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var consentedAt = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromDays(3));
        await hub.ReadRegisterAgainAsync();
        var released = await ReadRecordAsync(hub);

        var report = await ReportAsync(hub, hub.Mother, AccessGroup.Readings);

        var line = Assert.Single(report!.Lines);
        Assert.Equal((AccessKind.Read, released.Receipt.Index, hub.Clock.GetUtcNow()), (line.Kind, line.LogIndex, line.At));
        Assert.Equal(new AccessActor(StaffRole.Familjebehandlare, "SST Järva", "Järva stadsdelsnämnd"), line.By);
        Assert.Equal("franvaro", Assert.Single(line.Types).Code.Code);
        Assert.Equal(("sst", new PartyName("Utbildningsnämnden", "Grundskola", BranchKind.School)), (line.Purpose, line.Holder));
        Assert.Equal((GroundKind.Consent, consentedAt), (line.Ground!.Kind, line.Ground.ConsentHeldFrom));
        Assert.Equal([line.At], report.ReadAt);
    }

    [Fact]
    public async Task A_release_without_a_confirmed_delivery_is_listed_as_a_release()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        await hub.ReleaseAsync(await hub.AskAsync(), Opening.Nothing);

        var report = await ReportAsync(hub, hub.Mother, AccessGroup.Readings);

        Assert.Equal(AccessKind.MayRead, Assert.Single(report!.Lines).Kind);
        Assert.Empty(report.ReadAt);
    }

    [Fact]
    public async Task A_question_that_was_refused_is_listed_without_the_requesters_words()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync("psykologiskt-underlag", "{}", by: await PsychologistAsync(hub));
        await hub.ReleaseAsync(await AskElevhalsaAsync(hub));

        var report = await ReportAsync(hub, hub.Mother, AccessGroup.Questions);

        Assert.Equal(2, report!.Lines.Count);
        Assert.Equal(AccessKind.Asked, report.Lines[^1].Kind);
        Assert.True(report.Lines[0].Kind is AccessKind.Refused or AccessKind.Referred);
        Assert.True(report.Lines[0].ConsentWasMissing);
        Assert.All(report.Lines, line => Assert.Null(line.Ground));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Reading_the_report_is_logged_before_it_is_answered(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var before = (await hub.LogAsync()).Count;

        await ReportAsync(hub, hub.Mother, AccessGroup.Readings);

        Assert.Equal(EntryKinds.AccessReportRead, Assert.Single((await hub.LogAsync()).Skip(before)).Kind);
        var others = await ReportAsync(hub, hub.Mother, AccessGroup.Other);
        Assert.Equal(AccessKind.ReportRead, Assert.Single(others!.Lines).Kind);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Who_answered_what_is_never_shown_to_the_other_guardian(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var asked = await hub.AskForConsentAsync();
        await hub.AnswerAsync(asked, hub.Mother);
        await hub.AnswerAsync(asked, hub.Father, ConsentAnswer.No);
        await ReportAsync(hub, hub.Father, AccessGroup.Consents);

        var mothers = await ReportAsync(hub, hub.Mother, AccessGroup.Consents);
        var fathers = await ReportAsync(hub, hub.Father, AccessGroup.Consents);
        var mothersOther = await ReportAsync(hub, hub.Mother, AccessGroup.Other);

        Assert.Equal([AccessKind.YouSaidYes, AccessKind.ConsentAsked], mothers!.Lines.Select(l => l.Kind));
        Assert.Equal([AccessKind.YouSaidNo, AccessKind.ConsentAsked], fathers!.Lines.Select(l => l.Kind));
        Assert.Equal(2, mothers.Counts[AccessGroup.Consents]);
        Assert.Single(mothersOther!.Lines);
    }

    [Fact]
    public async Task A_consent_that_became_active_and_was_withdrawn_names_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.WithdrawAsync(await hub.GiveConsentAsync());

        var fathers = await ReportAsync(hub, hub.Father, AccessGroup.Consents);
        var mothers = await ReportAsync(hub, hub.Mother, AccessGroup.Consents);

        Assert.Equal([AccessKind.ConsentWithdrawn, AccessKind.YouSaidYes, AccessKind.ConsentAsked], fathers!.Lines.Select(l => l.Kind));
        Assert.Equal(
            [AccessKind.YouWithdrew, AccessKind.ConsentHeld, AccessKind.YouSaidYes, AccessKind.ConsentAsked],
            mothers!.Lines.Select(l => l.Kind));
        Assert.All(
            fathers.Lines.Concat(mothers.Lines).Where(l => l.Kind != AccessKind.ConsentAsked),
            line => Assert.Equal(new AccessActor(null, "", ""), line.By));
    }

    [Fact]
    public async Task A_yes_withdrawn_before_the_consent_was_active_is_shown_to_nobody_else()
    {
        await using var hub = await TestHub.StartAsync();
        var asked = await hub.AskForConsentAsync();
        await hub.AnswerAsync(asked, hub.Mother);
        await hub.WithdrawAsync(asked);

        var fathers = await ReportAsync(hub, hub.Father, AccessGroup.Consents);

        Assert.Equal(AccessKind.ConsentAsked, Assert.Single(fathers!.Lines).Kind);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_blocked_guardian_and_an_outsider_get_the_answer_of_an_unknown_child_and_leave_no_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Skydd", "SDN 2026/9", hub.Today, Actor.Hub, Ct);
        var outsider = await hub.PersonAsync(44, name: "Ulf");
        var before = (await hub.LogAsync()).Count;

        Assert.Null(await ReportAsync(hub, hub.Father, AccessGroup.Readings));
        Assert.Null(await ReportAsync(hub, outsider, AccessGroup.Readings));
        Assert.Null(await ReportAsync(hub, hub.Child, AccessGroup.Readings));
        Assert.Null(await hub.Get<AccessReports>().ReadAsync(new PersonId(Guid.Empty), hub.Mother, AccessGroup.Readings, 1, Ct));

        Assert.Equal(before, (await hub.LogAsync()).Count);
    }

    [Fact]
    public async Task The_registers_information_about_a_block_is_in_nobodys_report()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Skydd", "SDN 2026/9", hub.Today, Actor.Hub, Ct);

        var report = await ReportAsync(hub, hub.Mother, AccessGroup.Other);

        Assert.All(report!.Counts.Values, count => Assert.Equal(0, count));
    }

    [Theory]
    [InlineData("uppgift-om-anmalare")]
    [InlineData("orosanmalan-kopia")]
    public async Task The_name_of_a_type_that_reveals_who_reported_is_left_out(string type)
    {
        await using var hub = await TestHub.StartAsync();
        Assert.True(FamilySecrets.Hides([hub.Start.Policies.RecordTypes.Find(TestTypes.Of(type))]));
        Assert.False(FamilySecrets.Hides([hub.Start.Policies.RecordTypes.Find(TestTypes.Of("franvaro"))]));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    public async Task The_list_pages_after_twenty_lines(int questions, int pages)
    {
        await using var hub = await TestHub.StartAsync();
        for (var i = 0; i < questions; i++)
        {
            await hub.AskAsync();
        }

        var last = await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Questions, 99, Ct);

        Assert.Equal((pages, pages), (last!.Page, last.LastPage));
        Assert.Equal(questions - ((pages - 1) * AccessReports.PageLength), last.Lines.Count);
    }

    private static Task<AccessReport?> ReportAsync(TestHub hub, PersonId reader, AccessGroup group) =>
        hub.Get<AccessReports>().ReadAsync(hub.Child, reader, group, 1, Ct);

    private static async Task<RecordAnswer.Released> ReadRecordAsync(TestHub hub)
    {
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: true, Ct);
        return released;
    }

    private static async Task<StaffMemberId> PsychologistAsync(TestHub hub)
    {
        var unit = await hub.Get<MaintainParties>().AddUnitAsync(hub.Elevhalsa, "Elevhälsan Järva", "Järva", Ct);
        return await hub.Get<MaintainParties>().AddStaffAsync(
            unit, "Pia Psykolog", StaffRole.Skolpsykolog, assesses: true, assessesProtectedIdentities: false, Ct);
    }

    private static async Task<RequestId> AskElevhalsaAsync(TestHub hub)
    {
        var outcome = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = hub.Case,
                Holder = hub.Elevhalsa,
                RecordTypes = [TestTypes.Of("psykologiskt-underlag")],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Något hemligt"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);
        return Assert.IsType<RequestOutcome.Requested>(outcome).Request;
    }
}
