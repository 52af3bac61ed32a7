using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Hub.Tests;

/// <summary>
/// A hub with its real use cases, rules, log and database; only the clock is ours. It holds a small world: a school board and a social board
/// that have adopted the rules, the first of which runs the hub, a child of ten with two guardians, an SST case, and the school's absence record of the child.
/// </summary>
public sealed class TestHub : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private TestHub(HubStart start, TestClock clock, string folder)
    {
        Start = start;
        Clock = clock;
        _folder = folder;
        _services = new ServiceCollection().AddHub(start, new IdSource(clock)).BuildServiceProvider();
    }

    public static TheoryData<StorageEngine> Engines { get; } = [StorageEngine.Sqlite, StorageEngine.PostgreSql];

    public static string Root { get; } = FindRoot();

    public HubStart Start { get; }

    public TestClock Clock { get; }

    public string Folder => _folder;

    public required HubSettings Settings { get; init; }

    public DateOnly Today => SwedishTime.DayOf(Clock.GetUtcNow());

    public AuthorityId SchoolBoard { get; private set; }

    public BranchId School { get; private set; }

    public BranchId Elevhalsa { get; private set; }

    public BranchId Social { get; private set; }

    public AuthorityId SocialBoard { get; private set; }

    public StaffMemberId Rektor { get; private set; }

    public StaffMemberId Familjebehandlare { get; private set; }

    public PersonId Child { get; private set; }

    public PersonId Mother { get; private set; }

    public PersonId Father { get; private set; }

    public CaseId Case { get; private set; }

    public RecordId Absence { get; private set; }

    public static async Task<TestHub> StartAsync(StorageEngine engine = StorageEngine.Sqlite)
    {
        var folder = Directory.CreateTempSubdirectory("delningsnav-test-").FullName;
        var settings = new HubSettings
        {
            Engine = engine,
            ConnectionString = engine == StorageEngine.Sqlite ? $"Data Source={Path.Combine(folder, "hub.db")}" : await PostgresCluster.NewDatabaseAsync(),
            PolicyFolder = Path.Combine(Root, "policies"),
            LogOrigin = "test.example/stad/audit",
            RunBy = new OperatingAuthority("2120000142"),
            NoticeHosts = NoticeHosts.ThisMachine,
            Keys = new KeyFile(Path.Combine(folder, "keys.json")),
        };
        var hub = await OpenAsync(settings, new TestClock(), folder);
        await hub.SettleAsync();
        return hub;
    }

    /// <summary>Opens a hub on what another left behind.</summary>
    public static async Task<TestHub> OpenAsync(HubSettings settings, TestClock clock, string folder) =>
        new(await HubStart.OpenAsync(settings, clock, CancellationToken.None), clock, folder) { Settings = settings };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public HubDbContext Db() => Start.Database.NewContext();

    /// <summary>A fictitious person whose birthday was this many years ago, plus some days.</summary>
    public Task<PersonId> PersonAsync(int years, int days = 30, SecurityMarking marking = SecurityMarking.None, string name = "Kim") =>
        Get<KeepRegister>().RegisterAsync(TestIdentities.BornOn(Today.AddYears(-years).AddDays(-days)), name, "Testsson", marking, Actor.Hub, default);

    public async Task<ConsentId> AskForConsentAsync(params string[] types)
    {
        var outcome = await Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = Case,
                Scopes = [new ConsentScope(School, types.Length == 0 ? ["franvaro"] : types)],
                DataFrom = Today.AddDays(-400),
                DataTo = Today.AddDays(100),
                ValidUntil = Clock.GetUtcNow().AddDays(180),
            },
            new Caller.Staff(Familjebehandlare),
            default);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    public async Task<AnswerOutcome> AnswerAsync(ConsentId consent, PersonId person, ConsentAnswer answer = ConsentAnswer.Yes)
    {
        await using var db = Db();
        var text = await Start.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent), "sv", default);
        return await Get<AnswerConsent>().HandleAsync(consent, person, answer, "sv", text.Hash, default);
    }

    public async Task<ConsentId> GiveConsentAsync(params string[] types)
    {
        var consent = await AskForConsentAsync(types);
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Mother));
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Father));
        return consent;
    }

    public async Task<RequestId> AskAsync(params string[] types)
    {
        var outcome = await Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = Case,
                Holder = School,
                RecordTypes = types.Length == 0 ? ["franvaro"] : types,
                PeriodFrom = Today.AddDays(-200),
                PeriodTo = Today,
                Purpose = "sst",
                Reason = "Kartläggning",
            },
            new Caller.Staff(Familjebehandlare),
            default);
        return Assert.IsType<RequestOutcome.Requested>(outcome).Request;
    }

    public Task<ReleaseOutcome> ReleaseAsync(RequestId request, Opening opening = Opening.Everything) =>
        Get<ReleaseInformation>().HandleAsync(request, new Caller.Staff(Familjebehandlare), opening, default);

    public async Task<RecordAnswer> AnswerToAsync(RequestId request) =>
        Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(await ReleaseAsync(request)).Answers);

    public Task WithdrawAsync(ConsentId consent) => Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(Mother), default);

    public async Task<RecordId> DepositAsync(string type, string json, string reference = "ref-1", StaffMemberId? by = null)
    {
        var outcome = await Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = Child,
                Type = type,
                Title = "En handling",
                Reference = reference,
                PeriodFrom = Today.AddDays(-100),
                PeriodTo = Today.AddDays(-1),
                MediaType = "application/json",
                Content = System.Text.Encoding.UTF8.GetBytes(json),
            },
            new Caller.Staff(by ?? Rektor),
            default);
        return Assert.IsType<DepositOutcome.Deposited>(outcome).Record;
    }

    /// <summary>An authority adopts a policy set, the one of the policy folder unless another is named.</summary>
    public async Task AdoptAsync(AuthorityId authority, string? version = null) => Assert.IsType<AdoptOutcome.Registered>(
        await Get<AdoptPolicySet>().HandleAsync(authority, version ?? Start.Policies.Version, "NÄMND 2026/1", Today, Actor.Hub, default));

    /// <summary>An authority takes its adoption of the folder's policy set back.</summary>
    public async Task TakeBackAdoptionAsync(AuthorityId authority) => Assert.IsType<AdoptOutcome.Registered>(
        await Get<AdoptPolicySet>().TakeBackAsync(authority, Start.Policies.Version, "NÄMND 2026/2", Actor.Hub, default));

    /// <summary>The log as it is stored: index, kind and verdict of every entry from an index on, in order.</summary>
    public async Task<IReadOnlyList<(long Index, string Kind, string Verdict)>> LogAsync(long from = 0)
    {
        await using var db = Db();
        var rows = await db.Log.AsNoTracking().Where(e => e.Index >= from).OrderBy(e => e.Index).Select(e => new { e.Index, e.Kind, e.Verdict }).ToListAsync();
        return [.. rows.Select(r => (r.Index, r.Kind, r.Verdict))];
    }

    public async ValueTask DisposeAsync()
    {
        await Start.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SettleAsync()
    {
        var parties = Get<KeepParties>();
        SchoolBoard = await parties.AddAuthorityAsync("Utbildningsnämnden", "2120000142", PartyKind.MunicipalSchool, default);
        School = await parties.AddBranchAsync(SchoolBoard, "Grundskola", BranchKind.School, default);
        Elevhalsa = await parties.AddBranchAsync(SchoolBoard, "Elevhälsa", BranchKind.PupilHealth, default);
        SocialBoard = await parties.AddAuthorityAsync("Järva stadsdelsnämnd", "2120000143", PartyKind.SocialBoard, default);
        Social = await parties.AddBranchAsync(SocialBoard, "Individ och familj", BranchKind.SocialServices, default);
        await AdoptAsync(SchoolBoard);
        await AdoptAsync(SocialBoard);
        var school = await parties.AddUnitAsync(School, "Järvaskolan", "Järva", default);
        var team = await parties.AddUnitAsync(Social, "SST Järva", "Järva", default);
        Rektor = await parties.AddStaffAsync(school, "Rut Rektor", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: false, default);
        Familjebehandlare = await parties.AddStaffAsync(team, "Farid Familj", StaffRole.Familjebehandlare, assesses: false, assessesProtectedIdentities: false, default);

        var register = Get<KeepRegister>();
        Child = await PersonAsync(10, name: "Nora");
        Mother = await PersonAsync(38, name: "Mona");
        Father = await PersonAsync(41, name: "Per");
        await register.RecordCustodyAsync(Child, Mother, CustodyKind.Guardian, Today.AddYears(-10), Actor.Hub, default);
        await register.RecordCustodyAsync(Child, Father, CustodyKind.Guardian, Today.AddYears(-10), Actor.Hub, default);
        Case = await Get<KeepCases>().OpenAsync(Child, CaseKind.Sst, "SST 2026/1", team, Familjebehandlare, default);
        Absence = await DepositAsync("franvaro", """{"absence":[{"month":"2026-09","share":0.31}]}""", "franvaro-1");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return folder.FullName;
    }
}

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class TestClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

/// <summary>Made-up but well-formed identity numbers for tests: a date and a birth number of the fictitious series 238.</summary>
public static class TestIdentities
{
    public static IdentityNumber BornOn(DateOnly day)
    {
        var nine = $"{day:yyMMdd}238";
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var product = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        Assert.True(IdentityNumber.TryParse($"{day:yyyyMMdd}238{(10 - (sum % 10)) % 10}", out var number));
        return number;
    }
}
