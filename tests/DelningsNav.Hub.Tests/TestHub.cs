using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Hub.Tests;

/// <summary>
/// A hub with its real use cases, rules, log and database; only the clock is the tests' own. It contains the <see cref="SmallWorld"/>,
/// whose school board runs the hub.
/// </summary>
public sealed class TestHub : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private bool _isStopped;
    private bool _isContinued;

    private TestHub(HubStart start, HubSettings settings, TestClock clock, string folder, SmallWorld world)
    {
        Start = start;
        Settings = settings;
        Clock = clock;
        World = world;
        _folder = folder;
        _services = new ServiceCollection().AddHub(start, new IdSource(clock)).BuildServiceProvider();
    }

    public static TheoryData<StorageEngine> Engines { get; } = [StorageEngine.Sqlite, StorageEngine.PostgreSql];

    public static string Root { get; } = FindRoot();

    public HubStart Start { get; }

    public TestClock Clock { get; }

    public string Folder => _folder;

    public HubSettings Settings { get; }

    public DateOnly Today => SwedishTime.DayOf(Clock.GetUtcNow());

    public AuthorityId SchoolBoard => World.SchoolBoard;

    public BranchId School => World.School;

    public BranchId Elevhalsa => World.Elevhalsa;

    public BranchId Social => World.Social;

    public AuthorityId SocialBoard => World.SocialBoard;

    public StaffMemberId Rektor => World.Rektor;

    public StaffMemberId Familjebehandlare => World.Familjebehandlare;

    public PersonId Child => World.Child;

    public PersonId Mother => World.Mother;

    public PersonId Father => World.Father;

    public CaseId Case => World.Case;

    public RecordId Absence => World.Absence;

    internal SmallWorld World { get; }

    /// <summary>Opens a hub on a copy of the small world.</summary>
    public static async Task<TestHub> StartAsync(StorageEngine engine = StorageEngine.Sqlite)
    {
        var settled = await SettledWorld.OfAsync(engine);
        var folder = NewFolder();
        var settings = SettingsIn(folder, engine, await settled.CopyAsync(folder));
        return await OpenAsync(settings, new TestClock(), folder, settled.World);
    }

    /// <summary>Opens a hub on a small world of its own, built from nothing.</summary>
    internal static async Task<TestHub> BuildAsync(StorageEngine engine)
    {
        var folder = NewFolder();
        var database = engine == StorageEngine.Sqlite ? SqliteFileIn(folder) : await PostgresCluster.NewDatabaseAsync();
        var (settings, clock) = (SettingsIn(folder, engine, database), new TestClock());
        return await OpenAsync(settings, clock, folder, await SmallWorld.BuildAsync(settings, clock));
    }

    /// <summary>The connection string of the SQLite file in a folder.</summary>
    internal static string SqliteFileIn(string folder) => $"Data Source={Path.Combine(folder, "hub.db")}";

    internal static string NewFolder() => Directory.CreateTempSubdirectory("delningsnav-test-").FullName;

    internal static HubSettings SettingsIn(string folder, StorageEngine engine, string database) => new()
    {
        Engine = engine,
        ConnectionString = database,
        PolicyFolder = Path.Combine(Root, "policies"),
        LogOrigin = "test.example/stad/audit",
        RunBy = new OperatingAuthority("2120000142"),
        NoticeHosts = NoticeHosts.ThisMachine,
        Keys = new KeyFile(Path.Combine(folder, "keys.json")),
        CheckpointFile = Path.Combine(folder, "hub-checkpoint"),
    };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public HubDbContext Db() => Start.Database.NewContext();

    /// <summary>A fictitious person whose birthday was this many years ago, plus some days.</summary>
    public Task<PersonId> PersonAsync(int years, int days = 30, SecurityMarking marking = SecurityMarking.None, string name = "Kim") =>
        Get<MaintainRegister>().RegisterAsync(
            TestIdentities.BornOn(Today.AddYears(-years).AddDays(-days)), name, "Testsson", marking, Actor.Hub, default);

    private static RecordTypeCode[] Types(string[] codes) => [.. codes.DefaultIfEmpty("franvaro").Select(RecordTypeCode.Parse)];

    public async Task<ConsentId> AskForConsentAsync(params string[] types)
    {
        var outcome = await Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = Case,
                Scopes = [new ConsentScope(School, Types(types))],
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
                RecordTypes = Types(types),
                PeriodFrom = Today.AddDays(-200),
                PeriodTo = Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
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
                Type = RecordTypeCode.Parse(type),
                Title = DepositRecord.Title.Read("En handling"),
                Reference = DepositRecord.Reference.Read(reference),
                PeriodFrom = Today.AddDays(-100),
                PeriodTo = Today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = System.Text.Encoding.UTF8.GetBytes(json),
            },
            new Caller.Staff(by ?? Rektor),
            default);
        return Assert.IsType<DepositOutcome.Deposited>(outcome).Record;
    }

    /// <summary>The register is read again, and states the same as before about everybody.</summary>
    public async Task ReadRegisterAgainAsync()
    {
        await using var db = Db();
        await Get<MaintainRegister>().ReadAgainAsync(await db.People.Select(p => p.Id).ToListAsync(), Actor.Hub, default);
    }

    /// <summary>An authority adopts a policy set: that of the policy folder unless another is named.</summary>
    public async Task AdoptAsync(AuthorityId authority, string? version = null) => Assert.IsType<AdoptOutcome.Registered>(
        await Get<AdoptPolicySet>().HandleAsync(
            authority, version ?? Start.Policies.Version, DecisionNumber.Field.Read("NÄMND 2026/1"), Today, Actor.Hub, default));

    /// <summary>An authority withdraws its adoption of the folder's policy set.</summary>
    public async Task TakeBackAdoptionAsync(AuthorityId authority) => Assert.IsType<AdoptOutcome.Registered>(
        await Get<AdoptPolicySet>()
            .TakeBackAsync(authority, Start.Policies.Version, DecisionNumber.Field.Read("NÄMND 2026/2"), Actor.Hub, default));

    /// <summary>
    /// Seals what a test wrote into the database itself, as if the hub had changed it. Without this, the hub takes it for an attack.
    /// </summary>
    public async Task SealAsync(params SubjectId[] subjects)
    {
        await using var connection = await Start.Database.ConnectAsync(default);
        await using var statements = new Statements(Settings.Engine, connection);
        await using var transaction = await connection.BeginTransactionAsync();
        await Start.Log.Seals.SealAsync(statements, transaction, subjects, default);
        await transaction.CommitAsync();
    }

    /// <summary>Erases the readable parts of every entry so far (gallring), in the month after.</summary>
    public async Task EraseLogAsync()
    {
        Clock.Advance(TimeSpan.FromDays(31));
        List<string> months;
        await using (var db = Db())
        {
            months = await db.Database.SqlQuery<string>(
                $"SELECT month AS \"Value\" FROM payload_keys WHERE retention_class = {PayloadKeys.AccessLog}").ToListAsync();
        }

        foreach (var month in months)
        {
            await Start.Log.Erasures.EraseMonthAsync(month, "NÄMND 2026/9", Actor.Hub, default);
        }
    }

    /// <summary>The log as it is stored: index, kind and verdict of every entry from an index on, in order.</summary>
    public async Task<IReadOnlyList<(long Index, string Kind, string Verdict)>> LogAsync(long from = 0)
    {
        await using var db = Db();
        var rows = await db.Log.AsNoTracking().Where(e => e.Index >= from).OrderBy(e => e.Index)
            .Select(e => new { e.Index, e.Kind, e.Verdict }).ToListAsync();
        return [.. rows.Select(r => (r.Index, r.Kind, r.Verdict))];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (!_isContinued)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Stops the node. Its database and its files remain.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await Start.DisposeAsync();
            await _services.DisposeAsync();
        }
    }

    /// <summary>Stops the node and opens another one in its folder, on the same database or on another one.</summary>
    public async Task<TestHub> RestartAsync(string? database = null)
    {
        await StopAsync();
        _isContinued = true;
        return await OpenAsync(Settings with { ConnectionString = database ?? Settings.ConnectionString }, Clock, _folder, World);
    }

    /// <summary>A copy of the stopped node's database, as a backup has it. Returns its connection string.</summary>
    internal async Task<string> BackUpAsync()
    {
        await StopAsync();
        if (Settings.Engine == StorageEngine.PostgreSql)
        {
            return await PostgresCluster.NewDatabaseAsync(Settings.ConnectionString);
        }

        var copy = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        var original = new SqliteConnectionStringBuilder(Settings.ConnectionString).DataSource;
        await File.WriteAllBytesAsync(copy, await StoredDatabase.WholeFileAsync(original));
        return $"Data Source={copy}";
    }

    private static async Task<TestHub> OpenAsync(HubSettings settings, TestClock clock, string folder, SmallWorld world) =>
        new(await HubStart.OpenAsync(settings, clock, CancellationToken.None), settings, clock, folder, world);

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

/// <summary>A clock that does not move until a test moves it.</summary>
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
