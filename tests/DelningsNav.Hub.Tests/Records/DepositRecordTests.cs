using System.Text;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Records;

public sealed class DepositRecordTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Content_of_ten_mebibytes_is_accepted_and_one_byte_more_is_not(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var content = Enumerable.Repeat((byte)'a', DepositRecord.LargestContent + 1).ToArray();

        var inside = await DepositAsync(hub, Text(hub, "stor") with { Content = content.AsMemory(1) });
        var outside = await DepositAsync(hub, Text(hub, "för-stor") with { Content = content });

        Assert.IsType<DepositOutcome.Deposited>(inside);
        Assert.IsType<DepositOutcome.TooLarge>(outside);
        Assert.Equal(EntryKinds.RecordDeposited, (await hub.LogAsync())[^1].Kind);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    [InlineData("")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("TEXT/PLAIN")]
    public async Task Another_type_of_content_is_not_accepted(string mediaType)
    {
        await using var hub = await TestHub.StartAsync();

        Assert.IsType<DepositOutcome.TypeNotTaken>(await DepositAsync(hub, Text(hub) with { MediaType = mediaType }));
    }

    [Theory]
    [InlineData("application/pdf", "<html>", false)]
    [InlineData("application/pdf", "%PDF-1.7 <script>", false)]
    [InlineData("application/pdf", "%PDF-1.7\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF", true)]
    [InlineData("application/json", "{\"a\":[1,2]}", true)]
    [InlineData("application/json", "{\"a\":[1,2]", false)]
    [InlineData("application/json", "{} {}", false)]
    [InlineData("application/json", "{'a':1}", false)]
    [InlineData("application/json", "{\"phone\":\"1\",\"phone\":\"2\"}", false)] // Which of the two would be masked?
    [InlineData("application/json", "{\"a\":\"\\ud800\"}", false)]
    [InlineData("text/plain", "Hej, Åsa!", true)]
    [InlineData("text/plain", "a\0b", false)]
    [InlineData("text/plain", "%PDF-1.7", true)]
    public async Task The_content_must_be_of_the_stated_type(string mediaType, string content, bool taken)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await DepositAsync(hub, Text(hub) with { MediaType = mediaType, Content = Encoding.UTF8.GetBytes(content) });

        Assert.Equal(
            taken ? null : "content-not-of-type", outcome is DepositOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
    }

    [Fact]
    public async Task Invalid_text_and_JSON_that_is_nested_too_deep_are_not_accepted()
    {
        await using var hub = await TestHub.StartAsync();
        var deep = Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65));

        var latin = await DepositAsync(hub, Text(hub) with { Content = new byte[] { 0x48, 0xE5, 0x6C } });
        var nested = await DepositAsync(hub, Text(hub) with { MediaType = "application/json", Content = deep });
        var lessNested = await DepositAsync(hub, Text(hub) with { MediaType = "application/json", Content = deep.AsMemory(1, 128) });

        Assert.IsType<DepositOutcome.Invalid>(latin);
        Assert.IsType<DepositOutcome.Invalid>(nested);
        Assert.IsType<DepositOutcome.Deposited>(lessNested);
    }

    [Fact]
    public async Task Every_fault_of_a_deposit_is_named_at_once_and_nothing_is_stored()
    {
        await using var hub = await TestHub.StartAsync();
        var number = TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal();
        var before = await hub.LogAsync();

        var outcome = await DepositAsync(hub, Text(hub, $"elev {number}") with
        {
            Type = TestTypes.Of("genomforandeplan"),
            Title = DepositRecord.Title.Read($"({number[..8]}-{number[8..]})" + new string('a', 200)),
            PeriodFrom = hub.Today,
            PeriodTo = hub.Today.AddDays(-1),
            MediaType = "application/pdf",
            Mentions = Mentioned.Nobody,
            Content = ReadOnlyMemory<byte>.Empty,
        });

        var faults = Assert.IsType<DepositOutcome.Invalid>(outcome).Faults;
        Assert.Equal(
            [
                "content-empty", "content-not-of-type", "identity-number", "identity-number", "period-reversed", "title-length",
                "unknown-record-type",
            ],
            faults.Select(f => f.Code).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(number, fault.ToString(), StringComparison.Ordinal));
        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory]
    [InlineData(0, "title-length")]
    [InlineData(1, null)]
    [InlineData(200, null)]
    [InlineData(201, "title-length")]
    public async Task A_title_has_1_to_200_characters(int length, string? fault)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await DepositAsync(hub, Text(hub) with { Title = DepositRecord.Title.Read(new string('a', length)) });

        Assert.Equal(fault, outcome is DepositOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_same_deposit_again_changes_nothing_and_logs_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var first = Assert.IsType<DepositOutcome.Deposited>(await DepositAsync(hub, Text(hub)));
        var before = await hub.LogAsync();

        var second = Assert.IsType<DepositOutcome.Deposited>(await DepositAsync(hub, Text(hub)));

        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        Assert.Equal(first.Record, second.Record);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task New_content_replaces_the_old_which_can_be_deposited_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync("betyg");

        var contents = new List<string>();
        foreach (var text in new[] { "Höst", "Vår", "Höst" })
        {
            Assert.True(Assert.IsType<DepositOutcome.Deposited>(await DepositAsync(hub, Text(hub, text: text))).IsNew);
            contents.Add(await ContentAsync(hub));
        }

        Assert.Equal(["Höst", "Vår", "Höst"], contents);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_new_marking_or_description_by_the_holder_applies_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync("betyg");
        await DepositAsync(hub, Text(hub));
        var request = await hub.AskAsync("betyg");
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        var again = await DepositAsync(hub, Text(hub) with
        {
            Mentions = Mentioned.Read(["other"]),
            Title = DepositRecord.Title.Read("Betyg med omdömen"),
            Marking = new DepositedMarking(
                DepositedMarking.ProvisionField.Read("OSL 23:2"), hub.Today, DepositedMarking.MarkedByField.Read("Rektor")),
        });

        Assert.True(Assert.IsType<DepositOutcome.Deposited>(again).IsNew);
        Assert.IsType<RecordAnswer.Referred>(await hub.AnswerToAsync(request));
        await using var db = hub.Db();
        var record = await db.Records.AsNoTracking().SingleAsync(r => r.Reference == "ref", Ct);
        Assert.Equal(("Betyg med omdömen", "OSL 23:2"), (record.Title, record.Marking?.Provision));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_reference_of_one_childs_record_is_refused_for_another_child(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync("betyg");
        await DepositAsync(hub, Text(hub));
        var other = await hub.PersonAsync(12, name: "Olle");

        var same = await DepositAsync(hub, Text(hub) with { Child = other });
        var changed = await DepositAsync(hub, Text(hub, text: "Annat") with { Child = other });

        Assert.Equal("reference-of-another-child", Assert.Single(Assert.IsType<DepositOutcome.Invalid>(same).Faults).Code);
        Assert.Equal("reference-of-another-child", Assert.Single(Assert.IsType<DepositOutcome.Invalid>(changed).Faults).Code);
        Assert.Equal("Betyg", await ContentAsync(hub));
    }

    [Fact]
    public async Task Two_holders_may_use_the_same_reference()
    {
        await using var hub = await TestHub.StartAsync();
        await using var db = hub.Db();
        var unit = await hub.Get<MaintainParties>().AddUnitAsync(hub.Elevhalsa, "Elevhälsan", "Järva", Ct);
        var nurse = await hub.Get<MaintainParties>().AddStaffAsync(unit, "Psy Kolog", StaffRole.Skolpsykolog, false, false, Ct);

        var first = await DepositAsync(hub, Text(hub));
        var second = await hub.Get<DepositRecord>()
            .HandleAsync(Text(hub) with { Type = TestTypes.Of("psykologiskt-underlag") }, new Caller.Staff(nurse), Ct);

        Assert.IsType<DepositOutcome.Deposited>(first);
        Assert.IsType<DepositOutcome.Deposited>(second);
        Assert.Equal(2, await db.Records.CountAsync(r => r.Reference == "ref" && r.WithdrawnAt == null, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_copy_is_released_until_the_day_before_its_deletion_and_a_new_deposit_starts_a_new_period(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (deposit, types) = (Text(hub), hub.Start.Policies.RecordTypes);
        await DepositAsync(hub, deposit);
        await hub.RenewAsync(hub.Today.AddYears(3));
        await PassAsync(hub, types.RetentionOf(types.Find(TestTypes.Of("betyg"))).DaysAfterDeposit - 1);
        await ConsentAsync(hub);

        var dayBefore = await ReleaseAsync(hub);
        await PassAsync(hub, 1);
        var onTheDay = await ReleaseAsync(hub);
        var again = await DepositAsync(hub, deposit);
        var after = await ReleaseAsync(hub);

        Assert.IsType<RecordAnswer.Released>(dayBefore);
        Assert.IsNotType<RecordAnswer.Released>(onTheDay);
        Assert.True(Assert.IsType<DepositOutcome.Deposited>(again).IsNew);
        Assert.IsType<RecordAnswer.Released>(after);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_caller_who_holds_no_records_and_an_unknown_child_give_the_same_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var deposits = hub.Get<DepositRecord>();

        var family = await deposits.HandleAsync(Text(hub), new Caller.Family(hub.Mother), Ct);
        var nobody = await deposits.HandleAsync(Text(hub), new Caller.System(new ClientId(Guid.Empty), null), Ct);
        var unknown = await DepositAsync(hub, Text(hub) with { Child = new PersonId(Guid.Empty) });

        Assert.All([family, nobody, unknown], outcome => Assert.IsType<DepositOutcome.UnknownChild>(outcome));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_equal_deposits_at_once_store_one_record(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DepositAsync(hub, Text(hub)), Ct)));

        Assert.Single(outcomes, o => Assert.IsType<DepositOutcome.Deposited>(o).IsNew);
    }

    private static RecordDeposit Text(TestHub hub, string reference = "ref", string text = "Betyg") => new()
    {
        Child = hub.Child,
        Type = TestTypes.Of("betyg"),
        Title = DepositRecord.Title.Read("Betyg"),
        Reference = DepositRecord.Reference.Read(reference),
        PeriodFrom = hub.Today.AddDays(-100),
        PeriodTo = hub.Today.AddDays(-1),
        MediaType = "text/plain",
        Mentions = Mentioned.Nobody,
        Content = Encoding.UTF8.GetBytes(text),
    };

    private static Task<DepositOutcome> DepositAsync(TestHub hub, RecordDeposit deposit) =>
        hub.Get<DepositRecord>().HandleAsync(deposit, new Caller.Staff(hub.Rektor), Ct);

    private static async Task<string> ContentAsync(TestHub hub)
    {
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync("betyg")));
        return Encoding.UTF8.GetString(released.Document!.Content.Span);
    }

    // The register is read again, so that only the copy ages.
    private static async Task PassAsync(TestHub hub, int days)
    {
        hub.Clock.Advance(TimeSpan.FromDays(days));
        await using var db = hub.Db();
        var number = (await db.People.SingleAsync(p => p.Id == hub.Child, Ct)).Identity;
        await hub.Get<MaintainRegister>().RegisterAsync(number, "Nora", "Testsson", SecurityMarking.None, Actor.Hub, Ct);
    }

    private static async Task ConsentAsync(TestHub hub)
    {
        var asked = await hub.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = hub.Case,
                Scopes = [new ConsentScope(hub.School, [TestTypes.Of("betyg")])],
                DataFrom = hub.Today.AddDays(-700),
                DataTo = hub.Today,
                ValidUntil = hub.Clock.GetUtcNow().AddDays(30),
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(asked).Consents);
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.AnswerAsync(consent, hub.Father);
    }

    private static async Task<RecordAnswer> ReleaseAsync(TestHub hub)
    {
        var asked = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = hub.Case,
                Holder = hub.School,
                RecordTypes = [TestTypes.Of("betyg")],
                PeriodFrom = hub.Today.AddDays(-700),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            Ct);
        return await hub.AnswerToAsync(Assert.IsType<RequestOutcome.Requested>(asked).Request);
    }
}
