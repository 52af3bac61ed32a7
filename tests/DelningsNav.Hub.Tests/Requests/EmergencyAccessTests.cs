using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Requests;

/// <summary>Emergency access (nödöppning): who declares it, what it opens and for how long, who is notified, and its review.</summary>
public sealed class EmergencyAccessTests
{
    private const string Why = "Eleven är försvunnen sedan i morse";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task After_a_no_a_declared_emergency_opens_the_record_and_the_entry_names_it_as_the_ground(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);

        var declared = await DeclaredAsync(hub, request);
        var answer = await hub.AnswerToAsync(request);

        var released = Assert.IsType<RecordAnswer.Released>(answer);
        Assert.NotNull(released.Document);
        Assert.Equal(
            (GroundKind.Emergency, "OSL 10:27", declared.Value),
            (released.Release.Ground.Kind, released.Release.Ground.Law, released.Release.Ground.EmergencyId));
        var log = await hub.LogAsync();
        Assert.True(log.Single(e => e.Kind == EntryKinds.EmergencyDeclared).Index < log.Last(e => e.Verdict == "release").Index);
    }

    [Fact]
    public async Task Nothing_is_declared_before_there_is_a_no()
    {
        await using var hub = await TestHub.StartAsync();
        var undecided = await hub.AskAsync();
        await hub.GiveConsentAsync();
        var released = await hub.AskAsync();
        await hub.ReleaseAsync(released);

        Assert.IsType<EmergencyOutcome.NothingToOpen>(await DeclareAsync(hub, undecided));
        Assert.IsType<EmergencyOutcome.NothingToOpen>(await DeclareAsync(hub, released));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task It_expires_by_the_clock_also_for_records_that_were_opened(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        await DeclaredAsync(hub, request, TimeSpan.FromDays(7));
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request)).Release;

        hub.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        await hub.ReadRegisterAgainAsync();
        var last = await OpenAgainAsync(hub, released);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var over = await OpenAgainAsync(hub, released);

        Assert.IsType<RecordAnswer.Released>(last);
        Assert.IsType<RecordAnswer.Referred>(over);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(168 * 60, true)]
    [InlineData((168 * 60) + 1, false)]
    public async Task It_is_valid_for_seven_days_at_most(int minutes, bool may)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await DeclareAsync(hub, await RefusedAsync(hub), length: TimeSpan.FromMinutes(minutes));

        Assert.Equal(may, outcome is EmergencyOutcome.Declared);
    }

    [Fact]
    public async Task A_reason_is_needed_and_names_nobody_by_number()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        var number = TestIdentities.BornOn(hub.Today.AddYears(-10)).Reveal();

        var (none, naming) = (await DeclareAsync(hub, request, " "), await DeclareAsync(hub, request, $"Gäller {number}"));

        Assert.Equal("reason-missing", Assert.Single(Assert.IsType<EmergencyOutcome.Invalid>(none).Faults).Code);
        Assert.Equal("identity-number", Assert.Single(Assert.IsType<EmergencyOutcome.Invalid>(naming).Faults).Code);
    }

    [Fact]
    public async Task No_emergency_is_offered_for_what_the_holder_has_refused()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);

        await JudgeAsync(hub, request);

        Assert.Empty((await hub.Get<EmergencyOfRequest>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Openable);
        Assert.IsType<EmergencyOutcome.NothingToOpen>(await DeclareAsync(hub, request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_caller_not_assigned_of_another_branch_or_in_a_closed_case_gets_the_answer_for_no_request(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        await using var db = hub.Db();
        var unit = (await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare, Ct)).Unit;
        var colleague = await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Kim Kollega", StaffRole.Kurator, assesses: false, assessesProtectedIdentities: false, Ct);

        Assert.IsType<EmergencyOutcome.NoSuchRequest>(await DeclareAsync(hub, request, by: colleague));
        Assert.IsType<EmergencyOutcome.NoSuchRequest>(await DeclareAsync(hub, request, by: hub.Rektor));
        Assert.IsType<EmergencyOutcome.NoSuchRequest>(await DeclareAsync(hub, new RequestId(Guid.NewGuid())));
        await hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
        Assert.IsType<EmergencyOutcome.NoSuchRequest>(await DeclareAsync(hub, request));
        Assert.Empty(await db.EmergencyAccesses.ToListAsync(Ct));
    }

    [Fact]
    public async Task It_opens_nothing_in_another_request_and_no_other_type()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync("betyg", "{}", "betyg-1");
        var request = await RefusedAsync(hub);
        var other = await RefusedAsync(hub);
        var otherType = await RefusedAsync(hub, "betyg");
        await DeclaredAsync(hub, request);

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(other));
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(otherType));
    }

    public static MatrixTheoryData<string, StorageEngine> Bars { get; } =
        new(["protected identity", "guardian block", "block", "the holder's refusal"], [StorageEngine.Sqlite, StorageEngine.PostgreSql]);

    [Theory, MemberData(nameof(Bars))]
    public async Task It_opens_nothing_that_a_bar_closes(string bar, StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        await DeclaredAsync(hub, request);
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        var waiting = await RefusedAsync(hub);
        await DeclaredAsync(hub, waiting);
        await hub.ClearAsync();

        await (bar switch
        {
            "protected identity" => (Task)hub.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing, name: "Nora"),
            "guardian block" =>
                hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct),
            "block" =>
                hub.Get<BlockDisclosure>()
                    .HandleAsync(hub.Child, new BlockScope(TestTypes.Of("franvaro"), null, null), null, new Caller.Family(hub.Mother), Ct),
            _ => JudgeAsync(hub, waiting),
        });

        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(bar == "the holder's refusal" ? waiting : request));
    }

    [Fact]
    public async Task Only_the_declarer_revokes_it_before_its_time()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        var emergency = await DeclaredAsync(hub, request);

        var byOther = await hub.Get<RevokeEmergency>().HandleAsync(emergency, new Caller.Staff(hub.Rektor), Ct);
        var open = await hub.AnswerToAsync(request);
        var own = await hub.Get<RevokeEmergency>().HandleAsync(emergency, new Caller.Staff(hub.Familjebehandlare), Ct);
        var again = await hub.Get<RevokeEmergency>().HandleAsync(emergency, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.Equal((false, true, false), (byOther, own, again));
        Assert.IsType<RecordAnswer.Released>(open);
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.EmergencyRevoked);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Declared_twice_it_exists_once_with_one_entry_and_one_review(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);

        var first = await DeclaredAsync(hub, request);
        var second = await DeclaredAsync(hub, request, TimeSpan.FromDays(7));

        await using var db = hub.Db();
        Assert.Equal(first, second);
        Assert.Equal(first, (await db.EmergencyReviews.SingleAsync(Ct)).Emergency);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.EmergencyDeclared);
    }

    [Fact]
    public async Task The_reason_is_encrypted_and_a_bar_does_not_change_whether_the_way_is_offered()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        var offered = (await hub.Get<EmergencyOfRequest>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Openable;

        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct);
        await hub.ReleaseAsync(request);
        var withBlock = (await hub.Get<EmergencyOfRequest>().ReadAsync(request, hub.Familjebehandlare, Ct))!.Openable;
        await DeclaredAsync(hub, request);

        await using var db = hub.Db();
        var sealedReason = (await db.EmergencyAccesses.SingleAsync(Ct)).SealedReason;
        Assert.Equal(offered, withBlock);
        Assert.Equal(["franvaro"], offered.Codes());
        Assert.Equal(-1, sealedReason.AsSpan().IndexOf("försvunnen"u8));
    }

    [Fact]
    public async Task The_family_reads_of_it_at_once_with_its_ground_and_a_blocked_guardian_reads_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        await DeclaredAsync(hub, request);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request)).Release;
        await hub.Get<ReleaseInformation>().ConfirmAsync(released, delivered: true, Ct);

        var questions = await ReportAsync(hub, hub.Mother, AccessGroup.Questions);
        var readings = await ReportAsync(hub, hub.Mother, AccessGroup.Readings);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct);

        Assert.Contains(questions!.Lines, line => line.Kind == AccessKind.EmergencyDeclared && line.Types.Single().Code.Code == "franvaro");
        Assert.Equal(
            (AccessKind.Read, GroundKind.Emergency, "OSL 10:27"),
            (readings!.Lines[0].Kind, readings.Lines[0].Ground!.Kind, readings.Lines[0].Ground!.Law));
        Assert.Null(await ReportAsync(hub, hub.Father, AccessGroup.Questions));
    }

    [Fact]
    public async Task The_holders_assessors_see_it_while_it_is_valid_and_other_assessors_do_not()
    {
        await using var hub = await TestHub.StartAsync();
        await DeclaredAsync(hub, await RefusedAsync(hub));
        var psychologist = await StaffAsync(hub, hub.Elevhalsa, StaffRole.Skolpsykolog, assesses: true);

        var seen = await hub.Get<EmergenciesAtHolder>().ReadAsync(hub.Rektor, Ct);
        var others = await hub.Get<EmergenciesAtHolder>().ReadAsync(psychologist, Ct);
        hub.Clock.Advance(EmergencyAccess.Usual);
        var after = await hub.Get<EmergenciesAtHolder>().ReadAsync(hub.Rektor, Ct);

        Assert.Equal(("Farid Familj", "SST Järva"), (Assert.Single(seen).DeclaredBy, seen[0].DeclarersUnit));
        Assert.Empty(others);
        Assert.Empty(after);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_holders_registrator_closes_the_review_with_outcome_and_words_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await RefusedAsync(hub);
        var emergency = await DeclaredAsync(hub, request);
        await hub.ReleaseAsync(request);
        var registrator = await StaffAsync(hub, hub.School, StaffRole.Registrator);
        hub.Clock.Advance(TimeSpan.FromDays(3));

        var line = Assert.Single((await hub.Get<EmergencyReviews>().ReadAsync(new Caller.Staff(registrator), Ct))!);
        var matter = await hub.Get<EmergencyReviews>().OpenAsync(emergency, new Caller.Staff(registrator), Ct);
        var closed = await ReviewAsync(hub, emergency, ReviewOutcome.Justified, registrator);
        var again = await ReviewAsync(hub, emergency, ReviewOutcome.NotJustified, registrator);
        var after = await hub.Get<EmergencyReviews>().OpenAsync(emergency, new Caller.Staff(registrator), Ct);

        Assert.Equal((3, (ReviewOutcome?)null), (line.DaysWaited, line.Outcome));
        Assert.Equal((Why, "Nora Testsson", true), (matter!.Reason, matter.Child, matter.MayClose));
        Assert.Equal("franvaro", Assert.Single(matter.Opened).RecordType.Code);
        Assert.Equal(ReviewOutcome.Justified, Assert.IsType<ReviewEmergencyOutcome.Closed>(closed).Outcome);
        Assert.Equal(ReviewOutcome.Justified, Assert.IsType<ReviewEmergencyOutcome.Closed>(again).Outcome);
        Assert.Equal(("Skälet var riktigt", false), (after!.Words, after.MayClose));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.EmergencyReviewed);
        Assert.Equal(2, (await hub.LogAsync()).Count(e => e.Kind == EntryKinds.LogRead));
    }

    [Theory]
    [InlineData(ReviewOutcome.Justified, true)]
    [InlineData(ReviewOutcome.TooWide, false)]
    [InlineData(ReviewOutcome.NotJustified, false)]
    public async Task An_access_that_was_not_justified_or_too_wide_ends_with_its_review(ReviewOutcome outcome, bool opens)
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        var emergency = await DeclaredAsync(hub, request);

        await ReviewAsync(hub, emergency, outcome, await StaffAsync(hub, hub.School, StaffRole.Registrator));

        Assert.Equal(opens, await hub.AnswerToAsync(request) is RecordAnswer.Released);
    }

    [Fact]
    public async Task Another_authoritys_registrator_an_assessor_and_a_caller_who_names_no_review_get_the_same_answer()
    {
        await using var hub = await TestHub.StartAsync();
        var emergency = await DeclaredAsync(hub, await RefusedAsync(hub));
        var others = await StaffAsync(hub, hub.Social, StaffRole.Registrator);
        var own = await StaffAsync(hub, hub.School, StaffRole.Registrator);

        foreach (var (id, staff) in new[] { (emergency, others), (emergency, hub.Rektor), (new EmergencyAccessId(Guid.NewGuid()), own) })
        {
            Assert.IsType<ReviewEmergencyOutcome.NoSuchReview>(await ReviewAsync(hub, id, ReviewOutcome.Justified, staff));
            Assert.Null(await hub.Get<EmergencyReviews>().OpenAsync(id, new Caller.Staff(staff), Ct));
        }
    }

    // One authority can be both holder and recipient, and its registrator can be assigned to the case.
    [Fact]
    public async Task The_person_who_declared_it_does_not_review_it()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await StaffAsync(hub, hub.School, StaffRole.Registrator);
        await using var db = hub.Db();
        var unit = (await db.Staff.SingleAsync(s => s.Id == registrator, Ct)).Unit;
        var @case = await hub.Get<MaintainCases>().OpenAsync(hub.Child, CaseKind.Sst, "SST 2026/77", unit, registrator, Ct);
        var psychologist = await StaffAsync(hub, hub.Elevhalsa, StaffRole.Skolpsykolog, assesses: true);
        await hub.DepositAsync("psykologiskt-underlag", "{}", by: psychologist);
        var asked = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = @case,
                Holder = hub.Elevhalsa,
                RecordTypes = [TestTypes.Of("psykologiskt-underlag")],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(registrator),
            Ct);
        var request = Assert.IsType<RequestOutcome.Requested>(asked).Request;
        await hub.Get<ReleaseInformation>().HandleAsync(request, new Caller.Staff(registrator), Opening.Nothing, Ct);
        var emergency = Assert.IsType<EmergencyOutcome.Declared>(await DeclareAsync(hub, request, by: registrator)).Emergency;

        Assert.False((await hub.Get<EmergencyReviews>().OpenAsync(emergency, new Caller.Staff(registrator), Ct))!.MayClose);
        Assert.IsType<ReviewEmergencyOutcome.OwnEmergency>(await ReviewAsync(hub, emergency, ReviewOutcome.Justified, registrator));
    }

    [Fact]
    public async Task A_review_is_not_closed_without_words()
    {
        await using var hub = await TestHub.StartAsync();
        var emergency = await DeclaredAsync(hub, await RefusedAsync(hub));
        var registrator = await StaffAsync(hub, hub.School, StaffRole.Registrator);

        var outcome = await hub.Get<ReviewEmergency>()
            .HandleAsync(emergency, ReviewOutcome.Justified, ReviewEmergency.Words.Read(" "), new Caller.Staff(registrator), Ct);

        Assert.Equal("words-missing", Assert.Single(Assert.IsType<ReviewEmergencyOutcome.Invalid>(outcome).Faults).Code);
    }

    [Fact]
    public async Task When_it_has_ended_the_board_says_that_the_answer_has_to_be_fetched_again()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await RefusedAsync(hub);
        await DeclaredAsync(hub, request);
        await hub.ReleaseAsync(request, Opening.Nothing);

        var during = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);
        hub.Clock.Advance(EmergencyAccess.Usual);
        var after = await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);

        Assert.Equal((SurveyState.Granted, 1), (during!.Types[0].State, during.Types[0].Documents.Count));
        Assert.Equal((SurveyState.Undecided, 0), (after!.Types[0].State, after.Types[0].Documents.Count));
    }

    [Theory]
    [InlineData("emergency_accesses", "until_at = declared_at")]
    [InlineData("emergency_accesses", "until_at = declared_at + 604800001")]
    [InlineData("emergency_accesses", "record_types = ''")]
    [InlineData("emergency_accesses", "revoked_at = declared_at - 1")]
    [InlineData("emergency_reviews", "closed_at = created_at")]
    [InlineData(
        "emergency_reviews",
        "closed_at = created_at, closed_by = (SELECT id FROM staff_members LIMIT 1), outcome = 'Perhaps', "
        + "sealed_words = (SELECT sealed_reason FROM emergency_accesses)")]
    public async Task The_database_refuses_what_the_domain_refuses(string table, string change)
    {
        foreach (var engine in new[] { StorageEngine.Sqlite, StorageEngine.PostgreSql })
        {
            await using var hub = await TestHub.StartAsync(engine);
            await DeclaredAsync(hub, await RefusedAsync(hub));
            await using var db = hub.Db();

#pragma warning disable EF1002 // The changes are those of the test.
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
                () => db.Database.ExecuteSqlRawAsync($"UPDATE {table} SET {change}", Ct));
#pragma warning restore EF1002
        }
    }

    private static async Task<RequestId> RefusedAsync(TestHub hub, params string[] types)
    {
        var request = await hub.AskAsync(types);
        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        return request;
    }

    private static async Task<EmergencyAccessId> DeclaredAsync(TestHub hub, RequestId request, TimeSpan? length = null) =>
        Assert.IsType<EmergencyOutcome.Declared>(await DeclareAsync(hub, request, length: length)).Emergency;

    private static Task<EmergencyOutcome> DeclareAsync(
        TestHub hub, RequestId request, string reason = Why, TimeSpan? length = null, StaffMemberId? by = null) =>
        hub.Get<DeclareEmergency>().HandleAsync(
            request, DeclareEmergency.Reason.Read(reason), length ?? EmergencyAccess.Usual,
            new Caller.Staff(by ?? hub.Familjebehandlare), Ct);

    private static async Task<RecordAnswer> OpenAgainAsync(TestHub hub, Release release) =>
        Assert.Single(
            Assert.IsType<ReleaseOutcome.Answered>(
                await hub.Get<ReleaseInformation>()
                    .OpenAgainAsync(release.Id, release.Record, new Caller.Staff(hub.Familjebehandlare), Ct)).Answers);

    private static Task<ReviewEmergencyOutcome> ReviewAsync(TestHub hub, EmergencyAccessId id, ReviewOutcome outcome, StaffMemberId by) =>
        hub.Get<ReviewEmergency>().HandleAsync(id, outcome, ReviewEmergency.Words.Read("Skälet var riktigt"), new Caller.Staff(by), Ct);

    private static Task<AccessReport?> ReportAsync(TestHub hub, PersonId reader, AccessGroup group) =>
        hub.Get<AccessReports>().ReadAsync(hub.Child, reader, group, 1, Ct);

    private static async Task JudgeAsync(TestHub hub, RequestId request) =>
        Assert.IsType<AssessOutcome.Assessed>(await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = AssessmentOutcome.Refuse,
                Reasoning = AssessRequest.Reasoning.Read("Kan skada"),
                RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/9"),
            },
            hub.Rektor,
        Ct));

    private static async Task<StaffMemberId> StaffAsync(TestHub hub, BranchId branch, StaffRole role, bool assesses = false)
    {
        var parties = hub.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(branch, "Kansliet", "Järva", Ct);
        return await parties.AddStaffAsync(unit, "Rolf Registrator", role, assesses, assessesProtectedIdentities: false, Ct);
    }
}
