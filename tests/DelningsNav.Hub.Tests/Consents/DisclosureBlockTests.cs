using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Blocks (spärrar): what they block, who places and lifts them, and who may see them (ADR 0025).</summary>
public sealed class DisclosureBlockTests
{
    private static readonly BlockReason Decided = new(
        BlockDisclosure.Reason.Read("Beslut om skydd"), BlockDisclosure.Law.Read("OSL 23:2"),
        BlockDisclosure.CaseNumber.Read("UTBN 2026/7"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // What a block names. The test says which of them reach absence records from the school to the social services.
    public static MatrixTheoryData<string, StorageEngine> Scopes { get; } =
        new(
            [
                "type", "holder", "recipient", "all three", "another type", "another holder", "another recipient",
                "type but another recipient",
            ],
            [StorageEngine.Sqlite, StorageEngine.PostgreSql]);

    [Theory, MemberData(nameof(Scopes))]
    public async Task A_block_closes_what_it_names_and_nothing_else(string named, StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var (scope, reaches) = named switch
        {
            "type" => (new BlockScope(TestTypes.Of("franvaro"), null, null), true),
            "holder" => (new BlockScope(null, hub.School, null), true),
            "recipient" => (new BlockScope(null, null, hub.Social), true),
            "all three" => (new BlockScope(TestTypes.Of("franvaro"), hub.School, hub.Social), true),
            "another type" => (new BlockScope(TestTypes.Of("betyg"), null, null), false),
            "another holder" => (new BlockScope(null, hub.Elevhalsa, null), false),
            "another recipient" => (new BlockScope(null, null, hub.Elevhalsa), false),
            _ => (new BlockScope(TestTypes.Of("franvaro"), hub.School, hub.Elevhalsa), false),
        };

        await PlacedAsync(hub, scope, hub.Mother);

        var answer = await hub.AnswerToAsync(request);
        Assert.Equal(!reaches, answer is RecordAnswer.Released { Document: not null });
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_block_does_not_end_a_consent_which_opens_records_again_when_the_block_is_lifted(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var block = await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, null), hub.Mother);

        var closed = await hub.AnswerToAsync(request);
        var state = (await hub.ConsentAsync(consent)).State;
        await LiftAsync(hub, block, hub.Mother);
        var open = await hub.AnswerToAsync(request);

        Assert.Equal([MissingCode.NotGranted], Assert.IsType<RecordAnswer.Referred>(closed).Missing.Select(m => m.Code));
        Assert.Equal(ConsentState.Active, state);
        Assert.IsType<RecordAnswer.Released>(open);
    }

    [Fact]
    public async Task An_assessment_opens_nothing_while_a_block_applies_and_the_assessor_can_only_refuse()
    {
        await using var hub = await TestHub.StartAsync();
        var request = await hub.AskAsync();
        await PlacedAsync(hub, new BlockScope(null, hub.School, null), hub.Father);
        await hub.ReleaseAsync(request);

        var matter = await hub.Get<Assessing.RequestToAssess>().OpenAsync(request, hub.Rektor, Ct);
        var judged = await hub.Get<Assessing.AssessRequest>().HandleAsync(
            request,
            new Hub.Requests.Judgement
            {
                RecordType = TestTypes.Of("franvaro"),
                Outcome = Policies.AssessmentOutcome.Release,
                Reasoning = AssessRequest.Reasoning.Read("Ingen skada"),
            },
            hub.Rektor,
            Ct);

        Assert.Equal("bar-disclosure-block", Assert.Single(Assert.Single(matter!.Types).Bars).PolicyName);
        Assert.Contains(Assert.IsType<Assessing.AssessOutcome.Invalid>(judged).Faults, f => f.Code == "only-refusal");
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Placing_and_lifting_a_block_each_make_one_entry_that_the_named_holder_sees(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var block = await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), hub.School, null), hub.Mother);
        Assert.Equal(block, await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), hub.School, null), hub.Mother));
        await LiftAsync(hub, block, hub.Mother);
        Assert.IsType<LiftOutcome.Lifted>(await LiftAsync(hub, block, hub.Mother));

        await using var db = hub.Db();
        var entries = await db.Log.AsNoTracking().Where(e => e.Kind.StartsWith("disclosure-block-")).OrderBy(e => e.Index).ToListAsync(Ct);
        Assert.Equal([EntryKinds.DisclosureBlockPlaced, EntryKinds.DisclosureBlockLifted], entries.Select(e => e.Kind));
        Assert.All(entries, entry => Assert.Equal(hub.SchoolBoard, entry.HolderAuthority));
        Assert.NotNull((await db.DisclosureBlocks.SingleAsync(Ct)).LiftedAt);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task One_guardian_places_a_block_and_only_that_guardian_lifts_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var block = await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, null), hub.Mother);

        var other = await LiftAsync(hub, block, hub.Father);
        var own = await LiftAsync(hub, block, hub.Mother);

        Assert.IsType<LiftOutcome.NoSuchBlock>(other);
        Assert.IsType<LiftOutcome.Lifted>(own);
    }

    [Theory]
    [InlineData("the custody has ended")]
    [InlineData("the guardian is blocked")]
    public async Task When_the_person_who_placed_a_block_no_longer_decides_any_person_who_decides_may_lift_it(string why)
    {
        await using var hub = await TestHub.StartAsync();
        var block = await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, null), hub.Mother);
        await using var db = hub.Db();
        var custody = await db.Custodies.SingleAsync(c => c.Guardian == hub.Mother, Ct);
        await (why == "the custody has ended"
            ? hub.Get<MaintainRegister>().EndCustodyAsync(hub.Child, custody.Id, hub.Today, Actor.Hub, Ct)
            : hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Mother, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct));

        var before = await LiftAsync(hub, block, hub.Mother);
        var other = await LiftAsync(hub, block, hub.Father);

        Assert.IsType<LiftOutcome.NoSuchBlock>(before);
        Assert.IsType<LiftOutcome.Lifted>(other);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public async Task A_child_places_a_block_from_fifteen(int age, bool may)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-age));

        var outcome = await PlaceAsync(hub, family.Child, new BlockScope(TestFamily.Type, null, null), family.Child);

        Assert.Equal(may, outcome is BlockOutcome.Blocked);
        Assert.Equal(!may, outcome is BlockOutcome.NoSuchChild);
    }

    [Fact]
    public async Task A_child_under_fifteen_who_is_asked_to_sign_reads_the_blocks_and_places_none()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-13));
        var ask = family.Ask() with
        {
            Circumstance = Policies.SigningCircumstance.ChildFoundMature,
            CircumstanceReason = AskForConsent.CircumstanceReason.Read("Samtal med eleven"),
        };
        Assert.IsType<AskOutcome.Asked>(await family.AskAsync(ask));

        var seen = await hub.Get<FamilyBlocks>().ReadAsync(family.Child, family.Child, Ct);
        var outcome = await PlaceAsync(hub, family.Child, new BlockScope(TestFamily.Type, null, null), family.Child);

        Assert.False(seen!.MayPlace);
        Assert.IsType<BlockOutcome.NoSuchChild>(outcome);
    }

    // The child comes of age on the birthday itself.
    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public async Task A_young_adult_lifts_what_guardians_blocked(int daysTo18, bool may)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-18).AddDays(1));
        var block = Assert.IsType<BlockOutcome.Blocked>(
            await PlaceAsync(hub, family.Child, new BlockScope(TestFamily.Type, null, null), family.Guardians[0])).Block;
        hub.Clock.Advance(TimeSpan.FromDays(1 - daysTo18));

        var pupil = await LiftAsync(hub, block, family.Child);
        var guardian = await LiftAsync(hub, block, family.Guardians[0]);

        Assert.Equal(may, pupil is LiftOutcome.Lifted);
        Assert.Equal(!may, guardian is LiftOutcome.Lifted);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_stranger_a_blocked_guardian_and_an_unknown_child_give_the_same_outcome_and_leave_no_trace(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var block = await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, null), hub.Mother);
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct);
        var stranger = await hub.PersonAsync(50, name: "Sam");
        var size = (await hub.LogAsync()).Count;
        var (scope, nothing) = (new BlockScope(TestTypes.Of("betyg"), null, null), new BlockScope(null, null, null));

        foreach (var person in new[] { stranger, hub.Father })
        {
            Assert.IsType<BlockOutcome.NoSuchChild>(await PlaceAsync(hub, hub.Child, scope, person));
            Assert.IsType<BlockOutcome.NoSuchChild>(await PlaceAsync(hub, hub.Child, nothing, person));
            Assert.IsType<BlockOutcome.NoSuchChild>(await PlaceAsync(hub, new PersonId(Guid.NewGuid()), scope, person));
            Assert.IsType<LiftOutcome.NoSuchBlock>(await LiftAsync(hub, block, person));
            Assert.IsType<LiftOutcome.NoSuchBlock>(await LiftAsync(hub, new DisclosureBlockId(Guid.NewGuid()), person));
            Assert.Null(await hub.Get<FamilyBlocks>().ReadAsync(hub.Child, person, Ct));
        }

        Assert.Equal(size, (await hub.LogAsync()).Count);
    }

    [Fact]
    public async Task A_family_member_reads_what_is_blocked_and_never_which_other_member_blocked_it()
    {
        await using var hub = await TestHub.StartAsync();
        await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, hub.Social), hub.Mother);
        await PlaceByStaffAsync(hub, new BlockScope(TestTypes.Of("betyg"), null, null), hub.Rektor);

        var (mothers, fathers) = (
            await hub.Get<FamilyBlocks>().ReadAsync(hub.Child, hub.Mother, Ct),
            await hub.Get<FamilyBlocks>().ReadAsync(hub.Child, hub.Father, Ct));
        var report = await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Father, AccessGroup.Consents, 1, Ct);

        Assert.Equal((true, true), (Assert.Single(mothers!.Blocks).ByReader, mothers.Blocks[0].MayLift));
        var seen = Assert.Single(fathers!.Blocks);
        Assert.Equal(
            ("franvaro", false, false, "Järva stadsdelsnämnd"),
            (seen.Type!.Code.Code, seen.ByReader, seen.MayLift, seen.Recipient!.Authority));
        Assert.Equal(AccessKind.FamilyBlocked, Assert.Single(report!.Lines).Kind);
        Assert.Equal(new AccessActor(null, "", ""), report.Lines[0].By);
    }

    [Theory]
    [InlineData(null, "block-names-nothing")]
    [InlineData("finns-inte", "unknown-record-type")]
    [InlineData("familjeradgivning", "type-unnamed-to-families")]
    public async Task A_block_that_names_nothing_or_a_secret_type_is_not_placed(string? type, string fault)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await PlaceAsync(hub, hub.Child, new BlockScope(type is null ? null : TestTypes.Of(type), null, null), hub.Mother);

        Assert.Equal(fault, Assert.Single(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults).Code);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Among_staff_only_the_holders_assessor_and_registrator_block_by_law(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var scope = new BlockScope(TestTypes.Of("franvaro"), hub.School, null);
        var registrator = await RegistratorAsync(hub, hub.Elevhalsa);
        var anothers = await RegistratorAsync(hub, hub.Social);

        var (assessor, byRegistrator) = (
            await PlaceByStaffAsync(hub, scope, hub.Rektor),
            await PlaceByStaffAsync(hub, scope with { RecordType = TestTypes.Of("betyg") }, registrator));
        var refused = new[] { await PlaceByStaffAsync(hub, scope, hub.Familjebehandlare), await PlaceByStaffAsync(hub, scope, anothers) };

        Assert.All([assessor, byRegistrator], outcome => Assert.IsType<BlockOutcome.Blocked>(outcome));
        Assert.All(refused, outcome => Assert.IsType<BlockOutcome.NotForTheHolder>(outcome));
    }

    [Fact]
    public async Task A_holders_block_needs_reason_law_and_diarienummer_and_so_does_lifting_it()
    {
        await using var hub = await TestHub.StartAsync();
        var scope = new BlockScope(TestTypes.Of("franvaro"), null, null);

        var bare = await hub.Get<BlockDisclosure>().HandleAsync(hub.Child, scope, null, new Caller.Staff(hub.Rektor), Ct);
        var block = Assert.IsType<BlockOutcome.Blocked>(await PlaceByStaffAsync(hub, scope, hub.Rektor)).Block;
        var bareLift = await hub.Get<LiftDisclosureBlock>()
            .HandleAsync(block, BlockDisclosure.Reason.Read(" "), BlockDisclosure.CaseNumber.Read(""), new Caller.Staff(hub.Rektor), Ct);
        var byFamily = await LiftAsync(hub, block, hub.Mother);
        var lifted = await hub.Get<LiftDisclosureBlock>().HandleAsync(
            block, BlockDisclosure.Reason.Read("Skyddet behövs inte längre"), BlockDisclosure.CaseNumber.Read("UTBN 2026/8"),
            new Caller.Staff(hub.Rektor), Ct);

        Assert.Equal(["reason", "law", "caseNumber"], Assert.IsType<BlockOutcome.Invalid>(bare).Faults.Select(f => f.Field));
        Assert.Equal(["reason", "caseNumber"], Assert.IsType<LiftOutcome.Invalid>(bareLift).Faults.Select(f => f.Field));
        Assert.IsType<LiftOutcome.NoSuchBlock>(byFamily);
        Assert.IsType<LiftOutcome.Lifted>(lifted);
    }

    [Fact]
    public async Task The_holder_cannot_lift_a_block_by_the_family()
    {
        await using var hub = await TestHub.StartAsync();
        var block = await PlacedAsync(hub, new BlockScope(null, hub.School, null), hub.Mother);

        var outcome = await hub.Get<LiftDisclosureBlock>().HandleAsync(
            block, BlockDisclosure.Reason.Read("Behövs"), BlockDisclosure.CaseNumber.Read("UTBN 2026/8"),
            new Caller.Staff(hub.Rektor), Ct);

        Assert.IsType<LiftOutcome.NoSuchBlock>(outcome);
    }

    [Theory]
    [InlineData("record_type = NULL, holder_id = NULL, recipient_id = NULL")]
    [InlineData("placed_by_person_id = NULL")]
    [InlineData("placed_by_person_id = NULL, placed_by_staff_id = (SELECT id FROM staff_members LIMIT 1)")]
    [InlineData("lifted_at = placed_at")]
    [InlineData("lifted_at = placed_at, lifted_by_staff_id = (SELECT id FROM staff_members LIMIT 1)")]
    [InlineData("lifted_at = placed_at - 1, lifted_by_person_id = placed_by_person_id")]
    public async Task The_database_refuses_what_the_domain_refuses(string change)
    {
        foreach (var engine in new[] { StorageEngine.Sqlite, StorageEngine.PostgreSql })
        {
            await using var hub = await TestHub.StartAsync(engine);
            await PlacedAsync(hub, new BlockScope(TestTypes.Of("franvaro"), null, null), hub.Mother);
            await using var db = hub.Db();

#pragma warning disable EF1002 // The changes are those of the test.
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
                () => db.Database.ExecuteSqlRawAsync($"UPDATE disclosure_blocks SET {change}", Ct));
#pragma warning restore EF1002
        }
    }

    private static async Task<DisclosureBlockId> PlacedAsync(TestHub hub, BlockScope scope, PersonId by) =>
        Assert.IsType<BlockOutcome.Blocked>(await PlaceAsync(hub, hub.Child, scope, by)).Block;

    private static Task<BlockOutcome> PlaceAsync(TestHub hub, PersonId child, BlockScope scope, PersonId by) =>
        hub.Get<BlockDisclosure>().HandleAsync(child, scope, null, new Caller.Family(by), Ct);

    private static Task<BlockOutcome> PlaceByStaffAsync(TestHub hub, BlockScope scope, StaffMemberId by) =>
        hub.Get<BlockDisclosure>().HandleAsync(hub.Child, scope, Decided, new Caller.Staff(by), Ct);

    private static Task<LiftOutcome> LiftAsync(TestHub hub, DisclosureBlockId block, PersonId by) =>
        hub.Get<LiftDisclosureBlock>().HandleAsync(block, FreeText.None, FreeText.None, new Caller.Family(by), Ct);

    private static async Task<StaffMemberId> RegistratorAsync(TestHub hub, BranchId branch)
    {
        var parties = hub.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(branch, "Registraturen", "Järva", Ct);
        return await parties.AddStaffAsync(
            unit, "Rolf Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, Ct);
    }
}
