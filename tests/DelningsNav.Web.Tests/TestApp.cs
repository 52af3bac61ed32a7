using System.Collections.Concurrent;
using System.Text;
using DelningsNav.Client;
using DelningsNav.Hub;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Signing;
using DelningsNav.Web.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using HubClientId = DelningsNav.Hub.Parties.ClientId;

namespace DelningsNav.Web.Tests;

/// <summary>
/// The real application, listening on loopback, over a hub of its own in a temporary folder; only the clock is ours. It holds a small
/// world: a school board and a social board that have adopted the rules, each with a system; a child of ten with two guardians, an SST
/// case of the social board's, and the school's absence record of the child.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private TestApp(WebApplication app, HubStart hub, TestClock clock, LinesOfLog log, string folder)
    {
        _app = app;
        Hub = hub;
        Clock = clock;
        Log = log;
        _folder = folder;
        Address = new Uri(app.Urls.Single());
    }

    public HubStart Hub { get; }

    public TestClock Clock { get; }

    public LinesOfLog Log { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public string Folder => _folder;

    public string DatabaseFile => Path.Combine(_folder, "hub.db");

    public DateOnly Today => SwedishTime.DayOf(Clock.GetUtcNow());

    /// <summary>The key of the social board's system, which may call everything.</summary>
    public SigningKey SocialKey { get; } = SigningKey.Create();

    /// <summary>The key of the school's system, which may call everything.</summary>
    public SigningKey SchoolKey { get; } = SigningKey.Create();

    public HubClientId SocialSystem { get; private set; }

    public BranchId School { get; private set; }

    public BranchId Social { get; private set; }

    public UnitId Team { get; private set; }

    public StaffMemberId Rektor { get; private set; }

    public StaffMemberId Familjebehandlare { get; private set; }

    public StaffMemberId Registrator { get; private set; }

    public PersonId Child { get; private set; }

    public PersonId Mother { get; private set; }

    public PersonId Father { get; private set; }

    public CaseId Case { get; private set; }

    public RecordId Absence { get; private set; }

    public string ChildsNumber { get; private set; } = "";

    public const string AbsenceContent = """{"absence":[{"month":"2026-09","share":0.31}]}""";

    private const string NotAssigned = """
        {
          "about": "Whatever else the bars say, one who is not assigned gets nothing.",
          "bases": { "absence": { "record": "franvaro" } },
          "cases": [
            { "case": "Not assigned", "base": "absence", "facts": { "assigned": false }, "verdict": "refuse", "missing": ["assignment"], "bars": ["bar-assignment"] }
          ]
        }
        """;

    /// <summary>Starts the application and settles its world.</summary>
    internal static async Task<TestApp> StartAsync(TestClock? at = null, MailSetup? mail = null)
    {
        var numbers = TestNumbers.Read();
        var folder = Directory.CreateTempSubdirectory("delningsnav-web-").FullName;
        var clock = at ?? new TestClock();
        var settings = new HubSettings
        {
            Engine = StorageEngine.Sqlite,
            ConnectionString = $"Data Source={Path.Combine(folder, "hub.db")}",
            PolicyFolder = Path.Combine(AppContext.BaseDirectory, "policies"),
            RunBy = new OperatingAuthority("2120000142"),
            NoticeHosts = NoticeHosts.ThisMachine,
            LogOrigin = "test.example/stad/audit",
            Keys = new KeyFile(Path.Combine(folder, "keys.json")),
        };
        var hub = await HubStart.OpenAsync(settings, clock, CancellationToken.None);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubSetup).Assembly.GetName().Name,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new LinesOfLog();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        var app = HubApp.Compose(builder, new HubSetup.Ready(settings, clock, new IdSource(clock), null, Path.Combine(folder, "session-keys")) { Mail = mail ?? MailSetup.Off }, hub);
        await app.StartAsync();
        var started = new TestApp(app, hub, clock, log, folder);
        await started.SettleAsync(numbers);
        return started;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A typed client that signs with a key, by default the social board's.</summary>
    public DelningsNavClient Client(SigningKey? key = null) => DelningsNavClient.Create(Address, key ?? SocialKey, Clock);

    /// <summary>Sends one call signed by a key, by default the social board's.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, SigningKey? key = null, string? idempotencyKey = null) =>
        SendAsync(Call(method, path, json, idempotencyKey), new SigningHandler(key ?? SocialKey, Clock));

    /// <summary>Sends one call, signed as the handler wants.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SigningHandler signing)
    {
        signing.InnerHandler ??= new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpMessageInvoker(signing);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a call as it is.</summary>
    public static async Task<HttpResponseMessage> SendAsIsAsync(HttpRequestMessage request)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public HttpRequestMessage Call(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new("application/json") } };
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return request;
    }

    /// <summary>Registers one more system of the social board's.</summary>
    public async Task<SigningKey> AddSystemAsync(params string[] operations)
    {
        var key = SigningKey.Create();
        await Get<KeepParties>().AddClientAsync(Social, "Ett system till", operations, key.KeyId, key.PublicKey.ToPem(), default);
        return key;
    }

    /// <summary>A consent to the school's absence records, signed by both guardians.</summary>
    public async Task<ConsentId> GiveConsentAsync()
    {
        var consent = await AskForConsentAsync();
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Mother, ConsentAnswer.Yes));
        Assert.IsType<AnswerOutcome.Answered>(await AnswerAsync(consent, Father, ConsentAnswer.Yes));
        return consent;
    }

    public async Task<ConsentId> AskForConsentAsync(string type = "franvaro")
    {
        var outcome = await Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = Case,
                Scopes = [new(School, [type])],
                DataFrom = Today.AddDays(-400),
                DataTo = Today.AddDays(100),
                ValidUntil = Clock.GetUtcNow().AddDays(180),
            },
            new Caller.Staff(Familjebehandlare),
            default);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    public async Task<AnswerOutcome> AnswerAsync(ConsentId consent, PersonId person, ConsentAnswer answer)
    {
        await using var db = Hub.Database.NewContext();
        var text = await Hub.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent), "sv", default);
        return await Get<AnswerConsent>().HandleAsync(consent, person, answer, "sv", text.Hash, default);
    }

    /// <summary>What the social board asks of the school by default.</summary>
    public InformationToRequest Ask(params string[] types) => new()
    {
        Case = Case.Value,
        Staff = Familjebehandlare.Value,
        Holder = School.Value,
        RecordTypes = types.Length == 0 ? ["franvaro"] : types,
        PeriodFrom = Today.AddDays(-200),
        PeriodTo = Today,
        Purpose = "sst",
        Reason = "Kartläggning",
    };

    /// <summary>The shipped rules under another version, signed by the hub; with changed bars if so wished, and then with one case instead of those that the change would fail; or with whatever is done to its folder.</summary>
    public byte[] Pack(string version, Func<string, string>? changeBars = null, Action<string>? change = null)
    {
        var (shipped, folder) = (Path.Combine(AppContext.BaseDirectory, "policies"), Path.Combine(_folder, Guid.NewGuid().ToString("N")));
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shipped, file);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            if (changeBars is null || !name.StartsWith("cases", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(folder, name));
            }
        }

        var (manifest, bars) = (Path.Combine(folder, "manifest.json"), Path.Combine(folder, "90-bars.cedar"));
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"{Hub.Policies.Version}\"", $"\"{version}\"", StringComparison.Ordinal));
        if (changeBars is not null)
        {
            File.WriteAllText(bars, changeBars(File.ReadAllText(bars)));
            File.WriteAllText(Path.Combine(folder, "cases", "90-bars.json"), NotAssigned);
            File.Copy(Path.Combine(shipped, "cases", "00-normal.json"), Path.Combine(folder, "cases", "00-normal.json"));
        }

        change?.Invoke(folder);
        return Hub.PackAsOwn(folder, Today.AddYears(1));
    }

    /// <summary>How many entries the log holds.</summary>
    public Task<long> LogSizeAsync() => AskDatabaseAsync("SELECT size FROM log_head");

    /// <summary>Asks the database for one number.</summary>
    public async Task<long> AskDatabaseAsync(string sql)
    {
        await using var db = Hub.Database.NewContext();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests ask constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the database refuse every entry of the log.</summary>
    public Task BreakLogAsync() => AskDatabaseAsync(
        "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END; SELECT 0");

    /// <summary>Ends the serving of calls; what was under way is finished, and the hub can still be asked.</summary>
    public Task StopServingAsync() => _app.StopAsync();

    /// <summary>Stops everything but leaves the folder, for a process of its own to go on with.</summary>
    public async Task LeaveAsync()
    {
        await _app.StopAsync();
        await Hub.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Hub.DisposeAsync();
        SocialKey.Dispose();
        SchoolKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AdoptAsync(AuthorityId authority, string caseNumber) => Assert.IsType<AdoptOutcome.Registered>(
        await Get<AdoptPolicySet>().HandleAsync(authority, Hub.Policies.Version, caseNumber, SwedishTime.DayOf(Clock.GetUtcNow()), Actor.Hub, default));

    private async Task SettleAsync(TestNumbers numbers)
    {
        var parties = Get<KeepParties>();
        var schoolBoard = await parties.AddAuthorityAsync("Utbildningsnämnden", "2120000142", PartyKind.MunicipalSchool, default);
        School = await parties.AddBranchAsync(schoolBoard, "Grundskola", BranchKind.School, default);
        var socialBoard = await parties.AddAuthorityAsync("Järva stadsdelsnämnd", "2120000143", PartyKind.SocialBoard, default);
        Social = await parties.AddBranchAsync(socialBoard, "Individ och familj", BranchKind.SocialServices, default);
        await AdoptAsync(schoolBoard, "UTBN 2026/1");
        await AdoptAsync(socialBoard, "SDN 2026/1");
        var school = await parties.AddUnitAsync(School, "Järvaskolan", "Järva", default);
        Team = await parties.AddUnitAsync(Social, "SST Järva", "Järva", default);
        Rektor = await parties.AddStaffAsync(school, "Rut Rektor", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: false, default);
        Familjebehandlare = await parties.AddStaffAsync(Team, "Farid Familj", StaffRole.Familjebehandlare, assesses: false, assessesProtectedIdentities: false, default);
        Registrator = await parties.AddStaffAsync(Team, "Rolf Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, default);
        SocialSystem = await parties.AddClientAsync(Social, "Social", Operations.All, SocialKey.KeyId, SocialKey.PublicKey.ToPem(), default);
        await parties.AddClientAsync(School, "Skola", Operations.All, SchoolKey.KeyId, SchoolKey.PublicKey.ToPem(), default);

        var register = Get<KeepRegister>();
        ChildsNumber = numbers.OfAge(10, Today);
        Child = await RegisterAsync(ChildsNumber, "Nora");
        Mother = await RegisterAsync(numbers.OfAge(38, Today), "Mona");
        Father = await RegisterAsync(numbers.OfAge(41, Today), "Per");
        await register.RecordCustodyAsync(Child, Mother, CustodyKind.Guardian, Today.AddYears(-10), Actor.Hub, default);
        await register.RecordCustodyAsync(Child, Father, CustodyKind.Guardian, Today.AddYears(-10), Actor.Hub, default);
        Case = await Get<KeepCases>().OpenAsync(Child, CaseKind.Sst, "SST 2026/1", Team, Familjebehandlare, default);
        var deposited = await Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = Child,
                Type = "franvaro",
                Title = "Frånvaro hösten 2026",
                Reference = "franvaro-1",
                PeriodFrom = Today.AddDays(-100),
                PeriodTo = Today.AddDays(-1),
                MediaType = "application/json",
                Content = Encoding.UTF8.GetBytes(AbsenceContent),
            },
            new Caller.Staff(Rektor),
            default);
        Absence = Assert.IsType<DepositOutcome.Deposited>(deposited).Record;
    }

    private Task<PersonId> RegisterAsync(string number, string name)
    {
        Assert.True(IdentityNumber.TryParse(number, out var parsed));
        return Get<KeepRegister>().RegisterAsync(parsed, name, "Testsson", SecurityMarking.None, Actor.Hub, default);
    }
}

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class TestClock : TimeProvider
{
    private long _ticks;

    public TestClock()
        : this(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero)) { }

    public TestClock(DateTimeOffset start) => _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

/// <summary>The authorities' own test numbers, which belong to nobody; third-party data that stays out of the repository.</summary>
public sealed class TestNumbers
{
    private readonly string[] _all;

    private TestNumbers(string[] all) => _all = all;

    public static TestNumbers Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent;
        }

        var vectors = Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") ?? Path.Combine(folder?.FullName ?? ".", "..", "shared", "vectors");
        var file = Path.Combine(vectors, "personnummer", "test-identities.txt");
        if (!File.Exists(file))
        {
            Assert.Skip($"the test identities are not at {file}");
        }

        return new TestNumbers(File.ReadAllLines(file));
    }

    /// <summary>A number of somebody who turned this old at least a month ago.</summary>
    public string OfAge(int years, DateOnly today)
    {
        var (youngest, oldest) = ($"{today.AddYears(-years).AddDays(-30):yyyyMMdd}", $"{today.AddYears(-years).AddDays(-200):yyyyMMdd}");
        return _all.First(n => IdentityNumber.TryParse(n, out _)
            && string.CompareOrdinal(n[..8], youngest) <= 0 && string.CompareOrdinal(n[..8], oldest) >= 0);
    }
}

/// <summary>Every line that the application writes to its technical log.</summary>
public sealed class LinesOfLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(_lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
